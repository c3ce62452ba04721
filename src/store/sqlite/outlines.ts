import type { LinkedDocument } from '../../analysis/chains.ts';
import type { Connection, Statement } from './connection.ts';

/** What every row of an outline says. */
interface StateRow {
  readonly id: string;
  readonly withdrawn: number;
  readonly replacedBy: number | null;
}

export interface AttributionRow extends StateRow {
  readonly key: number;
  readonly claim: number;
  readonly source: number;
  readonly article: number;
  readonly via: number | null;
  readonly stance: string;
  readonly originUnknown: number;
}

interface SourceRow extends StateRow {
  readonly kind: string;
  readonly name: string | null;
}

interface ArticleRow extends StateRow {
  readonly publisher: number;
  readonly derivedFrom: number | null;
}

const state = 'id, withdrawn, replaced_by AS replacedBy';
const attributionColumns = `${state}, key, claim, source, article, via, stance, origin_unknown AS originUnknown`;

interface Rows {
  readonly article: ArticleRow;
  readonly source: SourceRow;
  readonly claim: StateRow;
  readonly attribution: AttributionRow;
}

/** A row whose references are still to be followed. */
type Waiting = {
  readonly [Type in keyof Rows]: { readonly type: Type; readonly row: Rows[Type] };
}[keyof Rows];

/** What articles derive from is followed until there are so many articles. */
const mostArticles = 100_000;

/**
 * Gathers documents as far as chains are told by them, from the columns: texts are never read. Each comes with all that
 * it rests on and with what replaced it, once.
 */
export class Outlines {
  readonly #statements: OutlineStatements;
  readonly #ids: Readonly<Record<keyof Rows, Map<number, string>>> = {
    article: new Map(),
    source: new Map(),
    claim: new Map(),
    attribution: new Map(),
  };
  readonly #waiting: Waiting[] = [];
  readonly #documents: LinkedDocument[] = [];
  #cut = false;

  constructor(statements: OutlineStatements) {
    this.#statements = statements;
  }

  /** Adds an attribution. */
  add(row: AttributionRow): void {
    this.#known('attribution', row.key, () => row);
  }

  /** All that was added, and whether a cap left something out that it rests on. */
  all(): { documents: readonly LinkedDocument[]; cut: boolean } {
    // An array is walked to its end, what is added meanwhile included.
    for (const one of this.#waiting) {
      const { id, withdrawn, replacedBy } = one.row;
      const replacedById = replacedBy === null ? undefined : this.#idOf(one.type, replacedBy);
      this.#documents.push({
        ...{ type: one.type, id, ...this.#describe(one) },
        ...(withdrawn === 1 && { withdrawal: { replacedById } }),
      });
    }
    this.#waiting.length = 0;
    return { documents: this.#documents, cut: this.#cut };
  }

  #describe(one: Waiting): Readonly<Record<string, unknown>> {
    switch (one.type) {
      case 'claim':
        return {};
      case 'source': {
        const { kind, name } = one.row;
        return { kind, ...(name !== null && { name: JSON.parse(name) }) };
      }
      case 'article': {
        const { publisher, derivedFrom } = one.row;
        const followed = derivedFrom !== null && this.#ids.article.size < mostArticles;
        if (derivedFrom !== null && !followed) this.#cut = true;
        return {
          publisherId: this.#idOf('source', publisher),
          ...(followed && { derivedFromArticleId: this.#idOf('article', derivedFrom) }),
        };
      }
      case 'attribution': {
        const { claim, source, article, via, stance, originUnknown } = one.row;
        return {
          claimId: this.#idOf('claim', claim),
          sourceId: this.#idOf('source', source),
          articleId: this.#idOf('article', article),
          ...(via !== null && { viaId: this.#idOf('attribution', via) }),
          ...{ stance, originUnknown: originUnknown === 1 },
        };
      }
    }
  }

  #idOf(type: keyof Rows, key: number): string {
    return this.#known(type, key, () => {
      const row = this.#statements[type].get(key);
      if (!row) throw new Error(`no ${type} has the key ${key}`);
      return row;
    });
  }

  #known<Type extends keyof Rows>(type: Type, key: number, read: () => Rows[Type]): string {
    const known = this.#ids[type].get(key);
    if (known !== undefined) return known;
    const row = read();
    this.#ids[type].set(key, row.id);
    this.#waiting.push({ type, row } as Waiting);
    return row.id;
  }
}

/** What outlines are read with, prepared once. */
export interface OutlineStatements {
  /** The attributions in an article but for those that were withdrawn and not replaced. */
  readonly attributionsIn: Statement<[article: number, limit: number], AttributionRow>;
  readonly attribution: Statement<[key: number], AttributionRow>;
  readonly claim: Statement<[key: number], StateRow>;
  readonly source: Statement<[key: number], SourceRow>;
  readonly article: Statement<[key: number], ArticleRow>;
}

export function outlineStatements(connection: Connection): OutlineStatements {
  return {
    attributionsIn: connection.prepare<[number, number], AttributionRow>(
      `SELECT ${attributionColumns} FROM attribution
       WHERE article = ? AND (withdrawn = 0 OR replaced_by IS NOT NULL) ORDER BY key LIMIT abs(?)`,
    ),
    attribution: connection.prepare<[number], AttributionRow>(
      `SELECT ${attributionColumns} FROM attribution WHERE key = ?`,
    ),
    claim: connection.prepare<[number], StateRow>(`SELECT ${state} FROM claim WHERE key = ?`),
    source: connection.prepare<[number], SourceRow>(
      `SELECT ${state}, kind, CASE kind WHEN 'news_outlet' THEN document -> '$.name' END AS name
       FROM source WHERE key = ?`,
    ),
    article: connection.prepare<[number], ArticleRow>(
      `SELECT ${state}, publisher, derived_from AS derivedFrom FROM article WHERE key = ?`,
    ),
  };
}
