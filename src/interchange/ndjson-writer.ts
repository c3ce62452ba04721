import type { ExportedEntry, ExportPart } from '../store/port.ts';
import { version } from '../version.ts';
import { happened } from './change.ts';

/** The version of the format of exports. */
export const exportFormat = 1;

/**
 * An export as newline-delimited JSON, some lines at once, all of them ended: what it is, every document, every change.
 */
export async function* writeNdjson(
  parts: AsyncIterable<ExportPart>,
  { history }: { history: boolean },
): AsyncGenerator<string> {
  for await (const part of parts) {
    switch (part.part) {
      case 'head': {
        const { position } = part;
        const head = { type: 'export', format: exportFormat, version, position };
        const exportedAt = new Date().toISOString();
        yield `${JSON.stringify({ ...head, exportedAt, ...(history ? {} : { history }) })}\n`;
        break;
      }
      case 'documents':
        yield part.items.map(({ json }) => `${json}\n`).join('');
        break;
      case 'changes':
        yield part.items.map(changeLine).join('');
    }
  }
}

/** The document is put in as the text that it is. */
function changeLine({ position, at, action, type, json, ...entry }: ExportedEntry): string {
  const { actor, id, revision, comment, concerns } = entry;
  const when = { type: 'change', seq: position, at: new Date(at).toISOString() };
  const what = { actor, action: happened[action], resource: type, id, revision, comment, concerns };
  const text = JSON.stringify({ ...when, ...what });
  return json === undefined ? `${text}\n` : `${text.slice(0, -1)},"document":${json}}\n`;
}
