import { fileURLToPath } from 'node:url';
import { newIdentifier } from '../../src/model/identifiers.ts';
import { assemble } from '../../src/store/documents.ts';
import { type Connection, openWriter } from '../../src/store/sqlite/connection.ts';
import { FiguresWriter } from '../../src/store/sqlite/figures.ts';
import { LogWriter } from '../../src/store/sqlite/log.ts';
import { openTables, type ResourceTables } from '../../src/store/sqlite/rows.ts';
import { openSqliteStore } from '../../src/store/sqlite/store.ts';
import {
  articleFields,
  Chance,
  makeVoices,
  quotedFields,
  type Resource,
  relaying,
  type Voices,
} from './reporting.ts';

const claimsOfArticle = 10;
const batch = 20_000;
/** How many topics there are: a claim has one, so each is that of half a percent. */
const topics = Array.from({ length: 200 }, (_, index) => `topic-${index}`);
/** How many claims are denied by somebody else. */
const denied = 0.005;

/**
 * Fills a new database with so many claims, each affirmed by one to three speakers in an article on ten of them; two in ten
 * attributions came through another outlet. The rows are written by the classes that write them for a commit, in large
 * transactions, without the checks of a commit; the log has an entry for the last one only. All claims are due to be
 * assessed then, by whoever opens the database next. Gives the number of rows.
 */
export async function makeManyClaims(
  url: string,
  count: number,
  progress: (claims: number) => void,
): Promise<number> {
  const { store } = await openSqliteStore({ url, workers: 1 });
  await store.close();
  const connection = openWriter(fileURLToPath(url));
  connection.pragma('synchronous = OFF');
  // Rows refer to the log entries that they were written by.
  connection.pragma('foreign_keys = OFF');
  const rows = new Rows(connection);
  const chance = new Chance(1);
  const { outlets, speakers, resources } = makeVoices(chance);
  const inBatch = connection.transaction((from: number) => {
    for (let done = from; done < Math.min(count, from + batch); done += claimsOfArticle) {
      writeArticle(rows, chance, { outlets, speakers }, Math.min(claimsOfArticle, count - done));
    }
  });
  connection.transaction(() => {
    for (const resource of resources) rows.add(resource);
  })();
  for (let done = 0; done < count; done += batch) {
    inBatch(done);
    progress(Math.min(count, done + batch));
  }
  connection.transaction(() => new FiguresWriter(connection).restored(rows.logLast()))();
  connection.close();
  return rows.written;
}

function writeArticle(rows: Rows, chance: Chance, { outlets, speakers }: Voices, claims: number): void {
  const articleId = newIdentifier('article');
  rows.add({ type: 'article', id: articleId, fields: articleFields(chance, outlets) });
  for (let count = 0; count < claims; count++) {
    const claimId = newIdentifier('claim');
    const text = { en: chance.sentence(16) };
    const fields = { text, kind: 'factual', tense: 'past', topics: [chance.pick(topics)] };
    rows.add({ type: 'claim', id: claimId, fields });
    const told = { claimId, articleId, claimRevision: 1 };
    const say = (stance: string) => {
      const quoted = { ...told, sourceId: chance.pick(speakers), ...quotedFields(chance), stance };
      const viaId = chance.happens(0.2) ? newIdentifier('attribution') : undefined;
      const carrier = { ...told, sourceId: chance.pick(outlets), ...relaying };
      if (viaId) rows.add({ type: 'attribution', id: viaId, fields: carrier });
      const id = newIdentifier('attribution');
      rows.add({ type: 'attribution', id, fields: { ...quoted, ...(viaId && { viaId }) } });
    };
    for (let said = 1 + Math.floor(chance.next() ** 4 * 3); said > 0; said--) say('affirms');
    if (chance.happens(denied)) say('denies');
  }
}

/** Writes rows one after the other. */
class Rows {
  written = 0;
  readonly #log: LogWriter;
  readonly #tables: ResourceTables;
  readonly #keys = new Map<string, number>();
  readonly #counts = new Map<string, number>();
  readonly #now = new Date().toISOString();
  #last: Parameters<LogWriter['append']>[0] | undefined;

  constructor(connection: Connection) {
    this.#log = new LogWriter(connection);
    this.#tables = openTables(connection);
  }

  add({ type, id, fields }: Resource): void {
    const now = this.#now;
    const envelope = { id, revision: 1, createdAt: now, updatedAt: now, createdBy: 'bench' };
    const document = assemble(type, fields, envelope);
    const key = (this.#counts.get(type) ?? 0) + 1;
    this.#counts.set(type, key);
    this.#keys.set(id, key);
    this.written += 1;
    const json = JSON.stringify(document);
    this.#tables[type].write({ key, document }, json, this.written, (other) => this.#keys.get(other) ?? 0);
    this.#last = {
      ...{ seq: this.written, at: Date.now(), actor: 'bench', action: 'create', document, json },
      ...{ comment: undefined, related: new Map() },
    };
  }

  /** Logs the last row, and gives its log position. */
  logLast(): number {
    if (this.#last) this.#log.append(this.#last);
    return this.written;
  }
}
