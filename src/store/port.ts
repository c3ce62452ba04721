import type { AssessmentAnswer } from '../analysis/assessment.ts';
import type { Dependents } from '../analysis/dependents.ts';
import type { Marks } from '../analysis/marks.ts';
import type { OutletDependencies } from '../analysis/outlets.ts';
import type { Position } from '../analysis/positions.ts';
import type { ProblemPlace } from '../errors.ts';
import type { ResourceType } from '../model/identifiers.ts';
import type { Likeness } from '../model/likeness.ts';
import type { KeyStore } from './key-store.ts';

/**
 * What the rest of Hearsay may ask of a storage engine. Every engine behaves alike; one conformance suite holds them to
 * these comments. All methods may reject with a Problem `store_busy` (nothing was written; try again).
 *
 * What was withdrawn as replaced by another is one thing with it, and with all else that was replaced by either: a
 * reference to one of them is a reference to each, wherever a filter, `include` or a subgraph looks for references.
 */
export interface Store {
  readonly keys: KeyStore;

  /**
   * A value that differs from any earlier one once a commit of any process has become readable since; undefined where
   * the engine cannot tell at once. An answer may be kept under the value that was taken before its read began.
   */
  version(): number | undefined;

  /** The resource with this id, withdrawn or not, or undefined. */
  get(type: ResourceType, id: string, include?: readonly string[]): Promise<Found | undefined>;

  /**
   * The resources with these ids or names, withdrawn or not, in the order in which they were asked for; undefined where
   * there is none. At most 1,000 at once.
   */
  find(wanted: readonly Wanted[]): Promise<readonly (StoredDocument | undefined)[]>;

  /** One page of the resources that satisfy a query, and where the next page begins. */
  list(query: ListQuery): Promise<Page>;

  /** How many resources satisfy a query, counted up to `limit`. */
  count(query: Selection, limit: number): Promise<Count>;

  /**
   * What belongs around an article, a claim or a source, the root first, or undefined where the root does not exist.
   * Wherever the limit cuts, an attribution comes with its claim, source and article and with those along its via, and
   * all but the root with what replaced it, along whose via it goes on then. A relation brings the claims at its ends, not
   * the attribution that it was drawn from.
   */
  subgraph(root: SubgraphRoot): Promise<Subgraph | undefined>;

  /**
   * What the record says of a claim (analysis/assessment.ts), as it stands or as it stood at a log position; undefined
   * where the claim does not exist, or did not then. Rejects with a Problem `position_gone` where the log does not hold
   * that position, or never held it.
   */
  assess(id: string, options?: AssessOptions): Promise<Assessed | undefined>;

  /**
   * The shortest paths between two things, which may be one, or undefined where either does not exist. A step of a path is
   * any number of links between two things, whichever way they lead: references, and live relations between claims. What
   * stands between the ends is live; what was replaced refers to nothing any more.
   */
  paths(query: PathQuery): Promise<FoundPaths | undefined>;

  /**
   * Which outlet relays which (analysis/outlets.ts), by the newest articles: those that were added last, or where only a
   * period is asked for, those that were published last. What reaches its bound is cut before an article.
   */
  outlets(query: OutletQuery): Promise<FoundOutlets>;

  /** What the log holds of one resource, the newest revision first, below `before` where that is given. */
  revisions(id: string, page: { before?: number | undefined; limit: number }): Promise<LogEntry[]>;

  /** What the log holds of one revision, or undefined where there is none. */
  revision(id: string, revision: number): Promise<LogEntry | undefined>;

  /**
   * The writes after a log position, in the order of the log. Rejects with a Problem `position_gone` where the log
   * no longer holds what followed that position, or never held it.
   */
  changes(query: ChangeQuery): Promise<Changes>;

  /**
   * At most `limit` live sources that may be the same as this one, by what they have alike, or undefined where it does
   * not exist. A URI comes before a name of the client's own, and that before a name of the source; then sources of its
   * own kind come first, then those with more alike, then the oldest. A withdrawn or an anonymous source is like none.
   */
  duplicatesOf(id: string, limit: number): Promise<Duplicates | undefined>;

