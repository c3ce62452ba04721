import type { ResourceType } from '../../model/identifiers.ts';
import { type Caps, ClaimTies } from './claim-ties.ts';
import type { Connection } from './connection.ts';
import type { Draft } from './drafts.ts';
import { Merging } from './merging.ts';

/** What a commit has changed, as far as it tells of claims; keys of rows. */
export interface Changed {
  /** Claims of which something is said, linked or told by the change. */
  readonly claims: ReadonlySet<number>;
  readonly articles: ReadonlySet<number>;
  readonly sources: ReadonlySet<number>;
  /** Claims that are new. */
  readonly created: ReadonlySet<number>;
}

/** So many rows at most are read in search of the claims that an article or a source touches. */
const shortSearch = 1_000;
/** As many as there may be. */
const all = 2_000_000_000;

const linked = (type: 'evidence' | 'review') =>
  `SELECT coalesce(t.claim, a.claim) FROM ${type} AS t LEFT JOIN attribution AS a ON a.key = t.attribution WHERE t.key = @key`;

/** The claims of which a row tells, by its key. */
const claimsOf: Readonly<Partial<Record<ResourceType, string>>> = {
  claim: 'SELECT @key',
  attribution: 'SELECT claim FROM attribution WHERE key = @key',
  relation:
    'SELECT from_claim FROM relation WHERE key = @key UNION SELECT to_claim FROM relation WHERE key = @key',
  evidence: `${linked('evidence')} UNION
    SELECT coalesce(t.claim, a.claim) FROM review_evidence AS e CROSS JOIN review AS t ON t.key = e.owner
    LEFT JOIN attribution AS a ON a.key = t.attribution WHERE e.target = @key`,
  review: linked('review'),
};

/** The sources that a source tells of, one step away. */
const sourcesBelow = `SELECT key FROM source WHERE replaced_by = @key
  UNION ALL SELECT owner FROM source_part_of WHERE target = @key
  UNION ALL SELECT owner FROM source_affiliation WHERE target = @key
  UNION ALL SELECT key FROM source WHERE cited_by = @key
  UNION ALL SELECT key FROM source WHERE identified_as = @key`;
const articlesBelow = `SELECT key FROM article WHERE replaced_by = @key
  UNION ALL SELECT key FROM article WHERE derived_from = @key`;
const published = 'SELECT key FROM article WHERE publisher = @key';
const saidBy = `SELECT claim FROM attribution WHERE source = @key
  UNION ALL SELECT claim FROM attribution WHERE on_behalf_of = @key`;
const reported = `SELECT claim FROM attribution WHERE article = @key
  UNION ALL SELECT claim FROM attribution WHERE cited_article = @key
  UNION ALL SELECT from_claim FROM relation WHERE article = @key
  UNION ALL SELECT coalesce(e.claim, a.claim) FROM evidence AS e LEFT JOIN attribution AS a ON a.key = e.attribution
    WHERE e.article = @key`;

/** Finds the claims whose figures a write may change. */
export class AffectedClaims {
  readonly ties: ClaimTies;
  readonly #merging: Merging;
  readonly #claimsOf = new Map<ResourceType, ReturnType<typeof this.prepareClaimsOf>>();
  readonly #steps;

  constructor(connection: Connection) {
    this.ties = new ClaimTies(connection);
    this.#merging = new Merging(connection);
    for (const [type, sql] of Object.entries(claimsOf))
      this.#claimsOf.set(type as ResourceType, this.prepareClaimsOf(connection, sql));
    const step = (sql: string) =>
      connection.prepare<{ key: number; most: number }, number>(`${sql} LIMIT abs(@most)`).pluck();
    this.#steps = {
      sourcesBelow: step(sourcesBelow),
      articlesBelow: step(articlesBelow),
      published: step(published),
      saidBy: step(saidBy),
      reported: step(reported),
    };
  }

  /** What these documents, which have been written, have changed. */
  changedBy(drafts: readonly Draft[], keyOf: (id: string) => number): Changed {
    const changed = {
      ...{ claims: new Set<number>(), created: new Set<number>() },
      ...{ articles: new Set<number>(), sources: new Set<number>() },
    };
    for (const draft of drafts) {
      const { key, before, document } = draft;
      const { type } = document;
      if (type === 'article' || type === 'source') {
        // Whatever refers to a new one is written with it or after it.
        if (before) changed[`${type}s`].add(key);
      } else if (type === 'claim' && !before) {
        changed.created.add(key);
      } else {
        for (const row of this.#rowsOf(draft, keyOf)) {
          for (const claim of this.#claimsOf.get(type)?.all({ key: row }) ?? []) changed.claims.add(claim);
        }
      }
    }
    return changed;
  }

  /** The claims whose figures a change may have changed; undefined where it takes more than the caps to assess them. */
  fewAffected({ claims, articles, sources }: Changed, caps: Caps): Set<number> | undefined {
    if (claims.size > caps.claims) return undefined;
    const touched = this.touched({ articles, sources }, shortSearch);
    if (!touched || touched.size > caps.claims) return undefined;
    for (const claim of claims) touched.add(claim);
    if (touched.size === 0) return touched;
    return this.ties.smallAround(touched, caps);
  }

  /**
   * The claims that these articles and sources touch: those of the attributions in or to an article or its copies, of the
   * relations that it draws and the evidence that it is; by a source or whoever belongs to it, on behalf of these, or in
   * what they publish. undefined where more than `most` rows
   * would have to be read.
   */
  touched({ articles, sources }: Pick<Changed, 'articles' | 'sources'>, most = all): Set<number> | undefined {
    const reachedSources = new Set(sources);
    const reachedArticles = new Set(articles);
    const claims = new Set<number>();
    const steps = this.#steps;
    let left = most;
    const take = (into: Set<number>, step: keyof typeof steps, key: number) => {
      if (left < 0) return;
      const rows = steps[step].all({ key, most: left + 1 });
      left -= rows.length;
      for (const row of rows) into.add(row);
    };
    // A Set is walked in the order of insertion, what is added meanwhile included.
    for (const key of reachedSources) {
      take(reachedSources, 'sourcesBelow', key);
      take(reachedArticles, 'published', key);
      take(claims, 'saidBy', key);
    }
    for (const key of reachedArticles) {
      take(reachedArticles, 'articlesBelow', key);
      take(claims, 'reported', key);
    }
    return left < 0 ? undefined : claims;
  }

  /** The keys of a row and of all that it was or had been merged with. */
  #rowsOf({ key, before, document: { type } }: Draft, keyOf: (id: string) => number): Iterable<number> {
    if (!before) return [key];
    const rows = this.#merging.keysOf(type, key);
    const earlier = before.withdrawal?.replacedById;
    return earlier === undefined ? rows : [...rows, ...this.#merging.keysOf(type, keyOf(earlier))];
  }

  private prepareClaimsOf(connection: Connection, sql: string) {
    return connection.prepare<{ key: number }, number>(sql).pluck();
  }
}
