import { LRUCache } from 'lru-cache';
import { assess } from '../../analysis/assessment.ts';
import type { ClaimGround } from '../../analysis/ground.ts';
import type { ResourceType } from '../../model/identifiers.ts';
import type {
  Assessed,
  AssessOptions,
  ChangeQuery,
  Changes,
  Count,
  DatedAssessment,
  DependentsFound,
  DependentsQuery,
  Duplicates,
  Found,
  FoundOutlets,
  FoundPaths,
  ListQuery,
  LogEntry,
  OutletQuery,
  Page,
  PagePosition,
  PairPage,
  PathQuery,
  PositionPage,
  PositionQuery,
  RecordedAsOf,
  Selection,
  StoredDocument,
  Subgraph,
  SubgraphRoot,
  Wanted,
} from '../port.ts';
import { Beside, nothingBeside } from './beside.ts';
import { type Connection, openReader } from './connection.ts';
import { DependentsWalk } from './dependents.ts';
import { DocumentReader, type DocumentRow, stored } from './document-reader.ts';
import { DuplicateReader } from './duplicates.ts';
import { FiguresReader, type FiguresWork, firstDue } from './figures-reader.ts';
import { GroundWalk, largestGround } from './ground.ts';
import { GroundReader } from './ground-view.ts';
import { KeyReader } from './keys.ts';
import {
  asksOfAssessments,
  asksOfReferrers,
  countStatement,
  pageStatements,
  walksOneIndex,
} from './list-query.ts';
import { LogReader } from './log-reader.ts';
import { Merging } from './merging.ts';
import { OutletReader } from './outlets.ts';
import { PathReader } from './paths.ts';
import { PositionReader } from './positions.ts';
import { SubgraphWalk } from './subgraph.ts';

interface PageRow extends DocumentRow {
  readonly position: number;
}

/** So many documents are read at once for what stands beside others; where it takes more, it may take long. */
const fewReads = 100;
/** A claim is assessed at once where that rests on so many documents at most; else it may take long. */
const smallGround = 300;

/** The reads of the port over one read-only connection. They are synchronous; each sees one state of the database. */
export class Reader {
  readonly keys: KeyReader;
  readonly #connection: Connection;
  readonly #documents: DocumentReader;
  readonly #log: LogReader;
  readonly #duplicates: DuplicateReader;
  readonly #merging: Merging;
  readonly #grounds: GroundReader;
  readonly #paths: PathReader;
  readonly #outlets: OutletReader;
  readonly #positions: PositionReader;
  #figures: FiguresReader | undefined;
  readonly #version;
  readonly #position;
  readonly #prepare;
  readonly #inSnapshot: <Result>(read: () => Result) => Result;

