import type { Config } from '../config.ts';
import { Problem } from '../errors.ts';
import { restoreNdjson } from '../interchange/ndjson-restore.ts';
import { openSqliteStore } from '../store/sqlite/store.ts';
import { openInput } from './input.ts';
import { rejection } from './rejected-lines.ts';
import { UsageError } from './usage-error.ts';

interface Given {
  readonly values: { readonly 'from-export'?: string };
}

const mostTold = 20;

/** Makes an empty database hold what an export holds, history included, or leaves it empty and says why. */
export async function restoreFile(config: Config, { values }: Given): Promise<void> {
  const file = values['from-export'];
  if (file === undefined)
    throw new UsageError('restore needs --from-export and a file, or - for the standard input.');
  const { chunks, progress } = openInput(file);
  const { store } = await openSqliteStore({
    url: config.DATABASE_URL,
    workers: config.WORKERS,
    patience: config.LOCK_TIMEOUT,
  });
  try {
    const { position } = await restoreNdjson(chunks, store);
    progress.end();
    process.stderr.write(`Restored, with ${position} changes.\n`);
  } catch (error) {
    progress.end();
    if (!(error instanceof Problem)) throw error;
    process.stderr.write(`${describe(error)}\n`);
    process.exitCode = 1;
  } finally {
    await store.close();
  }
}

function describe({ code, message, errors }: Problem): string {
  if (code === 'conflict') {
    return `${message} Nothing was restored: name a database that does not exist yet in DATABASE_URL.`;
  }
  const places = errors.slice(0, mostTold).map(({ pointer = '', code, detail }) => {
    const [, line, rest = ''] = /^\/(\d+)(.*)$/s.exec(pointer) ?? [];
    return rejection(Number(line), { pointer: rest, code, detail });
  });
  return [...places, `${message} Nothing was restored.`].join('\n');
}
