import type { Marks } from '../analysis/marks.ts';
import type { ResourceType } from '../model/identifiers.ts';

/**
 * What the rest of Hearsay may ask of a storage engine. Every engine behaves alike; one conformance suite holds them to
 * these comments. All methods may reject with a Problem `store_busy` (nothing was written; try again).
 *
 * What was withdrawn as replaced by another is one thing with it, and with all else that was replaced by either: a
 * reference to one of them is a reference to each, wherever a filter, `include` or a subgraph looks for references.
 */
export interface Store {
  /**
   * A value that differs from any earlier one once a commit of any process has become readable since; undefined where
   * the engine cannot tell at once. An answer may be kept under the value that was taken before its read began.
   */
  version(): number | undefined;

  /** The resource with this id, withdrawn or not, or undefined. */
  get(type: ResourceType, id: string, include?: readonly string[]): Promise<Found | undefined>;

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
   * Applies all commands, in their order, in one transaction, or none. Once it resolves, the writes survive a crash.
   * They may refer to one another in any order; each resource is written by one of them at most (else a `conflict`).
   * Rejects with a Problem: `invalid_document` (with `errors`), `resource_not_found`, `conflict`,
   * `precondition_failed`.
   */
  commit(commands: readonly Command[], options: CommitOptions): Promise<Committed>;

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
  /** Names of references and referrers in the resource's definition, `replacedBy`, or `marks` for nothing but these. */
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

export interface StoreState {
  /** The newest log position. */
  readonly position: number;
  /** The number of the newest migration. */
  readonly schemaVersion: number;
}
