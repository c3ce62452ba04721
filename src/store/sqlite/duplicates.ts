import { type Likeness, likenessKinds, readLikeness } from '../../model/likeness.ts';
import type { Duplicates, PagePosition, PairPage, StoredDocument } from '../port.ts';
import type { Connection } from './connection.ts';

/** A likeness that more sources share says little: no names are compared by it, and of the rest only the oldest. */
const mostAlike = 50;
/** Sources that one page of pairs looks at. */
const mostCompared = 250;

interface SourceRow {
  readonly key: number;
  readonly kind: string;
}

/** A source that is like another one, and in what. */
interface Candidate extends SourceRow {
  readonly matched: Likeness[];
}

interface Comparison {
  readonly candidates: readonly Candidate[];
  /** Names that too many share, with the key of the oldest that has them. */
  readonly common: readonly { readonly name: string; readonly oldest: number }[];
  readonly cut: boolean;
}

/** Finds live sources that are alike. Statements are prepared once. */
export class DuplicateReader {
  readonly #source;
  readonly #likenesses;
  readonly #alike;
  readonly #owners;
  readonly #document;

  constructor(connection: Connection) {
    this.#source = connection.prepare<[string], SourceRow>('SELECT key, kind FROM source WHERE id = ?');
    this.#likenesses = connection
      .prepare<[number], string>('SELECT value FROM source_likeness WHERE owner = ?')
      .pluck();
    // One more than are compared tells that there are too many. CROSS JOIN keeps the order of the tables.
    this.#alike = connection.prepare<[string], SourceRow>(
      `SELECT s.key, s.kind FROM source_likeness AS l CROSS JOIN source AS s ON s.key = l.owner
       WHERE l.value = ? ORDER BY l.owner LIMIT ${mostAlike + 1}`,
    );
    this.#owners = connection
      .prepare<[number], number>(
        `SELECT DISTINCT owner FROM source_likeness WHERE owner >= ? ORDER BY owner LIMIT ${mostCompared}`,
      )
      .pluck();
    this.#document = connection.prepare<[number], StoredDocument>(
      'SELECT id, revision, document AS json FROM source WHERE key = ?',
    );
  }

  /** At most `limit` sources that are like one, the likest first; undefined where it does not exist. */
  of(id: string, limit: number): Omit<Duplicates, 'position'> | undefined {
    const source = this.#source.get(id);
    if (!source) return undefined;
    const { candidates, common, cut } = this.#compare(source.key);
    const shown = candidates.toSorted(likestFirst(source)).slice(0, limit);
    return {
      items: shown.map(({ key, matched }) => ({ item: this.#read(key), matched })),
      truncated: cut || common.length > 0 || candidates.length > limit,
      common: common.map(({ name }) => name),
    };
  }

  /** Each pair once, with its newer source: those of older ones first. */
  pairs(after: PagePosition | undefined, limit: number): PairPage {
    const [from, last] = after ?? [0, 0];
    const pairs: PairPage['pairs'][number][] = [];
    const names: string[] = [];
    const owners = this.#owners.all(from);
    for (const key of owners) {
      const { candidates, common } = this.#compare(key);
      const resumed = key === from;
      if (!resumed) names.push(...common.filter(({ oldest }) => oldest === key).map(({ name }) => name));
      const older = candidates.filter((one) => one.key < key && !(resumed && one.key <= last));
      for (const one of older.toSorted((a, b) => a.key - b.key)) {
        pairs.push({ older: this.#read(one.key), newer: this.#read(key), matched: one.matched });
        if (pairs.length === limit) return { pairs, common: names, next: [key, one.key] };
      }
    }
    const end = owners.at(-1) ?? 0;
    return { pairs, common: names, next: owners.length < mostCompared ? undefined : [end, end] };
  }

  #compare(key: number): Comparison {
    const candidates = new Map<number, Candidate>();
    const common: Comparison['common'][number][] = [];
    let cut = false;
    const likenesses = this.#likenesses.all(key).map((stored) => ({ stored, ...readLikeness(stored) }));
    for (const { stored, on, value } of likenesses.toSorted(surestFirst)) {
      const alike = this.#alike.all(stored);
      const tooMany = alike.length > mostAlike;
      if (tooMany && on === 'name') {
        common.push({ name: value, oldest: alike[0]?.key ?? key });
        continue;
      }
      cut ||= tooMany;
      for (const other of alike.slice(0, mostAlike)) {
        if (other.key === key) continue;
        const known = candidates.get(other.key);
        if (known) known.matched.push({ on, value });
        else candidates.set(other.key, { ...other, matched: [{ on, value }] });
      }
    }
    return { candidates: [...candidates.values()], common, cut };
  }

  #read(key: number): StoredDocument {
    return this.#document.get(key) as StoredDocument;
  }
}

function surestFirst(one: Likeness, other: Likeness): number {
  const sureness = rank(one) - rank(other);
  return sureness !== 0 ? sureness : one.value < other.value ? -1 : 1;
}

/** Whatever is surest is what two have first; then one kind, then more in common, then the older. */
function likestFirst({ kind }: SourceRow) {
  const order = ({ key, kind: other, matched: [first, ...more] }: Candidate) =>
    [first ? rank(first) : 0, other === kind ? 0 : 1, -more.length, key] as const;
  return (one: Candidate, other: Candidate): number => {
    const [a, b] = [order(one), order(other)];
    return a.map((place, index) => place - (b[index] ?? 0)).find((difference) => difference !== 0) ?? 0;
  };
}

function rank({ on }: Likeness): number {
  return likenessKinds.indexOf(on);
}
