import { keyDigest, newKey, type Scope } from '../../src/model/api-key.ts';
import type { NewKey } from '../../src/store/key-store.ts';
import type { Store } from '../../src/store/port.ts';

/** An API key of a test, and the header that sends it. */
export interface TestKey {
  readonly id: string;
  readonly key: string;
  readonly headers: { readonly authorization: string };
}

/** The header that sends a key. */
export function bearer(key: string): TestKey['headers'] {
  return { authorization: `Bearer ${key}` };
}

/** Makes an API key with this scope. */
export async function makeKey(store: Store, scope: Scope, given: Partial<NewKey> = {}): Promise<TestKey> {
  const key = newKey();
  const asked = { digest: keyDigest(key), name: `For ${scope}`, scope, createdBy: 'test', ...given };
  const { id } = await store.keys.create(asked);
  return { id, key, headers: bearer(key) };
}
