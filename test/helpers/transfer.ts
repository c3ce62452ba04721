import { importLines } from '../../src/interchange/import/importer.ts';
import type { ImportSummary } from '../../src/interchange/import/importing.ts';
import { restoreNdjson } from '../../src/interchange/ndjson-restore.ts';
import { writeNdjson } from '../../src/interchange/ndjson-writer.ts';
import type { Store, StoreState } from '../../src/store/port.ts';

/** A line that an import rejected, for one reason. */
export interface Rejected {
  readonly line: number;
  readonly pointer: string;
  readonly code: string;
}

async function* chunksOf(given: string | Uint8Array): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(given);
  const length = 64 * 1_024;
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

/** The lines of values, each as JSON; what is a text already stays as it is. */
export function lines(...values: unknown[]): string {
  return values.map((value) => `${typeof value === 'string' ? value : JSON.stringify(value)}\n`).join('');
}

/** What a store holds as an export tells it, without the moment at which it was made. */
export async function exported(store: Store, { history = true } = {}): Promise<string> {
  let text = '';
  for await (const some of writeNdjson(store.export({ history }), { history })) text += some;
  return text.replace(/"exportedAt":"[^"]+"/, '"exportedAt":""');
}

/** Imports a file, and gives what became of its lines. */
export async function imported(
  store: Store,
  file: string | Uint8Array,
  batch = 500,
): Promise<ImportSummary & { reasons: Rejected[] }> {
  const reasons: Rejected[] = [];
  const summary = await importLines(chunksOf(file), {
    ...{ store, actor: 'importer', batch },
    report: (line, rejections) =>
      reasons.push(...rejections.map(({ pointer, code }) => ({ line, pointer, code }))),
  });
  return { ...summary, reasons: reasons.toSorted((one, other) => one.line - other.line) };
}

export function restored(store: Store, file: string | Uint8Array): Promise<StoreState> {
  return restoreNdjson(chunksOf(file), store);
}

/** The documents of an export without what the server of each place sets, in the order of their ids. */
export function contents(file: string): Record<string, unknown>[] {
  const documents = file.split('\n').flatMap((line) => {
    const { type = 'change', ...document } = line === '' ? {} : JSON.parse(line);
    if (type === 'change' || type === 'export') return [];
    const { revision, createdAt, updatedAt, createdBy, claimRevision, withdrawal, redactions, ...fields } =
      document;
    const { at, ...kept } = withdrawal ?? {};
    return [{ type, ...fields, ...(withdrawal && { withdrawal: kept }) }];
  });
  return documents.toSorted((one, other) => (one.id < other.id ? -1 : 1));
}