  constructor(path: string) {
    this.#connection = openReader(path);
    this.#documents = new DocumentReader(this.#connection);
    this.#log = new LogReader(this.#connection);
    this.keys = new KeyReader(this.#connection);
    this.#duplicates = new DuplicateReader(this.#connection);
    this.#merging = new Merging(this.#connection);
    this.#grounds = new GroundReader(this.#connection);
    this.#paths = new PathReader(this.#connection, this.#documents, this.#merging);
    this.#outlets = new OutletReader(this.#connection, this.#merging);
    this.#positions = new PositionReader(this.#connection, this.#documents, this.#merging);
    this.#version = this.#connection.prepare<[], number>('PRAGMA data_version').pluck();
    this.#position = this.#connection.prepare<[], number>('SELECT coalesce(max(seq), 0) FROM log').pluck();
    const statements = new LRUCache<string, ReturnType<Connection['prepare']>>({ max: 500 });
    this.#prepare = (sql: string) => {
      const known = statements.get(sql);
      if (known) return known;
      const statement = this.#connection.prepare(sql);
      statements.set(sql, statement);
      return statement;
    };
    const begin = this.#connection.prepare('BEGIN');
    const end = this.#connection.prepare('COMMIT');
    this.#inSnapshot = (read) => {
      begin.run();
      try {
        return read();
      } finally {
        end.run();
      }
    };
  }

  /** A number that differs once another connection, of this process or another, has committed. */
  version(): number {
    return this.#version.get() as number;
  }

  position(): number {
    return this.#position.get() ?? 0;
  }

  get(type: ResourceType, id: string, include: readonly string[]): Found | undefined {
    return this.#get(type, id, include, Number.POSITIVE_INFINITY) || undefined;
  }

  /** As `get`; false where it may take long. */
  getAtOnce(type: ResourceType, id: string, include: readonly string[]): Found | undefined | false {
    return this.#get(type, id, include, fewReads);
  }

  find(wanted: readonly Wanted[]): (StoredDocument | undefined)[] {
    return this.#inSnapshot(() =>
      wanted.map((one) => {
        const row =
          'id' in one
            ? this.#documents.get(one.type, one.id)
            : this.#documents.getByExternalId(one.type, one.externalId);
        return row && stored(row);
      }),
    );
  }

  list(query: ListQuery): Page {
    return this.#inSnapshot(() => {
      const { resolved, merged } = this.#resolve(query);
      return this.#page(resolved, merged, Number.POSITIVE_INFINITY) as Page;
    });
  }

  /** As `list`; false where it may take long. */
  listAtOnce(query: ListQuery): Page | false {
    if (!walksOneIndex(query)) return false;
    return this.#inSnapshot(() => {
      // What was merged is no walk along one index.
      const { resolved, merged } = this.#resolve(query);
      return resolved === query && !merged && this.#page(query, merged, fewReads);
    });
  }

  count(selection: Selection, limit: number): Count {
    return this.#inSnapshot(() => {
      const { resolved, merged } = this.#resolve(selection);
      const { sql, values } = countStatement(resolved, limit + 1, merged);
      const found = this.#prepare(sql)
        .pluck()
        .get(...values) as number;
      return { value: Math.min(found, limit), exact: found <= limit };
    });
  }

  subgraph(root: SubgraphRoot): Subgraph | undefined {
    return this.#inSnapshot(() => {
      const found = new SubgraphWalk(this.#documents, this.#merging, root.limit).run(root);
      return found && { ...found, position: this.position() };
    });
  }

  /** What an assessment of a claim rests on, and the log position at which that was recorded. */
  claimGround(
    id: string,
    recordedAsOf?: RecordedAsOf,
    limit = largestGround,
  ): { ground: ClaimGround; position: number } | undefined {
    return this.#inSnapshot(() => {
      const newest = this.position();
      const position = recordedAsOf ? this.#log.positionOf(recordedAsOf) : newest;
      const view = position === newest ? this.#grounds.now() : this.#grounds.asOf(position);
      const ground = new GroundWalk(view, limit).run(id);
      return ground && { ground, position };
    });
  }

  assess(id: string, options: AssessOptions): Assessed | undefined {
    return assessed(this.claimGround(id, options.recordedAsOf), options);
  }

  /** As `assess`; false where it may take long. */
  assessAtOnce(id: string, options: AssessOptions): Assessed | undefined | false {
    const found = this.claimGround(id, options.recordedAsOf, smallGround);
    return !found?.ground.truncated && assessed(found, options);
  }

  paths(query: PathQuery): FoundPaths | undefined {
    return this.#inSnapshot(() => {
      const found = this.#paths.find(query);
      return found && { ...found, position: this.position() };
    });
  }

  outlets(query: OutletQuery): FoundOutlets {
    return this.#inSnapshot(() => ({ ...this.#outlets.dependencies(query), position: this.position() }));
  }

  revisions(id: string, page: { before?: number | undefined; limit: number }): LogEntry[] {
    return this.#log.revisions(id, page);
  }

  revision(id: string, revision: number): LogEntry | undefined {
    return this.#log.revision(id, revision);
  }

  changes(query: ChangeQuery): Changes {
    return this.#inSnapshot(() => this.#log.changes(query));
  }

  duplicatesOf(id: string, limit: number): Duplicates | undefined {
    return this.#inSnapshot(() => {
      const found = this.#duplicates.of(id, limit);
      return found && { ...found, position: this.position() };
    });
  }

  duplicatePairs(after: PagePosition | undefined, limit: number): PairPage {
    return this.#inSnapshot(() => this.#duplicates.pairs(after, limit));
  }

  positions(query: PositionQuery): PositionPage | undefined {
    return this.#inSnapshot(() => {
      const found = this.#positions.page(query);
      return found && { ...found, position: this.position() };
    });
  }

  dependents(of: DependentsQuery): DependentsFound | undefined {
    return this.#inSnapshot(() => {
      const found = new DependentsWalk(this.#documents, this.#merging, this.#grounds.now(), of.limit).run(of);
      return found && { ...found, position: this.position() };
    });
  }

  /** The first of the claims that have to be assessed anew, assessed; undefined where there are none. */
  figuresWork(): FiguresWork | undefined {
    this.#figures ??= new FiguresReader(this.#connection);
    const figures = this.#figures;
    return this.#inSnapshot(() => figures.next());
  }

  schemaVersion(): number {
    return this.#prepare('SELECT max(number) AS number FROM migration').pluck().get() as number;
  }

  close(): void {
    this.#connection.close();
  }

  #get(
    type: ResourceType,
    id: string,
    include: readonly string[],
    mostReads: number,
  ): Found | undefined | false {
    const read = () => {
      const row = this.#documents.getWithPosition(type, id);
      if (!row) return undefined;
      const included = this.#included(type, [row], include, mostReads);
      const { replacedById, position } = row;
      return included && { item: stored(row), replacedById: replacedById ?? undefined, included, position };
    };
    return include.length === 0 ? read() : this.#inSnapshot(read);
  }

  /** What a selection asks for once it names all that is one thing, and whether what refers to others counts as well. */
  #resolve<Query extends Selection>(selection: Query): { resolved: Query; merged: boolean } {
    const merged = asksOfReferrers(selection) && this.#merging.any(selection.type);
    return { resolved: this.#merging.resolve(selection), merged };
  }

  #page(query: ListQuery, merged: boolean, mostReads: number): Page | false {
    const rows: PageRow[] = [];
    for (const { sql, values } of pageStatements(query, merged)) {
      if (rows.length <= query.limit) rows.push(...(this.#prepare(sql).all(...values) as PageRow[]));
    }
    const shown = rows.slice(0, query.limit);
    const last = rows.length > query.limit ? shown.at(-1) : undefined;
    const next = last && ([last.position, last.key] as const);
    const included = this.#included(query.type, shown, query.include, mostReads);
    if (!included) return false;
    const position = this.position();
    const assessedThrough = asksOfAssessments(query) ? this.#assessedThrough(position) : undefined;
    return { items: shown.map(stored), next, included, position, assessedThrough };
  }

  #assessedThrough(position: number): number {
    const first = this.#prepare(firstDue).pluck().get() as number | null;
    return first === null ? position : first - 1;
  }

  /** What stands beside rows; false where more would have to be read than may be. */
  #included(type: ResourceType, rows: readonly DocumentRow[], include: readonly string[], mostReads: number) {
    if (include.length === 0) return nothingBeside;
    return new Beside(this.#documents, this.#merging, mostReads).of(type, rows, include) ?? false;
  }
}

function assessed(found: ReturnType<Reader['claimGround']>, { asOf }: AssessOptions): Assessed | undefined {
  if (!found) return undefined;
  const { ground, position: recordedAsOf } = found;
  const { claimId, claimIds, ...figures } = assess(ground, asOf);
  const dated = asOf === undefined ? { recordedAsOf } : { asOf, recordedAsOf };
  const answer: DatedAssessment = { claimId, claimIds, ...dated, ...figures };
  return { recordedAsOf, json: JSON.stringify(answer) };
}
