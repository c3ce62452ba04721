import type { Test } from 'tap';
import type { ResourceType } from '../../../src/model/identifiers.ts';
import type { ChangeQuery, LogEntry, Store } from '../../../src/store/port.ts';
import { Desk, type Fields } from '../../helpers/making.ts';
import { type OpenStore, refused } from './suite.ts';

function changeQuery(query: Partial<ChangeQuery> = {}): ChangeQuery {
  return { after: 0, limit: 1_000, types: [], claims: [], ...query };
}

/** All that is asked for, part by part. */
async function allChanges(store: Store, query: ChangeQuery): Promise<LogEntry[]> {
  const found: LogEntry[] = [];
  for (let after = query.after; ; ) {
    const { entries, position, more } = await store.changes({ ...query, after });
    found.push(...entries);
    if (!more) return found;
    if (position <= after) throw new Error(`there is more after ${after}, and no way on`);
    after = position;
  }
}

/** The log in its order: all of it, and what concerns some of it. */
export async function changes(t: Test, openStore: OpenStore): Promise<void> {
  await t.test('what was never written to has no changes', async (t) => {
    const store = await openStore(t);
    const none = { entries: [], position: 0, more: false, newest: 0 };
    t.strictSame(await store.changes(changeQuery()), none);
    await refused(t, store.changes(changeQuery({ after: 1 })), 'position_gone', [], 'a position to come');
  });

  await t.test('every write is told, with what it left', async (t) => {
    const store = await openStore(t);
    const desk = new Desk(store);
    const before = Date.now();
    const { id } = await desk.create('claim', { notes: { en: 'one' } });
    const patch = { notes: { en: 'two' } };
    await store.commit([{ action: 'update', id, patch }], { actor: 'editor', comment: 'A correction' });
    await desk.withdraw(id);
    await desk.restore(id);
    await store.commit([{ action: 'revert', id, toRevision: 1 }], { actor: 'editor' });
    const { entries, ...rest } = await store.changes(changeQuery());
    t.strictSame(rest, { position: 5, more: false, newest: 5 });
    t.strictSame(
      entries.map(({ position, action, revision, actor, comment }) => [
        ...[position, action, revision, actor, comment],
      ]),
      [
        [1, 'create', 1, 'test', undefined],
        [2, 'update', 2, 'editor', 'A correction'],
        [3, 'withdraw', 3, 'test', undefined],
        [4, 'restore', 4, 'test', undefined],
        [5, 'revert', 5, 'editor', undefined],
      ],
    );
    for (const [index, { type, at, json, ...entry }] of entries.entries()) {
      t.strictSame([type, entry.id, JSON.parse(json).revision], ['claim', id, entry.revision]);
      t.ok(at >= (entries[index - 1]?.at ?? before), 'times never go back');
    }
    t.strictSame(JSON.parse(entries[4]?.json ?? ''), await desk.read('claim', id));
    await refused(t, store.changes(changeQuery({ after: 6 })), 'position_gone', [], 'beyond the newest');
  });

  await t.test('filters and limits leave out nothing else and repeat nothing', async (t) => {
    const store = await openStore(t);
    const desk = new Desk(store);
    const [one, other] = [await desk.create('claim'), await desk.create('claim')];
    const concerning: Record<string, number[]> = { [one.id]: [1], [other.id]: [2] };
    const write = async (type: ResourceType, fields: Fields, ...claims: string[]) => {
      const made = await desk.create(type, fields);
      const position = await desk.position();
      for (const claim of claims) concerning[claim]?.push(position);
      return made;
    };
    for (let turn = 0; turn < 4; turn++) {
      const large = { note: { en: 'x'.repeat(400 * turn + 1) } };
      const said = await write('attribution', { claimId: one.id }, one.id);
      await write('evidence', { attributionId: said.id, ...large }, one.id);
      await write('review', { claimId: other.id }, other.id);
      await write('relation', { fromClaimId: one.id, toClaimId: other.id }, one.id, other.id);
      await desk.update(other.id, { notes: { en: `${turn}` } });
      concerning[other.id]?.push(await desk.position());
    }
    const whole = await allChanges(store, changeQuery());
    t.strictSame(
      whole.map(({ position }) => position),
      whole.map((_, index) => index + 1),
    );
    const typeFilters: ResourceType[][] = [[], ['claim'], ['evidence', 'relation'], ['article', 'claim']];
    for (const claims of [[], [one.id], [one.id, other.id]]) {
      const concerned = new Set(claims.flatMap((claim) => concerning[claim] ?? []));
      for (const types of typeFilters) {
        for (const [limit, size] of [
          [1_000, undefined],
          [1, undefined],
          [3, undefined],
          [1_000, 1],
          [4, 1_500],
        ] as const) {
          for (const after of [0, 9]) {
            const expected = whole.filter(
              ({ position, type }) =>
                position > after &&
                (types.length === 0 || types.includes(type)) &&
                (claims.length === 0 || concerned.has(position)),
            );
            const found = await allChanges(store, { after, limit, size, types, claims });
            const name = `${claims.length} claims, types ${types}, ${limit} of ${size}, after ${after}`;
            t.strictSame(found, expected, name);
          }
        }
      }
    }
  });

  await t.test('a part ends where its documents are large', async (t) => {
    const store = await openStore(t);
    const desk = new Desk(store);
    const claims: string[] = [];
    const notes = { en: 'x'.repeat(1_500) };
    for (let index = 0; index < 6; index++) claims.push((await desk.create('claim', { notes })).id);
    for (const query of [{}, { types: ['claim'] as const }, { claims }]) {
      const { entries, position, more, newest } = await store.changes(changeQuery({ ...query, size: 2_500 }));
      t.strictSame([entries.length, position, more, newest], [2, 2, true, 6]);
    }
  });
}
