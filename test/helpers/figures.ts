import { setTimeout as sleep } from 'node:timers/promises';
import type { ListedFigures } from '../../src/analysis/listed.ts';
import type { Store } from '../../src/store/port.ts';
import { type Connection, openReader } from '../../src/store/sqlite/connection.ts';
import { type FiguresOf, openFigures } from '../../src/store/sqlite/figures-of.ts';

type Row = Record<string, number | null> & { readonly id: string };

/** The ids of the claims whose stored figures are not those that they have. */
export function wrongFigures(connection: Connection, figuresOf: FiguresOf): Set<string> {
  const stored = connection
    .prepare<[], Row>('SELECT c.id, f.* FROM claim AS c LEFT JOIN claim_figures AS f ON f.claim = c.key')
    .all();
  const wrong = stored.filter((row) => !isRight(row, figuresOf(row.id)?.figures));
  return new Set(wrong.map(({ id }) => id));
}

function isRight(row: Row, figures: ListedFigures | undefined): boolean {
  return (
    row.contested === Number(figures?.contested) &&
    row.origin_count_min === figures?.originCountMin &&
    row.origin_count_max === figures?.originCountMax &&
    row.anonymous_only === Number(figures?.anonymousOnly) &&
    row.circular === Number(figures?.circular) &&
    row.stale_review === Number(figures?.staleReview) &&
    row.outlet_count === figures?.outletCount
  );
}

/** The ids of the claims in a database with wrong figures, and how much is due there. */
export function audit(path: string): { wrong: string[]; due: number; claims: number } {
  const connection = openReader(path);
  try {
    const count = (table: string) =>
      connection.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get() as number;
    const wrong = [...wrongFigures(connection, openFigures(connection))];
    return { wrong, due: count('figures_due'), claims: count('claim') };
  } finally {
    connection.close();
  }
}

/** Waits until the lists of a store are filtered by assessments of all that was written. */
export async function drained(store: Store): Promise<void> {
  const query = { type: 'claim', filters: [], dates: [], withdrawn: false, limit: 1, include: [] } as const;
  for (;;) {
    const { assessedThrough, position } = await store.list({
      ...query,
      sort: { by: 'outletCount', descending: true },
    });
    if (assessedThrough === position) return;
    await sleep(10);
  }
}