  /**
   * One page of all pairs of such sources, each pair once, by their newer sources. Where very many share a URI or a
   * client's own name, each is paired with the oldest of them. A page may hold fewer than `limit`, even none, though
   * another follows.
   */
  duplicatePairs(after: PagePosition | undefined, limit: number): Promise<PairPage>;

  /**
   * What a source said of claims, by claim, the newest first, or undefined where it does not exist: of those that the query
   * names, also where it only spoke of a claim that one is tied to. Claims that are assessed as one are one item, at the
   * place of the newest of them on which it takes a stand. A page may hold fewer than `limit`, even none, though another
   * follows.
   */
  positions(query: PositionQuery): Promise<PositionPage | undefined>;

  /**
   * What rests on an article, a source or an attribution, `limit` documents of it at most, and what claims would have left
   * without it; undefined where it does not exist.
   */
  dependents(of: DependentsQuery): Promise<DependentsFound | undefined>;

  /**
   * Applies all commands, in their order, in one transaction, or none. Once it resolves, the writes survive a crash.
   * They may refer to one another in any order; each resource is written by one of them at most (else a `conflict`).
   * Rejects with a Problem: `invalid_document` (with `errors`), `resource_not_found`, `conflict`, `redacted`,
   * `precondition_failed`, `idempotency_key_reused`.
   *
   * With a `receipt` a request is written once however often it is sent: within 24 hours the same actor's request with
   * the same key, method, path and digest is answered as the first was, be it with the documents as they stood then or
   * with a Problem `conflict`, `precondition_failed` or `invalid_document`; one with another digest is refused as
   * `idempotency_key_reused`. The receipt is written in the transaction of what it tells of.
   *
   * A redaction takes content out of the resource's row, of every revision in the log and of what was kept of refused
   * requests; once it resolves, or soon after where others read, it is nowhere in the files of the database. Writes wait
   * meanwhile. What the resource is and what it refers to stays; without its whole content it is withdrawn, and further
   * commands are refused as `redacted`.
   */
  commit(commands: readonly Command[], options: CommitOptions): Promise<Committed>;

  /**
   * Writes an article graph (model/article-graph.ts) as `commit` writes commands: each of its parts is created, and what
   * is wrong with it is an `invalid_document`.
   */
  commitArticleGraph(document: unknown, options: CommitOptions): Promise<CommittedArticleGraph>;

  /**
   * All that the store holds at one moment, whatever is written meanwhile: first how much that is; then the documents,
   * withdrawn ones included, type by type and in the order of their creation; then, with `history`, the log. Each part
   * holds about a megabyte at most, or one document.
   */
  export(options: { readonly history: boolean }): AsyncIterable<ExportPart>;

  /**
   * Writes what an export with its history holds into a store that has never held anything, in one transaction or not
   * at all: ids, revisions, times, actors and the log are as they were. `position` is the newest of the log positions
   * that there must be. Rejects with a Problem: `conflict` where the store has held something, `invalid_document` (with
   * `errors`) where a document breaks its schema or the parts do not fit together.
   */
  restoreExport(position: number, lines: AsyncIterable<readonly ExportedLine[]>): Promise<StoreState>;

  /** Resolves when the engine answers and every migration is applied; else rejects. */
  check(): Promise<StoreState>;

  /** Lets what is under way finish, and releases files and threads. What is asked for afterwards is `not_ready`. */
  close(): Promise<void>;
}

/** A document as it stands in the store: its JSON text is ready to be served. */
export interface StoredDocument {
  readonly id: string;
  readonly revision: number;
  readonly json: string;
}

/** A document with what was asked to stand beside it, all read at one log position. */
export interface Found {
  readonly item: StoredDocument;
  /** The id of what replaced it. */
  readonly replacedById: string | undefined;
  readonly included: Included;
  readonly position: number;
}

/**
 * Documents that stand beside others, each with what replaced it; `truncated` where a cap left some out. Where anything
 * was asked for beside them, `marks` are those of all documents: the ones asked for, and these.
 */
