import type { ApiKey, Scope } from '../model/api-key.ts';

/**
 * The API keys. Nothing that is given holds a key or its digest, and none is ever removed. Reads see what any process
 * has committed. Once a write resolves, it survives a crash.
 */
export interface KeyStore {
  /** The key with this digest, expired and revoked ones as well, or undefined. */
  find(digest: string): Promise<ApiKey | undefined>;

  /** The key with this id, or undefined. */
  get(id: string): Promise<ApiKey | undefined>;

  /** One page of all keys, the newest first, and where the next page begins. */
  list(query: KeyQuery): Promise<KeyPage>;

  /** Records a new key, and gives it an id. */
  create(key: NewKey): Promise<ApiKey>;

  /** Changes what is named of a key, revoked or not. Rejects with a Problem `resource_not_found`. */
  update(id: string, change: KeyChange): Promise<ApiKey>;

  /** Revokes a key for good. Rejects with a Problem: `resource_not_found`, or `conflict` where it has been revoked. */
  revoke(id: string): Promise<ApiKey>;
}

export interface NewKey {
  /** The SHA-256 of the key, in lower-case hexadecimal digits. */
  readonly digest: string;
  readonly name: string;
  readonly scope: Scope;
  /** RFC 3339. */
  readonly expiresAt?: string | undefined;
  /** The opaque id of who makes it. */
  readonly createdBy: string;
}

export interface KeyChange {
  readonly name?: string | undefined;
  /** RFC 3339; null where it is not to expire. */
  readonly expiresAt?: string | null | undefined;
}

export interface KeyQuery {
  /** `next` of the page before. */
  readonly after?: number | undefined;
  readonly limit: number;
}

export interface KeyPage {
  readonly items: readonly ApiKey[];
  readonly next: number | undefined;
}
