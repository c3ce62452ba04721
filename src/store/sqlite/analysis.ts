import type { ResourceDocument } from '../../model/definition.ts';
import { type ResourceType, resourceTypes } from '../../model/identifiers.ts';
import { resources } from '../../model/resources.ts';
import { type Connection, patiently } from './connection.ts';
import { edgeTableName } from './projection.ts';

/** A table whose rows code makes of documents. */
interface Analysis {
  readonly table: string;
  readonly type: ResourceType;
  readonly version: number;
  readonly of: (document: ResourceDocument) => readonly string[];
}

const analyses = resourceTypes.flatMap((type) =>
  Object.entries(resources[type].values).flatMap(([name, value]): Analysis[] =>
    value.type === 'analysed' ? [{ ...value, type, table: edgeTableName(type, name) }] : [],
  ),
);

/** How many documents are in memory at once. */
const batch = 500;

/**
 * Writes anew each table whose rows were made by another version of its analysis, or never, and returns the names of
 * those tables. Waits up to `patience` milliseconds for a process that does the same.
 */
export async function renewAnalyses(connection: Connection, patience = 30_000): Promise<string[]> {
  const deadline = Date.now() + patience;
  const renewed: string[] = [];
  for (const analysis of analyses) {
    // Whoever finds it up to date takes no lock.
    if (await patiently(() => isCurrent(connection, analysis), deadline)) continue;
    const renew = connection.transaction(
      () => !isCurrent(connection, analysis) && writeAnew(connection, analysis),
    );
    if (await patiently(() => renew.immediate(), deadline)) renewed.push(analysis.table);
  }
  return renewed;
}

function isCurrent(connection: Connection, { table, version }: Analysis): boolean {
  const standing = connection.prepare('SELECT version FROM analysis WHERE name = ?').pluck().get(table);
  return standing === version;
}

function writeAnew(connection: Connection, { table, type, version, of }: Analysis): true {
  const documents = connection.prepare<[number], { key: number; document: string }>(
    `SELECT key, document FROM ${type} WHERE key > ? ORDER BY key LIMIT ${batch}`,
  );
  const insert = connection.prepare<[number, string]>(`INSERT INTO ${table} (owner, value) VALUES (?, ?)`);
  connection.exec(`DELETE FROM ${table}`);
  for (let rows = documents.all(0); rows.length > 0; rows = documents.all(rows.at(-1)?.key ?? 0)) {
    for (const { key, document } of rows) {
      for (const value of new Set(of(JSON.parse(document)))) insert.run(key, value);
    }
  }
  connection
    .prepare(
      'INSERT INTO analysis (name, version) VALUES (?, ?) ON CONFLICT DO UPDATE SET version = excluded.version',
    )
    .run(table, version);
  return true;
}