export interface Included {
  readonly items: readonly StoredDocument[];
  readonly truncated: boolean;
  readonly marks: Marks;
}

/** A resource by its id, or by the name that a client gave it. */
export type Wanted = { readonly type: ResourceType } & (
  | { readonly id: string }
  | { readonly externalId: string }
);

/**
 * One condition on a resource; it holds where any of the values does. What asks of an assessment asks of the newest that
 * was stored (see `Page.assessedThrough`).
 */
export interface Filter {
  /** The name of a value, a reference, or one of the other filters in the resource's definition. */
  readonly name: string;
  readonly values: readonly (string | boolean | number)[];
}

/** A condition on a date: its bounds overlap those given (UTC milliseconds, null where open). */
export interface DateFilter {
  readonly name: string;
  readonly from: number | null;
  readonly to: number | null;
}

export interface Selection {
  readonly type: ResourceType;
  readonly filters: readonly Filter[];
  readonly dates: readonly DateFilter[];
  /** Whether withdrawn resources are among them. */
  readonly withdrawn: boolean;
}

/**
 * In what order; `by` is `createdAt`, `updatedAt`, the name of a date, or a count of an assessment. What has no date or was
 * never assessed stands last either way.
 */
export interface Sort {
  readonly by: string;
  readonly descending: boolean;
}

/** Where a page begins: after the resource with this sort value and key. */
export type PagePosition = readonly [value: number, key: number];

export interface ListQuery extends Selection {
  readonly sort: Sort;
  readonly after?: PagePosition | undefined;
  readonly limit: number;
  /** Names of references and referrers in the resource's definition, `replacedBy`, or `marks` for nothing but these. */
  readonly include: readonly string[];
}

export interface Page {
  readonly items: readonly StoredDocument[];
  readonly next: PagePosition | undefined;
  readonly included: Included;
  /** The log position at which the page was read. */
  readonly position: number;
  /**
   * Where the query asks of assessments, the log position up to which those that are stored are exact. They follow soon
   * upon writes: most are stored with them, others after them, whichever process is at work.
   */
  readonly assessedThrough?: number | undefined;
}

/** A count; not `exact` where counting stopped at its limit. */
export interface Count {
  readonly value: number;
  readonly exact: boolean;
}

export interface SubgraphRoot {
  readonly type: 'article' | 'claim' | 'source';
  readonly id: string;
  /**
   * How many times claims are expanded, from 1: the root itself, then the claims that were found last, each with all
   * that is said of it and the claims that its relations lead to.
   */
  readonly depth: number;
  /** How many documents there may be. */
  readonly limit: number;
}

export interface Subgraph {
  readonly documents: readonly StoredDocument[];
  readonly truncated: boolean;
  readonly position: number;
}

export interface AssessOptions {
  /** Only what had been said by the latest instant of this date, which must have one. */
  readonly asOf?: string | undefined;
  /** Only what was recorded here by then. */
  readonly recordedAsOf?: RecordedAsOf | undefined;
}

/** A log position, 0 before the first; or the last whose time is not after `at` (UTC milliseconds). */
export type RecordedAsOf = { readonly position: number } | { readonly at: number };

/** The assessment of a claim as JSON text, which passes from thread to thread at once however large it is. */
export interface Assessed {
  /** The log position at which what it rests on was recorded. */
  readonly recordedAsOf: number;
  /** The text of a `DatedAssessment`. */
  readonly json: string;
}

/** An assessment with the two times that it is of. */
export interface DatedAssessment extends AssessmentAnswer {
  readonly asOf?: string;
  readonly recordedAsOf: number;
}

/** A thing that a path may begin or end at: any resource but a relation. */
export interface PathEnd {
  readonly type: ResourceType;
  readonly id: string;
}

export interface PathQuery {
  readonly from: PathEnd;
  readonly to: PathEnd;
  /** How many paths there may be. */
  readonly limit: number;
  /** How many steps a path may have. */
  readonly maxLength: number;
  /** How many things may be read in all, and by one kind of link of one thing; the engine's own bounds unless given. */
  readonly mostRead?: number;
  readonly mostOfOne?: number;
}

