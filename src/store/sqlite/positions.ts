import { type Position, positionOf } from '../../analysis/positions.ts';
import type { PositionQuery } from '../port.ts';
import type { Connection } from './connection.ts';
import type { DocumentReader, DocumentRow } from './document-reader.ts';
import { type Gathered, Gathering } from './gathering.ts';
import type { Merging } from './merging.ts';

/** How many sources may be one with a source, or identified as it. */
const mostSources = 100;
/** How many claims are looked at for one page. */
const mostClaimsSeen = 5_000;
/** How many stands of a source on a claim are looked at, the newest first. */
const mostStands = 500;
/** How many documents the position on one claim rests on, and those of a page. */
const mostDocuments = 5_000;
const mostOnPage = 20_000;

/** The columns that name whose stand an attribution is. */
const bearers = ['source', 'on_behalf_of'] as const;

/** A source and all whose stands are its own. */
interface Sources {
  readonly keys: readonly number[];
  readonly ids: ReadonlySet<string>;
}

/** Claims that are one, at the place of the newest of them on which the sources take a stand. */
interface Candidate {
  readonly key: number;
  readonly claims: readonly Gathered[];
  readonly gathering: Gathering;
}

/** A claim that was looked at; a candidate where there is a position to tell. */
type Seen = Candidate | { readonly key: number; readonly claims?: undefined; readonly gathering?: undefined };

/** One page of positions, and the key of the claim after which the next begins. */
interface PositionsFound {
  readonly items: readonly Position[];
  readonly next: number | undefined;
}

/** Reads what a source said of claims, the newest claim first, until a page is full. */
export class PositionReader {
  readonly #documents: DocumentReader;
  readonly #merging: Merging;
  readonly #identified;
  readonly #claims;
  readonly #next;
  readonly #speaks;
  readonly #stands;
  readonly #beside;

