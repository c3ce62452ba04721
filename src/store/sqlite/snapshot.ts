import type { ExportedEntry, ExportPart } from '../port.ts';
import { type Connection, openReader } from './connection.ts';
import type { DocumentRow } from './document-reader.ts';

/** The types in an order in which most resources stand after what they refer to. */
const order = ['source', 'article', 'claim', 'attribution', 'relation', 'evidence', 'review'] as const;

/** How long the JSON text of one part may be before no more is added to it, in UTF-16 code units. */
const longestPart = 500_000;

/** Rows are never removed, so the greatest key says how many there are. */
const counted = `SELECT (SELECT coalesce(max(seq), 0) FROM log) AS position, ${order
  .map((type) => `(SELECT coalesce(max(key), 0) FROM ${type})`)
  .join(' + ')} AS documents`;

const changesAfter = `SELECT seq AS position, at, actor, action, resource AS type, id, revision, comment,
    (SELECT json_group_array(id) FROM (SELECT id FROM log_concern WHERE seq = log.seq ORDER BY id)) AS concerns,
    CASE WHEN EXISTS (SELECT 1 FROM log AS later WHERE later.id = log.id AND later.revision > log.revision)
      THEN document END AS json
  FROM log WHERE seq > ? ORDER BY seq`;

type EntryRow = Omit<ExportedEntry, 'concerns' | 'comment' | 'json'> & {
  readonly concerns: string;
  readonly comment: string | null;
  readonly json: string | null;
};

/** All that a database holds at one moment, read page by page over a connection of its own. */
export async function* readSnapshot(path: string, history: boolean): AsyncGenerator<ExportPart> {
  const connection = openReader(path);
  // What is read once and in order would only fill the memory.
  connection.pragma('mmap_size = 0');
  try {
    connection.exec('BEGIN');
    const held = connection.prepare<[], { position: number; documents: number }>(counted).get();
    const { position = 0, documents = 0 } = held ?? {};
    yield { part: 'head', position, documents, changes: history ? position : 0 };
    for (const type of order) {
      const sql = `SELECT key, id, revision, document AS json FROM ${type} WHERE key > ? ORDER BY key`;
      for (const rows of pages<DocumentRow>(connection, sql, ({ key }) => key)) {
        yield { part: 'documents', items: rows.map(({ id, revision, json }) => ({ id, revision, json })) };
      }
    }
    if (!history) return;
    for (const rows of pages<EntryRow>(connection, changesAfter, ({ position }) => position)) {
      yield { part: 'changes', items: rows.map(entryOf) };
    }
  } finally {
    connection.close();
  }
}

function entryOf({ concerns, comment, json, ...row }: EntryRow): ExportedEntry {
  const told = { concerns: JSON.parse(concerns) as string[] };
  return { ...row, ...told, comment: comment ?? undefined, json: json ?? undefined };
}

/** The rows of a statement that goes on after the position of the last one, a page at a time. */
function* pages<Row extends { readonly json: string | null }>(
  connection: Connection,
  sql: string,
  positionOf: (row: Row) => number,
): Generator<Row[]> {
  const statement = connection.prepare<[number], Row>(sql);
  let after = 0;
  for (;;) {
    const page: Row[] = [];
    let length = 0;
    for (const row of statement.iterate(after)) {
      page.push(row);
      // A row costs something even where it has no text.
      length += 500 + (row.json?.length ?? 0);
      if (length >= longestPart) break;
    }
    const last = page.at(-1);
    if (!last) return;
    yield page;
    after = positionOf(last);
  }
}