export interface FoundPaths {
  /** The ids of the things on each path from end to end; of what was merged, the id of what stands for it. */
  readonly paths: readonly (readonly string[])[];
  /**
   * The things on the paths, the relations between them, and what was replaced by any of them where it was asked for or
   * one of the links names it.
   */
  readonly documents: readonly StoredDocument[];
  /** Whether a bound may have hidden a shorter path, or another one as short. */
  readonly truncated: boolean;
  readonly position: number;
}

export interface OutletQuery {
  /** The ids of the outlets whose articles are read; all where there are none. */
  readonly outlets: readonly string[];
  /** The topics of the claims that are counted; all where there are none. */
  readonly topics: readonly string[];
  /** When the articles may have been published. */
  readonly published?: Pick<DateFilter, 'from' | 'to'> | undefined;
  /** How many outlets are given. */
  readonly limit: number;
  /** How many articles are looked at, and attributions in them read; the engine's own bounds unless given. */
  readonly mostArticles?: number;
  readonly mostAttributions?: number;
}

export interface FoundOutlets extends OutletDependencies {
  /** Where a bound cut the walk: the last article that was read; null where none was. */
  readonly readBackTo?: string | null;
  readonly position: number;
}

/** A write in the log, with the whole document as it left it. */
export interface LogEntry {
  /** The log position. Positions grow by one in the order in which writes become readable. */
  readonly position: number;
  /** UTC milliseconds; never less than that of the entry before. */
  readonly at: number;
  readonly actor: string;
  readonly action: Command['action'];
  readonly type: ResourceType;
  readonly id: string;
  readonly revision: number;
  readonly comment: string | undefined;
  readonly json: string;
}

export interface ChangeQuery {
  /** The log position after which to begin; 0 is before the first. */
  readonly after: number;
  readonly limit: number;
  /** How many UTF-16 code units the documents have in all, not counting the last; any number where it is left out. */
  readonly size?: number | undefined;
  /** Only writes of resources of these types; all where there are none. */
  readonly types: readonly ResourceType[];
  /** Only writes that concern one of these claims; all where there are none. */
  readonly claims: readonly string[];
}

export interface Changes {
  readonly entries: readonly LogEntry[];
  /** Where to go on: no write that was asked for stands after the entries and up to here. */
  readonly position: number;
  /** Whether there may be more already. */
  readonly more: boolean;
  /** The newest log position of that moment. */
  readonly newest: number;
}

/** A source that may be the same as another one, and in what they are alike, the surest first. */
export interface Duplicate {
  readonly item: StoredDocument;
  readonly matched: readonly Likeness[];
}

export interface Duplicates {
  readonly items: readonly Duplicate[];
  /** Whether there are more: beyond the limit, or among so many with the same likeness that not all were compared. */
  readonly truncated: boolean;
  /** Names, as analysed, that so many sources have that none was compared by them. */
  readonly common: readonly string[];
  readonly position: number;
}

/** Two sources that may be the same, and in what they are alike. */
export interface DuplicatePair {
  readonly older: StoredDocument;
  readonly newer: StoredDocument;
  readonly matched: readonly Likeness[];
}

export interface PairPage {
  readonly pairs: readonly DuplicatePair[];
  /** Names, as analysed, that none was compared by; each on one page. */
  readonly common: readonly string[];
  readonly next: PagePosition | undefined;
}

export interface PositionQuery {
  readonly sourceId: string;
  /** Only these claims; all where there are none. */
  readonly claims: readonly string[];
  /** Only claims with one of these topics; all where there are none. */
  readonly topics: readonly string[];
  readonly after?: number | undefined;
  readonly limit: number;
}

export interface PositionPage {
  readonly items: readonly Position[];
  /** Where the next page begins. */
  readonly next: number | undefined;
  readonly position: number;
}

export interface DependentsQuery {
  readonly type: 'article' | 'source' | 'attribution';
  readonly id: string;
  readonly limit: number;
}

export interface DependentsFound extends Dependents {
  readonly position: number;
}

/** One write. `pointer` is where it stands in the request, and begins the pointers of its problems. */
export type Command = Creation | Change;

