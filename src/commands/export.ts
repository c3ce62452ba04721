import { createWriteStream, existsSync, statSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { type Config, ConfigError, databasePath } from '../config.ts';
import { writeNdjson } from '../interchange/ndjson-writer.ts';
import type { ExportPart } from '../store/port.ts';
import { openSqliteStore } from '../store/sqlite/store.ts';
import { Progress } from './progress.ts';

interface Given {
  readonly positionals: readonly string[];
  readonly values: { readonly 'no-history'?: boolean };
}

/** Writes all that the database holds to a file, which is there once it is whole, or to the standard output. */
export async function exportFile(
  config: Config,
  { positionals: [file = '-'], values }: Given,
): Promise<void> {
  const path = databasePath(config.DATABASE_URL);
  if (!existsSync(path)) throw new ConfigError(`There is no database ${path}: name it in DATABASE_URL.`);
  const { store } = await openSqliteStore({ url: config.DATABASE_URL, workers: config.WORKERS });
  const history = !values['no-history'];
  const progress = new Progress('lines');
  try {
    const lines = writeNdjson(counted(store.export({ history }), progress), { history });
    await (file === '-' ? writeOutput(lines) : writeFile(file, lines));
  } finally {
    progress.end();
    await store.close();
  }
}

async function* counted(parts: AsyncIterable<ExportPart>, progress: Progress): AsyncGenerator<ExportPart> {
  for await (const part of parts) {
    if (part.part === 'head') progress.total = part.documents + part.changes;
    else progress.add(part.items.length);
    yield part;
  }
}

async function writeOutput(lines: AsyncIterable<string>): Promise<void> {
  try {
    await pipeline(lines, process.stdout, { end: false });
  } catch (error) {
    // Whoever reads has enough.
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
  }
}

async function writeFile(file: string, lines: AsyncIterable<string>): Promise<void> {
  // A device or a pipe is written to, and never replaced.
  const isReplaced = statSync(file, { throwIfNoEntry: false })?.isFile() ?? true;
  if (!isReplaced) return pipeline(lines, createWriteStream(file));
  const temporary = `${file}.${process.pid}.part`;
  try {
    await pipeline(lines, createWriteStream(temporary, { flags: 'wx', flush: true }));
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
