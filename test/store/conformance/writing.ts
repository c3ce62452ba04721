import type { Test } from 'tap';
import { newIdentifier, resourceTypes } from '../../../src/model/identifiers.ts';
import type { Command } from '../../../src/store/port.ts';
import { creation, Desk } from '../../helpers/making.ts';
import { idsOf, type OpenStore, refused } from './suite.ts';

const reason = { en: 'A mistake' };

/** Creates and updates, and what both refuse. */
export async function writing(t: Test, openStore: OpenStore): Promise<void> {
  const desk = new Desk(await openStore(t));
  const { store } = desk;

  await t.test('create gives what was written, with the id that was given or one that is made', async (t) => {
    for (const type of resourceTypes) {
      const id = newIdentifier(type);
      const commands = creation(type, { externalId: 'given' }, id);
      const before = Date.now();
      const made = (await desk.write(...commands)).at(-1);
      const fields = (commands.at(-1) as { fields: object }).fields;
      t.match(made, { ...fields, type, id, revision: 1, createdBy: 'test', externalId: 'given' }, type);
      t.equal(made?.createdAt, made?.updatedAt);
      t.ok(Math.abs(Date.parse(String(made?.createdAt)) - before) < 60_000, 'written now');
      t.notOk('withdrawal' in (made ?? {}));
      t.strictSame(await desk.read(type, id), made, 'and it can be read at once');
    }
    const source: Command = {
      action: 'create',
      type: 'source',
      fields: { kind: 'person', name: { en: 'A' } },
    };
    const [one, other] = await desk.write(source, source);
    t.match(one?.id, /^source_/);
    t.not(one?.id, other?.id);
  });

  await t.test('an id that exists, is malformed or of another type is refused', async (t) => {
    const made = await desk.create('source');
    const create = (id: string) => store.commit(creation('source', {}, id), { actor: 'test' });
    const taken = [{ pointer: '', code: 'taken' }];
    await refused(t, create(made.id), 'conflict', taken, 'an id that exists');
    const place = { pointer: '/id', code: 'invalid_format' };
    await refused(t, create('source_xyz'), 'invalid_document', [place], 'malformed');
    await refused(t, create(newIdentifier('claim')), 'invalid_document', [place], 'of another type');
    const id = newIdentifier('source');
    const twice = [...creation('source', {}, id), ...creation('source', {}, id)];
    await refused(t, store.commit(twice, { actor: 'test' }), 'conflict', taken, 'twice in one commit');
    const changed: Command[] = [...creation('source', {}, id), { action: 'update', id, patch: {} }];
    await refused(
      t,
      store.commit(changed, { actor: 'test' }),
      'conflict',
      taken,
      'created and changed in one',
    );
    t.equal(await desk.read('source', id), undefined);
  });

  await t.test('update merges a patch and leaves the rest', async (t) => {
    const aliases = [{ text: 'An alias', language: 'en' }];
    const made = await desk.create('source', { name: { en: 'A', pt: 'B' }, country: 'CN', aliases });
    const updated = await desk.update(made.id, {
      name: { pt: null, ar: 'ب' },
      country: null,
      kind: 'person',
    });
    const { country, ...rest } = made;
    t.equal(country, 'CN');
    const { updatedAt } = updated;
    t.strictSame(updated, { ...rest, name: { en: 'A', ar: 'ب' }, kind: 'person', revision: 2, updatedAt });
    t.ok(String(updatedAt) >= String(made.updatedAt));
    t.strictSame(await desk.read('source', made.id), updated);
    const same = await desk.update(made.id, {});
    t.equal(same.revision, 3, 'every write is a revision');
  });

  await t.test('update refuses what a client does not set', async (t) => {
    const made = await desk.create('attribution');
    const server = [
      'id',
      'type',
      'revision',
      'createdAt',
      'updatedAt',
      'createdBy',
      'claimRevision',
      'withdrawal',
    ];
    for (const field of [...server, 'nonsense']) {
      const attempt = desk.update(made.id, { [field]: made[field] ?? 1 });
      const place = { pointer: `/${field}`, code: 'unknown_field' };
      await refused(t, attempt, 'invalid_document', [place], field);
    }
    const { claimId, articleId } = await desk.create('attribution');
    for (const [field, value] of Object.entries({ claimId, articleId })) {
      const place = { pointer: `/${field}`, code: 'fixed' };
      await refused(
        t,
        desk.update(made.id, { [field]: value }),
        'invalid_document',
        [place],
        `${field} moves`,
      );
    }
    for (const patch of [null, [], 'text', 1]) {
      await t.rejects(desk.update(made.id, patch), { code: 'invalid_document' }, JSON.stringify(patch));
    }
    t.strictSame(await desk.read('attribution', made.id), made, 'nothing of it was written');
    const [relation, evidence] = [await desk.create('relation'), await desk.create('evidence')];
    const claim = await desk.create('claim');
    const moved = { pointer: '/toClaimId', code: 'fixed' };
    await refused(
      t,
      desk.update(relation.id, { toClaimId: claim.id }),
      'invalid_document',
      [moved],
      'an end',
    );
    const subject = { pointer: '/claimId', code: 'fixed' };
    await refused(
      t,
      desk.update(evidence.id, { claimId: claim.id }),
      'invalid_document',
      [subject],
      'a subject',
    );
  });

  await t.test('a change that is based on another revision is refused', async (t) => {
    const made = await desk.create('claim');
    const { id } = made;
    const changes = (...ifRevision: number[]): Command[] => [
      { action: 'update', id, patch: { tense: 'future' }, ifRevision },
      { action: 'withdraw', id, withdrawal: { kind: 'other', reason }, ifRevision },
      { action: 'restore', id, ifRevision },
    ];
    for (const [index, command] of changes(9).entries()) {
      const attempt = store.commit([command], { actor: 'test' });
      const problem = await refused(t, attempt, 'precondition_failed', [], command.action);
      t.strictSame(problem?.headers, { etag: `"${index + 1}"` }, 'it says which revision stands');
      const [fitting] = changes(index + 1).slice(index);
      t.equal((await desk.write(fitting as Command))[0]?.revision, index + 2);
    }
  });

  await t.test('what does not exist is not changed', async (t) => {
    for (const id of [newIdentifier('claim'), 'claim_xyz', 'nonsense', '']) {
      await refused(t, desk.update(id, {}), 'resource_not_found', [], `update ${id}`);
      await refused(t, desk.withdraw(id), 'resource_not_found', [], `withdraw ${id}`);
      await refused(t, desk.restore(id), 'resource_not_found', [], `restore ${id}`);
    }
  });

  await t.test('every mistake is told, below the pointer of its command', async (t) => {
    const wrong = (pointer: string): Command => ({
      action: 'create',
      type: 'claim',
      pointer,
      fields: { text: {}, kind: 'nonsense', extra: 1 },
    });
    const error = await store
      .commit([wrong('/claims/0'), wrong('/claims/1')], { actor: 'test' })
      .catch((e) => e);
    const places = error.errors.map(
      ({ pointer, code }: { pointer: string; code: string }) => `${pointer} ${code}`,
    );
    const each = (base: string) => [
      `${base}/extra unknown_field`,
      `${base}/kind invalid_value`,
      `${base}/tense required`,
      `${base}/text invalid`,
    ];
    t.equal(error.code, 'invalid_document');
    t.strictSame(places.toSorted(), [...each('/claims/0'), ...each('/claims/1')].toSorted());
  });

  await t.test('the server notes at which wording something was linked', async (t) => {
    const claim = await desk.create('claim');
    const { id: claimId } = claim;
    await desk.update(claimId, { tense: 'future' });
    const stand = await desk.create('attribution', { claimId });
    const evidence = await desk.create('evidence', { claimId });
    const review = await desk.create('review', { attributionId: stand.id });
    for (const made of [stand, evidence, review]) t.equal(made.claimRevision, 2, made.type);
    await desk.update(claimId, { text: { en: 'It poured.' } });
    const updated = await desk.update(review.id, { verdict: 'true' });
    t.equal(updated.claimRevision, 2, 'an update does not confirm the new wording');
    t.equal((await desk.create('review', { attributionId: stand.id })).claimRevision, 3);
    const [, beside] = await desk.write(
      { action: 'update', id: claimId, patch: { text: { en: 'It hailed.' } } },
      ...creation('evidence', { claimId }),
    );
    t.equal(beside?.claimRevision, 4, 'the wording of the same commit');
    const attempt = desk.create('evidence', { claimId, claimRevision: 1 });
    const place = { pointer: '/claimRevision', code: 'unknown_field' };
    await refused(t, attempt, 'invalid_document', [place], 'no client sets it');
  });

  await t.test('a list finds what an update makes of a resource, and no longer what it was', async (t) => {
    const { id } = await desk.create('claim', { topics: ['before', 'both'], occurredAt: '2020' });
    await desk.update(id, { topics: ['both', 'after'], occurredAt: '2024' });
    const found = (topic: string) => idsOf(store, 'claim', { filters: [{ name: 'topic', values: [topic] }] });
    t.strictSame(await found('before'), []);
    t.strictSame(await found('both'), [id]);
    t.strictSame(await found('after'), [id]);
    const name = 'occurredAt';
    t.strictSame(await idsOf(store, 'claim', { dates: [{ name, from: Date.UTC(2023), to: null }] }), [id]);
    t.strictSame(await idsOf(store, 'claim', { dates: [{ name, from: null, to: Date.UTC(2022) }] }), []);
  });
}