interface Placed {
  readonly pointer?: string;
}

export interface Creation extends Placed {
  readonly action: 'create';
  readonly type: ResourceType;
  readonly id?: string;
  readonly fields: Readonly<Record<string, unknown>>;
  /** Whether `externalId:NAME` stands for the id of the resource with that externalId, written here or before. */
  readonly namedReferences?: boolean;
}

/** A write of something that is there. */
export type Change = Placed & {
  readonly id: string;
  /** The revisions that the change may be based on; any where it is left out. */
  readonly ifRevision?: readonly number[] | undefined;
} & (
    | {
        readonly action: 'update';
        /** A JSON Merge Patch (RFC 7396). */
        readonly patch: unknown;
      }
    | {
        readonly action: 'withdraw';
        /** `kind`, `reason` and perhaps `replacedById`, not yet checked. */
        readonly withdrawal: unknown;
      }
    | { readonly action: 'restore' }
    /**
     * Confirms that it was linked to the claim as that is worded at this revision, which must be its newest; else, and for
     * what is linked to no claim, a `conflict`.
     */
    | { readonly action: 'confirm'; readonly claimRevision: number }
    /** Brings back the fields of an earlier revision; a `conflict` where the resource was redacted since. */
    | { readonly action: 'revert'; readonly toRevision: number }
    | {
        readonly action: 'redact';
        /**
         * JSON Pointers of what to take out, all of them into the document as it stands; the whole content where they are
         * left out. The same goes in earlier revisions, there from every entry of a list that a pointer leads into.
         */
        readonly pointers?: readonly string[] | undefined;
        readonly reason?: Readonly<Record<string, string>> | undefined;
        /** Whether the edit comments of its revisions go as well; with the whole content they always do. */
        readonly comments?: boolean | undefined;
      }
  );

export interface CommitOptions {
  /** The opaque id of who writes. */
  readonly actor: string;
  /** Why, in the writer's words. */
  readonly comment?: string | undefined;
  /** Writes only where nothing has ever been written; else a Problem `conflict`. */
  readonly intoEmptyStore?: boolean | undefined;
  /** What is known to be wrong with the request: it is refused as an `invalid_document`, with what else is wrong. */
  readonly errors?: readonly ProblemPlace[] | undefined;
  /** What tells a request that is sent again. */
  readonly receipt?: Receipt | undefined;
}

export interface Receipt {
  /** The client's own name for its request. */
  readonly key: string;
  readonly method: string;
  readonly path: string;
  /** A digest of all that the request says. */
  readonly digest: string;
}

export interface Committed {
  /** What each command left, in their order. */
  readonly items: readonly StoredDocument[];
  /** The log position of the last of them. */
  readonly position: number;
  /** Nothing was written: the same request had been before. */
  readonly replayed?: true;
}

export interface CommittedArticleGraph extends Pick<Committed, 'position' | 'replayed'> {
  readonly article: StoredDocument;
  /** The id of each part that the document gives a name, by that. */
  readonly identifiers: ReadonlyMap<string, string>;
}

/** A write in an export. */
export interface ExportedEntry extends Omit<LogEntry, 'json'> {
  /** The ids of the claims, articles and sources that it concerns. */
  readonly concerns: readonly string[];
  /** The document that it left, as JSON text; undefined where that is the document that stands. */
  readonly json: string | undefined;
}

export type ExportPart =
  | { readonly part: 'head'; readonly position: number; readonly documents: number; readonly changes: number }
  | { readonly part: 'documents'; readonly items: readonly StoredDocument[] }
  | { readonly part: 'changes'; readonly items: readonly ExportedEntry[] };

/** A document or a write of an export; `pointer` is where it stands there, and begins the pointers of its problems. */
export type ExportedLine = { readonly pointer: string } & (
  | { readonly part: 'document'; readonly type: ResourceType; readonly json: string }
  | ({ readonly part: 'change' } & ExportedEntry)
);

export interface StoreState {
  /** The newest log position. */
  readonly position: number;
  /** The number of the newest migration. */
  readonly schemaVersion: number;
}
