import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Config } from '../config.ts';
import { importLines } from '../interchange/import/importer.ts';
import { copyDatabase } from '../store/sqlite/copy.ts';
import { openSqliteStore } from '../store/sqlite/store.ts';
import { openInput } from './input.ts';
import { RejectedLines } from './rejected-lines.ts';
import { UsageError } from './usage-error.ts';

interface Values {
  readonly 'dry-run'?: boolean;
  readonly report?: string;
  readonly comment?: string;
  readonly batch?: string;
}

interface Given {
  readonly positionals: readonly string[];
  readonly values: Values;
}

/**
 * Writes the resources in the lines of a file, or of the standard input for `-`, and tells what became of them. With
 * `dry-run` it does so in a copy of the database that is thrown away. The process ends with 1 where a line was rejected.
 */
export async function importFile(config: Config, { positionals: [file], values }: Given): Promise<void> {
  if (file === undefined) throw new UsageError('import needs a file after it, or - for the standard input.');
  const given = { ...values, file, most: batchOf(values.batch) };
  if (!values['dry-run']) return importInto(config.DATABASE_URL, config, given);
  const folder = mkdtempSync(join(tmpdir(), 'hearsay-dry-run-'));
  try {
    const copy = join(folder, 'copy.db');
    copyDatabase(config.DATABASE_URL, copy);
    await importInto(pathToFileURL(copy).href, config, given);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function batchOf(given: string | undefined): number {
  const batch = Number(given ?? 500);
  if (Number.isInteger(batch) && batch >= 1 && batch <= 10_000) return batch;
  throw new UsageError(`--batch ${given}: must be a whole number from 1 to 10000.`);
}

async function importInto(
  url: string,
  { WORKERS, LOCK_TIMEOUT }: Config,
  given: Values & { readonly file: string; readonly most: number },
): Promise<void> {
  const stopping = new AbortController();
  const { chunks, progress } = openInput(given.file, stopping.signal);
  const rejected = new RejectedLines(given.report);
  const { store } = await openSqliteStore({ url, workers: WORKERS, patience: LOCK_TIMEOUT });
  const stop = () => stopping.abort();
  process.once('SIGINT', stop);
  try {
    const { created, updated, unchanged, withdrawn, ...others } = await importLines(chunks, {
      ...{
        store,
        actor: 'command_line',
        comment: given.comment,
        batch: given.batch,
        signal: stopping.signal,
      },
      batch: given.most,
      report: (line, reasons) => rejected.add(line, reasons),
      retrying: (lines) => progress.say(`Trying again ${lines} lines that waited for others`),
    });
    progress.end();
    const counts = { created, updated, unchanged, withdrawn, rejected: others.rejected };
    const told = Object.entries(counts).map(([name, count]) => `${name} ${count}`);
    const { aborted } = stopping.signal;
    const beginning = `${aborted ? 'Stopped early: ' : ''}${given['dry-run'] ? 'Nothing was written; it would be: ' : ''}`;
    process.stderr.write(`${rejected.end()}${beginning}${told.join(', ')}\n`);
    process.exitCode = aborted ? 130 : Number(others.rejected > 0);
  } finally {
    process.off('SIGINT', stop);
    await store.close();
  }
}
