import type { ExportPart, LoggedChange } from '../store/port.ts';
import { version } from '../version.ts';

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

/** Documents are put in as the text that they are. */
function changeLine({ at, json, ...change }: LoggedChange): string {
  const { seq, actor, action, resource, id, revision, comment, concerns } = change;
  const told = { type: 'change', seq, at: new Date(at).toISOString(), actor, action, resource, id, revision };
  const text = JSON.stringify({ ...told, comment, concerns });
  return json === undefined ? `${text}\n` : `${text.slice(0, -1)},"document":${json}}\n`;
}
