import { Problem } from '../../errors.ts';
import { type ApiKey, newKeyId, type Scope } from '../../model/api-key.ts';
import type { KeyChange, KeyPage, KeyQuery, KeyStore, NewKey } from '../key-store.ts';
import type { Connection } from './connection.ts';
import type { Writer } from './writer.ts';

interface KeyRow {
  readonly key: number;
  readonly id: string;
  readonly name: string;
  readonly scope: Scope;
  readonly created_at: number;
  readonly created_by: string;
  readonly expires_at: number | null;
  readonly revoked_at: number | null;
}

const columns = 'key, id, name, scope, created_at, created_by, expires_at, revoked_at';

/** Reads keys over one connection. Statements are prepared once. */
export class KeyReader {
  readonly #find;
  readonly #get;
  readonly #page;

  constructor(connection: Connection) {
    this.#find = connection.prepare<[string], KeyRow>(`SELECT ${columns} FROM api_key WHERE digest = ?`);
    this.#get = connection.prepare<[string], KeyRow>(`SELECT ${columns} FROM api_key WHERE id = ?`);
    this.#page = connection.prepare<[number, number], KeyRow>(
      `SELECT ${columns} FROM api_key WHERE key < ? ORDER BY key DESC LIMIT ?`,
    );
  }

  find(digest: string): ApiKey | undefined {
    const row = this.#find.get(digest);
    return row && keyOf(row);
  }

  get(id: string): ApiKey | undefined {
    const row = this.#get.get(id);
    return row && keyOf(row);
  }

  list({ after = Number.MAX_SAFE_INTEGER, limit }: KeyQuery): KeyPage {
    const rows = this.#page.all(after, limit + 1);
    const shown = rows.slice(0, limit);
    return { items: shown.map(keyOf), next: rows.length > limit ? shown.at(-1)?.key : undefined };
  }
}

/** Writes keys to an open transaction. Statements are prepared once. */
export class KeyWriter {
  readonly #reader: KeyReader;
  readonly #insert;
  readonly #update;
  readonly #revoke;

  constructor(connection: Connection) {
    this.#reader = new KeyReader(connection);
    this.#insert = connection.prepare<[string, string, string, Scope, number, string, number | null]>(
      `INSERT INTO api_key (id, digest, name, scope, created_at, created_by, expires_at)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#update = connection.prepare<[string, number | null, string]>(
      'UPDATE api_key SET name = ?, expires_at = ? WHERE id = ?',
    );
    this.#revoke = connection.prepare<[number, string]>('UPDATE api_key SET revoked_at = ? WHERE id = ?');
  }

  create({ digest, name, scope, expiresAt, createdBy }: NewKey): ApiKey {
    const id = newKeyId();
    this.#insert.run(id, digest, name, scope, Date.now(), createdBy, milliseconds(expiresAt));
    return this.#standing(id);
  }

  update(id: string, change: KeyChange): ApiKey {
    const standing = this.#standing(id);
    const { name = standing.name, expiresAt = standing.expiresAt } = change;
    this.#update.run(name, milliseconds(expiresAt), id);
    return this.#standing(id);
  }

  revoke(id: string): ApiKey {
    const { revokedAt } = this.#standing(id);
    if (revokedAt !== undefined) throw new Problem('conflict', `${id} was revoked at ${revokedAt}.`);
    this.#revoke.run(Date.now(), id);
    return this.#standing(id);
  }

  #standing(id: string): ApiKey {
    const key = this.#reader.get(id);
    if (!key) throw new Problem('resource_not_found', `No key is recorded here as ${id}.`);
    return key;
  }
}

/** The port's view of both: reads on the main thread, writes in the writer's. */
export function keyStore(reader: () => KeyReader, writer: Writer): KeyStore {
  return {
    find: async (digest) => reader().find(digest),
    get: async (id) => reader().get(id),
    list: async (query) => reader().list(query),
    create: (key) => writer.run('createKey', key),
    update: (id, change) => writer.run('updateKey', id, change),
    revoke: (id) => writer.run('revokeKey', id),
  };
}

function milliseconds(time: string | null | undefined): number | null {
  return typeof time === 'string' ? Date.parse(time) : null;
}

function keyOf(row: KeyRow): ApiKey {
  const { id, name, scope, created_at, created_by, expires_at, revoked_at } = row;
  return {
    ...{ id, name, scope, createdAt: timeOf(created_at), createdBy: created_by },
    ...(expires_at !== null && { expiresAt: timeOf(expires_at) }),
    ...(revoked_at !== null && { revokedAt: timeOf(revoked_at) }),
  };
}

function timeOf(at: number): string {
  return new Date(at).toISOString();
}
