import type { Test } from 'tap';
import { type ApiKey, keyDigest, newKey, newKeyId, scopes } from '../../../src/model/api-key.ts';
import { newIdentifier } from '../../../src/model/identifiers.ts';
import type { NewKey } from '../../../src/store/key-store.ts';
import { type OpenStore, refused } from './suite.ts';

const later = '2099-01-31T02:00:00+02:00';

/** Keys are made, found, listed, changed and revoked, and never removed. */
export async function keys(t: Test, openStore: OpenStore): Promise<void> {
  const store = await openStore(t);
  const create = async (given: Partial<NewKey> = {}) => {
    const digest = keyDigest(newKey());
    const made = await store.keys.create({
      digest,
      name: 'Desk',
      scope: 'write',
      createdBy: 'test',
      ...given,
    });
    return { made, digest: given.digest ?? digest };
  };

  await t.test('a key is found by its digest and by its id', async (t) => {
    const begun = Date.now();
    for (const scope of scopes) {
      const { made, digest } = await create({ name: `For ${scope}`, scope, expiresAt: later });
      const { id, createdAt, ...rest } = made;
      const expiresAt = '2099-01-31T00:00:00.000Z';
      t.strictSame(rest, { name: `For ${scope}`, scope, createdBy: 'test', expiresAt }, 'and nothing else');
      t.match(id, /^key_[0-9a-z]{26}$/);
      t.ok(Date.parse(createdAt) >= begun && Date.parse(createdAt) <= Date.now());
      t.strictSame(await store.keys.find(digest), made);
      t.strictSame(await store.keys.get(id), made);
    }
    t.equal(await store.keys.find(keyDigest(newKey())), undefined, 'another is not');
    t.equal(await store.keys.get(newKeyId()), undefined);
    t.equal(await store.keys.get(newIdentifier('claim')), undefined);
  });

  await t.test('two keys are never the same', async (t) => {
    const { digest } = await create();
    await t.rejects(create({ digest }));
  });

  await t.test('only what is named is changed', async (t) => {
    const { made, digest } = await create({ expiresAt: later });
    const changes: [change: object, expected: object][] = [
      [{}, {}],
      [{ name: 'New' }, { name: 'New' }],
      [{ expiresAt: '2001-01-01T00:00:00Z' }, { expiresAt: '2001-01-01T00:00:00.000Z' }],
      [{ name: undefined, expiresAt: undefined }, {}],
    ];
    let expected: ApiKey = made;
    for (const [change, changed] of changes) {
      expected = { ...expected, ...changed };
      t.strictSame(await store.keys.update(made.id, change), expected);
      t.strictSame(await store.keys.find(digest), expected);
    }
    const { expiresAt, ...endless } = expected;
    t.strictSame(await store.keys.update(made.id, { expiresAt: null }), endless);
    await refused(
      t,
      store.keys.update(newKeyId(), { name: 'x' }),
      'resource_not_found',
      [],
      'a key that is not there',
    );
  });

  await t.test('a key is revoked once, for good, and can still be found', async (t) => {
    const { made, digest } = await create();
    const revoked = await store.keys.revoke(made.id);
    const { revokedAt, ...rest } = revoked;
    t.strictSame(rest, made);
    t.ok(Date.parse(revokedAt ?? '') >= Date.parse(made.createdAt));
    await refused(t, store.keys.revoke(made.id), 'conflict', [], 'a second time');
    t.strictSame(await store.keys.find(digest), revoked);
    t.strictSame(await store.keys.update(made.id, { name: 'Old' }), { ...revoked, name: 'Old' });
    await refused(t, store.keys.revoke(newKeyId()), 'resource_not_found', [], 'a key that is not there');
  });

  await t.test('pages hold every key once, the newest first', async (t) => {
    const empty = await openStore(t);
    t.strictSame(await empty.keys.list({ limit: 2 }), { items: [], next: undefined });
    const made: string[] = [];
    for (let index = 0; index < 5; index++) {
      const key = {
        digest: keyDigest(newKey()),
        name: `${index}`,
        scope: 'read',
        createdBy: 'test',
      } as const;
      made.unshift((await empty.keys.create(key)).id);
    }
    for (const limit of [1, 2, 4, 5, 6]) {
      const listed: string[] = [];
      let after: number | undefined;
      do {
        const page = await empty.keys.list({ after, limit });
        t.ok(page.items.length <= limit);
        listed.push(...page.items.map(({ id }) => id));
        after = page.next;
      } while (after !== undefined);
      t.strictSame(listed, made, `${limit} a page`);
    }
  });

  await t.test('keys leave the log as it is', async (t) => {
    const { position } = await store.check();
    await create();
    t.equal((await store.check()).position, position);
  });
}
