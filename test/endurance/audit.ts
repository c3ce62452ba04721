import Database from 'better-sqlite3';
import { resourceTypes } from '../../src/model/identifiers.ts';
import { changeOf, type Document } from './client.ts';
import type { Follower } from './follower.ts';
import type { Entry, Ledger } from './ledger.ts';
import { projectionFaults } from './projections.ts';

interface LogRow {
  readonly seq: number;
  readonly at: number;
  readonly action: string;
  readonly id: string;
  readonly revision: number;
  readonly document: string;
  readonly comment: string;
}

/** Everything in a database that contradicts itself, or what clients were told. Nobody has it open. */
export function audit(path: string, ledger: Ledger, readers: readonly Follower[]): string[] {
  const connection = new Database(path, { readonly: true });
  try {
    const log = connection.prepare<[], LogRow>('SELECT * FROM log ORDER BY seq').all();
    return [
      ...undecided(ledger),
      ...wholeness(connection),
      ...order(log),
      ...acknowledgements(log, ledger),
      ...receipts(connection, ledger),
      ...changes(log),
      ...standing(connection, log),
      ...projectionFaults(connection),
      ...readers.flatMap(({ read }, index) => followed(log, read, index)),
    ];
  } finally {
    connection.close();
  }
}

/** Each request was decided in the end, and carried out once however often it was sent. */
function undecided({ entries }: Ledger): string[] {
  return [...entries.values()].flatMap(({ write, lost, fresh, outcome }) => {
    if (!outcome) return [`${write.token} was never decided`];
    if (fresh > 1) return [`${write.token} was carried out ${fresh} times`];
    return fresh === 0 && lost === 0 ? [`${write.token} was replayed and never carried out`] : [];
  });
}

function wholeness(connection: Database.Database): string[] {
  const integrity = connection.pragma('integrity_check', { simple: true });
  const broken = connection.pragma('foreign_key_check') as unknown[];
  return [
    ...(integrity === 'ok' ? [] : [`integrity_check says ${integrity}`]),
    ...broken.map((reference) => `foreign_key_check finds ${JSON.stringify(reference)}`),
  ];
}

/** Positions and revisions grow by one, and times do not go back. */
function order(log: readonly LogRow[]): string[] {
  const revisions = new Map<string, number>();
  return log.flatMap(({ seq, at, id, revision }, index) => {
    const before = revisions.get(id) ?? 0;
    revisions.set(id, revision);
    return [
      ...(seq === index + 1 ? [] : [`position ${seq} stands in place ${index + 1}`]),
      ...(at >= (log[index - 1]?.at ?? 0) ? [] : [`time goes back at ${seq}`]),
      ...(revision === before + 1 ? [] : [`${id} goes from revision ${before} to ${revision}`]),
    ];
  });
}

/** What was acknowledged is in the log as it was acknowledged, and nothing else is. */
function acknowledgements(log: readonly LogRow[], { entries }: Ledger): string[] {
  const byToken = Map.groupBy(log, ({ comment }) => comment);
  const unknown = [...byToken.keys()].filter((token) => !entries.has(token));
  return [
    ...unknown.map((token) => `nobody asked for ${token}`),
    ...[...entries.values()].flatMap((entry) => acknowledgement(entry, byToken.get(entry.write.token) ?? [])),
  ];
}

function acknowledgement({ write, outcome }: Entry, rows: readonly LogRow[]): string[] {
  const written = outcome && 'id' in outcome ? outcome : undefined;
  const expected = written ? write.documents : 0;
  if (rows.length !== expected) return [`${write.token} wrote ${rows.length} times and not ${expected}`];
  if (!written) return [];
  const { id, revision, document } = rows.at(-1) as LogRow;
  const isAsTold = id === written.id && revision === written.revision && document === written.text;
  return isAsTold ? [] : [`${write.token} was answered ${written.text} and logged as ${document}`];
}

/** Each request with an Idempotency-Key has one receipt, which names what it was answered with. */
function receipts(connection: Database.Database, { entries }: Ledger): string[] {
  const kept = connection.prepare('SELECT key, written FROM receipt').all() as {
    key: string;
    written: string | null;
  }[];
  const keyed = [...entries.values()].filter(({ write }) => write.keyed);
  const faults = kept.flatMap(({ key, written }) => {
    const outcome = entries.get(key)?.outcome;
    const told = outcome && 'id' in outcome ? `${outcome.id} ${outcome.revision}` : undefined;
    const noted = written === null ? undefined : JSON.parse(written).at(-1).join(' ');
    return told === noted ? [] : [`the receipt of ${key} says ${noted}, and ${told} was answered`];
  });
  if (keyed.length === kept.length) return faults;
  return [...faults, `there are ${kept.length} receipts of ${keyed.length} requests`];
}

/** Each change was made of the revision before it: nobody's was lost. */
function changes(log: readonly LogRow[]): string[] {
  const standing = new Map<string, Document>();
  return log.flatMap(({ id, action, revision, document, comment }) => {
    const before = standing.get(id);
    const after = JSON.parse(document);
    standing.set(id, after);
    const expected = action === 'update' ? changeOf(before, comment) : before;
    if (!expected) return [];
    const isMade = ['topics', 'notes'].every(
      (field) => JSON.stringify(after[field]) === JSON.stringify(expected[field]),
    );
    return isMade ? [] : [`revision ${revision} of ${id} was not made of the one before`];
  });
}

/** Each row is as its newest entry in the log says, and all revisions are in it. */
function standing(connection: Database.Database, log: readonly LogRow[]): string[] {
  const newest = new Map(log.map((row) => [row.id, row]));
  const rows = resourceTypes.flatMap(
    (type) =>
      connection.prepare(`SELECT id, revision, changed, document FROM ${type}`).all() as {
        id: string;
        revision: number;
        changed: number;
        document: string;
      }[],
  );
  const faults = rows.flatMap(({ id, revision, changed, document }) => {
    const entry = newest.get(id);
    const isAsLogged = entry?.revision === revision && entry.seq === changed && entry.document === document;
    return isAsLogged ? [] : [`the row of ${id} is not as the log says`];
  });
  const sum = rows.reduce((total, { revision }) => total + revision, 0);
  if (rows.length === newest.size && sum === log.length) return faults;
  return [
    ...faults,
    `${rows.length} rows have ${sum} revisions; the log has ${log.length} of ${newest.size}`,
  ];
}

/** A reader of the feed has read the whole log. */
function followed(log: readonly LogRow[], read: readonly string[], reader: number): string[] {
  const written = log.map(({ id, revision, comment }) => `${id} ${revision} ${comment}`);
  const wrong = written.findIndex((row, index) => read[index] !== row);
  if (wrong === -1 && read.length === log.length) return [];
  return [`reader ${reader} read ${read.length} of ${log.length}, and ${read[wrong]} at ${wrong + 1}`];
}