  constructor(connection: Connection, documents: DocumentReader, merging: Merging) {
    this.#documents = documents;
    this.#merging = merging;
    // SQLite would prepare a statement anew whenever a bare parameter in LIMIT is bound.
    this.#identified = connection.prepare<[number, number], { key: number; id: string }>(
      'SELECT key, id FROM source WHERE identified_as = ? ORDER BY key LIMIT abs(?)',
    );
    this.#claims = connection.prepare<[number], DocumentRow>(
      'SELECT key, id, revision, document AS json FROM claim WHERE key = ?',
    );
    const by = <Statement>(make: (bearer: string) => Statement) =>
      bearers.map((bearer) => make(bearer)) as [Statement, Statement];
    this.#next = by((bearer) =>
      connection
        .prepare<[number, number], number>(
          `SELECT claim FROM attribution INDEXED BY attribution_${bearer}_claim
           WHERE ${bearer} = ? AND claim < ? ORDER BY claim DESC LIMIT 1`,
        )
        .pluck(),
    );
    this.#speaks = by((bearer) =>
      connection
        .prepare<[number, number], number>(
          `SELECT 1 FROM attribution INDEXED BY attribution_${bearer}_claim
           WHERE ${bearer} = ? AND claim = ? AND withdrawn = 0 AND stance <> 'relays' LIMIT 1`,
        )
        .pluck(),
    );
    this.#stands = by((bearer) =>
      connection.prepare<[number, number, number], DocumentRow>(
        `SELECT key, id, revision, document AS json FROM attribution INDEXED BY attribution_${bearer}_claim
         WHERE ${bearer} = ? AND claim = ? AND withdrawn = 0 ORDER BY key DESC LIMIT abs(?)`,
      ),
    );
    this.#beside = connection.prepare<[number, number, number], DocumentRow>(
      `SELECT key, id, revision, document AS json FROM attribution INDEXED BY attribution_article_claim
       WHERE article = ? AND claim = ? AND withdrawn = 0 ORDER BY key LIMIT abs(?)`,
    );
  }

  /** A page of positions; undefined where there is no such source. */
  page(query: PositionQuery): PositionsFound | undefined {
    const root = this.#documents.get('source', query.sourceId);
    if (!root) return undefined;
    const sources = this.#sourcesOf(root);
    const seen = query.claims.length > 0 ? this.#named(query, sources) : this.#walked(query, sources);
    const items: Position[] = [];
    let [count, size] = [0, 0];
    let last: number | undefined;
    for (const { key, gathering, claims } of seen) {
      const isFull = items.length >= query.limit || size > mostOnPage;
      if (count >= mostClaimsSeen || (claims && isFull)) return { items, next: last };
      count += 1;
      last = key;
      if (!claims) continue;
      const position = this.#positionOn({ key, gathering, claims }, sources);
      size += gathering.size;
      if (position) items.push(position);
    }
    return { items, next: undefined };
  }

  /** Claims on which the sources take a stand, the newest first; of those that are one, the newest. */
  *#walked({ topics, after = Number.MAX_SAFE_INTEGER }: PositionQuery, { keys }: Sources): Generator<Seen> {
    const heads = keys.flatMap((source) =>
      this.#next.map((statement) => ({ source, statement, claim: after })),
    );
    const step = (head: (typeof heads)[number]) => {
      head.claim = head.statement.get(head.source, head.claim) ?? 0;
    };
    heads.forEach(step);
    for (let key = newest(heads); key > 0; key = newest(heads)) {
      yield this.#isStandOn(keys, key) ? this.#candidate(key, keys, topics) : { key };
      for (const head of heads) if (head.claim === key) step(head);
    }
  }

  #candidate(key: number, sources: readonly number[], topics: readonly string[]): Seen {
    const gathering = this.#gathering();
    const row = this.#claims.get(key);
    const claim = row && gathering.add(row);
    const claims = claim ? gathering.addGroup(claim) : [];
    const isLater = claims.some((other) => other.key > key && this.#isStandOn(sources, other.key));
    return isLater || !isOn(claims, topics) ? { key } : { key, gathering, claims };
  }

  /** The claims that were asked for by id, in the same order. */
  *#named({ claims: ids, topics, after = Number.MAX_SAFE_INTEGER }: PositionQuery, { keys }: Sources) {
    const candidates = new Map<number, Seen>();
    for (const id of ids) {
      const gathering = this.#gathering();
      const claim = gathering.addById(id);
      const claims = claim ? gathering.addGroup(claim) : [];
      const spoken = claims.filter((one) => this.#isStandOn(keys, one.key));
      const key = Math.max(...(spoken.length > 0 ? spoken : claims).map((one) => one.key));
      if (claims.length > 0 && key < after && isOn(claims, topics))
        candidates.set(key, { key, gathering, claims });
    }
    yield* [...candidates.values()].sort((one, other) => other.key - one.key);
  }

  #positionOn({ gathering, claims }: Candidate, { keys, ids }: Sources): Position | undefined {
    const tied = gathering.addTied(claims);
    const own = [...claims, ...tied].flatMap((claim) => this.#standsOn(claim, keys, gathering));
    gathering.follow();
    const asked = claims.map(({ key }) => key);
    const places = new Map<string, readonly [article: number, claim: number]>();
    for (const { document } of own) {
      const [article, claim] = [document.articleId, document.claimId].map((id) =>
        gathering.addById(String(id)),
      );
      if (!article || !claim) continue;
      for (const one of this.#merging.keysOf('article', article.key)) {
        // What else an article says of the claim tells whether its publisher only restates it.
        for (const on of asked.includes(claim.key) ? asked : this.#merging.keysOf('claim', claim.key))
          places.set(`${one} ${on}`, [one, on]);
      }
    }
    for (const [article, claim] of places.values()) {
      gathering.addFirst(this.#beside.all(article, claim, mostDocuments), mostDocuments);
    }
    for (const one of own) addRetractions(one, gathering);
    gathering.follow();
    const { documents, truncated } = gathering;
    const claimId = newestOf(claims)?.document.id ?? '';
    return positionOf({ claimId, documents, wordings: [], truncated }, ids);
  }

  #standsOn({ key }: Gathered, sources: readonly number[], gathering: Gathering): Gathered[] {
    return sources.flatMap((source) =>
      this.#stands.flatMap((statement) =>
        gathering.addFirst(statement.all(source, key, mostStands + 1), mostStands),
      ),
    );
  }

  #isStandOn(sources: readonly number[], claim: number): boolean {
    return sources.some((source) => this.#speaks.some((statement) => statement.get(source, claim) === 1));
  }

  /** A source with all that are one with it, and those that were identified as any of these. */
  #sourcesOf({ key, id }: DocumentRow): Sources {
    const found = new Map([[key, id]]);
    // A Map is walked in the order of insertion, what is added meanwhile included.
    for (const [one, sourceId] of found) {
      const others = this.#merging.idsOf('source', sourceId).flatMap((other) => {
        const row = this.#documents.get('source', other);
        return row ? [row] : [];
      });
      for (const other of [...others, ...this.#identified.all(one, mostSources)]) {
        if (found.size < mostSources) found.set(other.key, other.id);
      }
    }
    return { keys: [...found.keys()], ids: new Set(found.values()) };
  }

  #gathering(): Gathering {
    return new Gathering(this.#documents, this.#merging, mostDocuments);
  }
}

function newest(heads: readonly { readonly claim: number }[]): number {
  return heads.reduce((most, { claim }) => Math.max(most, claim), 0);
}

/** The newest live claim of some, or the newest where none is. */
function newestOf(claims: readonly Gathered[]): Gathered | undefined {
  const newestFirst = claims.toSorted((one, other) => other.key - one.key);
  return newestFirst.find(({ document }) => !document.withdrawal) ?? newestFirst[0];
}

/** Whether any of some claims that are one has one of the topics; all have where none is asked for. */
function isOn(claims: readonly Gathered[], topics: readonly string[]): boolean {
  if (topics.length === 0) return true;
  return claims.some(({ document }) => {
    const own = (document.topics ?? []) as readonly string[];
    return topics.some((topic) => own.includes(topic));
  });
}

/** Adds what takes a stand, or what carries it, back. */
function addRetractions(stand: Gathered, gathering: Gathering): void {
  const passed = new Set<string>();
  for (let next: Gathered | undefined = stand; next && !passed.has(next.document.id); ) {
    passed.add(next.document.id);
    gathering.addReferrers('attribution', 'retracts', next);
    const viaId: unknown = next.document.viaId;
    next = viaId === undefined ? undefined : gathering.addById(String(viaId));
  }
}
