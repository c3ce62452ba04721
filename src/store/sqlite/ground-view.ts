import type { Wording } from '../../analysis/ground.ts';
import type { ResourceDocument } from '../../model/definition.ts';
import type { ResourceType } from '../../model/identifiers.ts';
import type { Connection } from './connection.ts';
import { sqlName } from './projection.ts';

/** A document with the key of its row; of an article, all but its text. */
export interface GroundRow {
  readonly key: number;
  readonly document: ResourceDocument;
}

/** The record at one moment, as the ground of an assessment is gathered from it. What did not exist then is left out. */
export interface GroundView {
  /** The resources of a type with these ids. */
  byIds(type: ResourceType, ids: readonly string[]): GroundRow[];

  /**
   * The first `limit` resources of a type, withdrawn or not, that name one of these rows by a reference that never moves:
   * in the order of the rows, and of their creation.
   */
  referrers(type: ResourceType, reference: string, rows: readonly GroundRow[], limit: number): GroundRow[];

  /**
   * Of the first `limit` resources of a type that were ever replaced by one of these rows, those that are: in the order of
   * the rows, and of their creation.
   */
  replacedBy(type: ResourceType, rows: readonly GroundRow[], limit: number): GroundRow[];

  /** The first `limit` texts that a claim has had from a revision on. */
  wordings(claimId: string, from: number, limit: number): Wording[];
}

/** How SQL reads documents of rows `t`, and finds rows by the keys in `@given` of what may have replaced them. */
interface Moment {
  readonly document: string;
  readonly joined: string;
  readonly replaced: (type: ResourceType) => string;
}

const standing: Moment = {
  document: 't.document',
  joined: '',
  replaced: (type) => `json_each(@given) AS given CROSS JOIN ${type} AS t ON t.replaced_by = given.value`,
};

/** A document is its newest log entry up to the position; who refers to what is the same in today's tables. */
const logged: Moment = {
  document: 'entry.document',
  joined: `LEFT JOIN log AS entry ON entry.seq = (
    SELECT seq FROM log WHERE id = t.id AND seq <= @position ORDER BY revision DESC LIMIT 1
  )`,
  replaced: (type) => `(
      SELECT DISTINCT withdrawal.id FROM json_each(@given) AS given
        CROSS JOIN ${type} AS replacement ON replacement.key = given.value
        CROSS JOIN log AS withdrawal INDEXED BY log_replacement
          ON withdrawal.document ->> '$.withdrawal.replacedById' = replacement.id
      WHERE withdrawal.action = 'withdraw' AND withdrawal.seq <= @position
    ) AS given CROSS JOIN ${type} AS t ON t.id = given.id`,
};

/** The values of a statement's parameters; `given` is a JSON array of ids or keys. */
interface Parameters {
  readonly given: string;
  readonly limit: number;
  readonly position: number;
}

type JsonRow = readonly [key: number, json: string | null];

type WordingRow = Omit<Wording, 'text'> & { readonly text: string };

/** The statements of all views over one connection, each prepared at its first use and kept. */
export class GroundReader {
  readonly #connection: Connection;
  readonly #statements = new Map<string, ReturnType<typeof this.prepare>>();
  readonly #wordings;

  constructor(connection: Connection) {
    this.#connection = connection;
    // SQLite would prepare a statement anew whenever a bare parameter in LIMIT is bound.
    this.#wordings = connection.prepare<[string, number, number, number], WordingRow>(
      `SELECT id AS claimId, revision, at, document -> '$.text' AS text FROM log
       WHERE id = ? AND revision >= ? AND seq <= ? ORDER BY revision LIMIT abs(?)`,
    );
  }

  /** The record as it stands. */
  now(): GroundView {
    return this.#view(standing, Number.MAX_SAFE_INTEGER);
  }

  /** The record as of a log position. */
  asOf(position: number): GroundView {
    return this.#view(logged, position);
  }

  #view(moment: Moment, position: number): GroundView {
    const rows = (type: ResourceType, from: string, given: readonly (string | number)[], limit: number) =>
      given.length === 0
        ? []
        : this.#rows(statementOf(type, from, moment), { given: JSON.stringify(given), limit, position });
    const where = (type: ResourceType, column: string) =>
      `json_each(@given) AS given CROSS JOIN ${type} AS t ON t."${column}" = given.value`;
    return {
      byIds: (type, ids) => rows(type, where(type, 'id'), ids, ids.length),
      referrers: (type, reference, referred, limit) =>
        rows(type, where(type, sqlName(reference)), referred.map(keyOf), limit),
      replacedBy: (type, replacements, limit) => {
        const places = new Map(replacements.map(({ document }, place) => [document.id, place]));
        const placeOf = ({ document }: GroundRow) => places.get(document.withdrawal?.replacedById ?? '');
        const candidates = rows(type, moment.replaced(type), replacements.map(keyOf), limit);
        const replaced = candidates.filter((row) => placeOf(row) !== undefined);
        return replaced.sort(
          (one, other) => Number(placeOf(one)) - Number(placeOf(other)) || one.key - other.key,
        );
      },
      wordings: (claimId, from, limit) =>
        this.#wordings
          .all(claimId, from, position, limit)
          .map(({ text, ...wording }) => ({ ...wording, text: JSON.parse(text) })),
    };
  }

  #rows(sql: string, parameters: Parameters): GroundRow[] {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.prepare(sql);
      this.#statements.set(sql, statement);
    }
    const rows: GroundRow[] = [];
    for (const [key, json] of statement.all(parameters)) {
      if (json !== null) rows.push({ key, document: parsed(json) });
    }
    return rows;
  }

  private prepare(sql: string) {
    return this.#connection.prepare<[Parameters], JsonRow>(sql).raw();
  }
}

function statementOf(type: ResourceType, from: string, { document, joined }: Moment): string {
  // A long text is left in the database.
  const json =
    type === 'article'
      ? `iif(octet_length(${document}) > 4000, json_remove(${document}, '$.text'), ${document})`
      : document;
  return `SELECT t.key, ${json} AS json FROM ${from} ${joined} LIMIT abs(@limit)`;
}

function keyOf({ key }: GroundRow): number {
  return key;
}

function parsed(json: string): ResourceDocument {
  const document = JSON.parse(json) as ResourceDocument;
  if (document.type !== 'article' || document.text === undefined) return document;
  const { text, ...others } = document;
  return others as ResourceDocument;
}
