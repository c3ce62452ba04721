import type Database from 'better-sqlite3';
import { resourceTypes } from '../../src/model/identifiers.ts';
import { expected } from '../store/projection-reference.ts';

type Row = Record<string, unknown> & { key: number; id: string; document: string };

/** Where columns and edge tables are not what the documents say. */
export function projectionFaults(connection: Database.Database): string[] {
  const tables = new Map(
    resourceTypes.map((type) => [type, connection.prepare(`SELECT * FROM ${type}`).all() as Row[]]),
  );
  const keys = new Map([...tables.values()].flat().map(({ id, key }) => [id, key]));
  const keyOf = (id: string | undefined) => (id === undefined ? null : (keys.get(id) ?? Number.NaN));
  const edges = new Map<string, string[]>();
  const faults: string[] = [];
  for (const [type, rows] of tables) {
    for (const row of rows) {
      const reference = expected[type](JSON.parse(row.document), keyOf);
      for (const [column, value] of Object.entries(reference.columns)) {
        if (row[column] !== value) faults.push(`${row.id} has ${row[column]} as its ${column}, not ${value}`);
      }
      for (const [table, values] of Object.entries(reference.edges)) {
        const those = [...new Set(values)].map((value) => `${row.key} ${value}`);
        edges.set(table, [...(edges.get(table) ?? []), ...those]);
      }
    }
  }
  for (const [table, wanted] of edges) {
    const found = connection.prepare<[], unknown[]>(`SELECT * FROM ${table}`).raw().all();
    const told = found.map(([owner, value]) => `${owner} ${value}`).sort();
    if (told.join() !== wanted.sort().join()) faults.push(`${table} is not what the documents say`);
  }
  return faults;
}
