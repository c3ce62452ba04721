import type { ResourceType } from '../model/identifiers.ts';
import type { ChangeAction } from './changes.ts';

/**
 * What the rest of Hearsay may ask of a storage engine. Every engine behaves alike; one conformance suite holds them to
 * these comments. All methods may reject with a Problem `store_busy` (nothing was written; try again).
 */
export interface Store {
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
   * What belongs around an article, a claim or a source, or undefined where the root does not exist. Wherever the limit
   * cuts, an attribution comes with its claim, source and article and with those along its via. A relation brings the
   * claims at its ends, not the attribution that it was drawn from.
   */
  subgraph(root: SubgraphRoot): Promise<Subgraph | undefined>;

  /**
   * Applies all commands, in their order, in one transaction, or none. Once it resolves, the writes survive a crash.
   * They may refer to one another in any order; each resource is written by one of them at most (else a `conflict`).
   * Rejects with a Problem: `invalid_document` (with `errors`), `resource_not_found`, `conflict`,
   * `precondition_failed`.
   */
  commit(commands: readonly Command[], options: CommitOptions): Promise<Committed>;

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
  readonly included: Included;
  readonly position: number;
}

/** Documents that stand beside others; `truncated` where a cap left some out. */
export interface Included {
  readonly items: readonly StoredDocument[];
  readonly truncated: boolean;
}

/** A resource by its id, or by the name that a client gave it. */
export type Wanted = { readonly type: ResourceType } & (
  | { readonly id: string }
  | { readonly externalId: string }
);

/** One condition on a resource; it holds where any of the values does. */
export interface Filter {
  /** The name of a value, a reference, or one of the other filters in the resource's definition. */
  readonly name: string;
  readonly values: readonly (string | boolean)[];
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

/** In what order; `by` is `createdAt`, `updatedAt` or the name of a date. What has no date stands last either way. */
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
  /** Names of references and referrers in the resource's definition. */
  readonly include: readonly string[];
}

export interface Page {
  readonly items: readonly StoredDocument[];
  readonly next: PagePosition | undefined;
  readonly included: Included;
  /** The log position at which the page was read. */
  readonly position: number;
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

/** One write. `pointer` is where it stands in the request, and begins the pointers of its problems. */
export type Command = { readonly pointer?: string } & (
  | {
      readonly action: 'create';
      readonly type: ResourceType;
      readonly id?: string;
      readonly fields: Readonly<Record<string, unknown>>;
    }
  | {
      readonly action: 'update';
      readonly id: string;
      /** A JSON Merge Patch (RFC 7396). */
      readonly patch: unknown;
      /** The revision that the change is based on. */
      readonly ifRevision?: number | undefined;
    }
  | {
      readonly action: 'withdraw';
      readonly id: string;
      readonly withdrawal: {
        readonly kind: string;
        readonly reason: Readonly<Record<string, string>>;
        readonly replacedById?: string;
      };
      readonly ifRevision?: number | undefined;
    }
  | { readonly action: 'restore'; readonly id: string; readonly ifRevision?: number | undefined }
);

export interface CommitOptions {
  /** The opaque id of who writes. */
  readonly actor: string;
  /** Why, in the writer's words. */
  readonly comment?: string | undefined;
  /** Writes only where nothing has ever been written; else a Problem `conflict`. */
  readonly intoEmptyStore?: boolean | undefined;
}

export interface Committed {
  /** What each command left, in their order. */
  readonly items: readonly StoredDocument[];
  /** The log position of the last of them. */
  readonly position: number;
}

/** A row of the log. */
export interface LoggedChange {
  readonly seq: number;
  /** UTC milliseconds. */
  readonly at: number;
  readonly actor: string;
  readonly action: ChangeAction;
  readonly resource: ResourceType;
  readonly id: string;
  readonly revision: number;
  readonly comment: string | undefined;
  /** The ids of the claims, articles and sources that it concerns. */
  readonly concerns: readonly string[];
  /** The document that it left, as JSON text; undefined where that is the document that stands. */
  readonly json: string | undefined;
}

export type ExportPart =
  | { readonly part: 'head'; readonly position: number; readonly documents: number; readonly changes: number }
  | { readonly part: 'documents'; readonly items: readonly StoredDocument[] }
  | { readonly part: 'changes'; readonly items: readonly LoggedChange[] };

/** A document or a change of an export; `pointer` is where it stands there, and begins the pointers of its problems. */
export type ExportedLine = { readonly pointer: string } & (
  | { readonly part: 'document'; readonly type: ResourceType; readonly json: string }
  | ({ readonly part: 'change' } & LoggedChange)
);

export interface StoreState {
  /** The newest log position. */
  readonly position: number;
  /** The number of the newest migration. */
  readonly schemaVersion: number;
}
