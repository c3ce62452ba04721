import type { Test } from 'tap';
import type { ResourceDocument } from '../../../src/model/definition.ts';
import { newIdentifier, resourceTypes } from '../../../src/model/identifiers.ts';
import { resources } from '../../../src/model/resources.ts';
import type { Command, LogEntry } from '../../../src/store/port.ts';
import { creation, Desk, type Fields, parsed } from '../../helpers/making.ts';
import { type OpenStore, refused } from './suite.ts';

/** Revisions, and the writes that are made from them: confirming and reverting. */
export async function history(t: Test, openStore: OpenStore): Promise<void> {
  const desk = new Desk(await openStore(t));
  const { store } = desk;
  const revert = (id: string, toRevision: number) => desk.write({ action: 'revert', id, toRevision });
  const confirm = (id: string, claimRevision: number, pointer?: string) =>
    desk.write({ action: 'confirm', id, claimRevision, ...(pointer !== undefined && { pointer }) });

  await t.test('every write is logged by its name, with who wrote it and why', async (t) => {
    const claim = await desk.create('claim');
    const id = newIdentifier('evidence');
    const withdrawal = { kind: 'other', reason: { en: 'A mistake' } };
    const commands: [Command, comment: string | undefined][] = [
      [creation('evidence', { claimId: claim.id }, id)[0] as Command, 'Found it'],
      [{ action: 'update', id, patch: { note: { en: 'A note' } } }, undefined],
      [{ action: 'withdraw', id, withdrawal }, 'Not this one'],
      [{ action: 'restore', id }, 'ولكن نعم'],
      [{ action: 'confirm', id, claimRevision: 1 }, undefined],
      [{ action: 'revert', id, toRevision: 1 }, 'As it was'],
      [{ action: 'redact', id, pointers: ['/title'] }, 'By order'],
    ];
    const expected: Omit<LogEntry, 'at' | 'json'>[] = [];
    const before = Date.now();
    for (const [index, [command, comment]] of commands.entries()) {
      const actor = `actor ${index}`;
      const { position, items } = await store.commit([command], { actor, comment });
      expected.unshift({
        ...{ position, actor, action: command.action, type: 'evidence' as const },
        ...{ id, revision: index + 1, comment },
      });
      const entry = await store.revision(id, index + 1);
      t.equal(entry?.json, items[0]?.json, `${command.action}: the document as the write left it`);
    }
    const entries = await store.revisions(id, { limit: 100 });
    t.strictSame(
      entries.map(({ at, json, ...entry }) => entry),
      expected,
      'the newest first',
    );
    const times = entries.map(({ at }) => at);
    t.strictSame(
      times,
      times.toSorted((one, other) => other - one),
    );
    t.ok(Number(times.at(-1)) >= before && Number(times[0]) <= Date.now());
    for (const entry of entries) {
      t.strictSame(await store.revision(id, entry.revision), entry, `revision ${entry.revision} alone`);
      t.equal(parsed(entry).updatedAt, new Date(entry.at).toISOString());
    }
  });

  await t.test('revisions are paged, and none is missing or told twice', async (t) => {
    const { id } = await desk.create('claim');
    for (let count = 0; count < 6; count++) await desk.update(id, { topics: [`topic-${count}`] });
    const all = (await store.revisions(id, { limit: 1_000 })).map(({ revision }) => revision);
    t.strictSame(all, [7, 6, 5, 4, 3, 2, 1]);
    for (const limit of [1, 2, 3, 7, 8]) {
      const found: number[] = [];
      for (;;) {
        const page = await store.revisions(id, { before: found.at(-1), limit });
        t.ok(page.length <= limit);
        if (page.length === 0) break;
        found.push(...page.map(({ revision }) => revision));
      }
      t.strictSame(found, all, `${limit} at a time`);
    }
    for (const revision of [0, 8, -1, 1.5]) t.equal(await store.revision(id, revision), undefined);
    const missing = newIdentifier('claim');
    t.equal(await store.revision(missing, 1), undefined);
    t.strictSame(await store.revisions(missing, { limit: 10 }), []);
  });

  await t.test('what was linked to an older wording can be confirmed for the newest', async (t) => {
    const claim = await desk.create('claim');
    const stand = await desk.create('attribution', { claimId: claim.id });
    const evidence = await desk.create('evidence', { claimId: claim.id });
    const review = await desk.create('review', { attributionId: stand.id });
    await desk.update(claim.id, { text: { en: 'It poured.' } });
    for (const made of [stand, evidence, review]) {
      const [confirmed] = await confirm(made.id, 2);
      const { updatedAt } = confirmed ?? {};
      t.strictSame(confirmed, { ...made, claimRevision: 2, revision: 2, updatedAt }, made.type);
      for (const wrong of [1, 3]) {
        const stale = { pointer: '/confirmation/claimRevision', code: 'stale' };
        const attempt = confirm(made.id, wrong, '/confirmation');
        const problem = await refused(t, attempt, 'conflict', [stale], `${made.type}: revision ${wrong}`);
        t.match(problem?.message, `${claim.id} is at revision 2`);
      }
    }
    t.strictSame((await confirm(stand.id, 2))[0]?.revision, 3, 'again is a revision of its own');
    for (const type of ['claim', 'source', 'article', 'relation'] as const) {
      const made = await desk.create(type);
      const attempt = confirm(made.id, 1);
      await refused(t, attempt, 'conflict', [], `a ${type} is not linked to a wording`);
    }
    const drawn = await desk.create('relation', { attributionId: stand.id, articleId: stand.articleId });
    await refused(t, confirm(drawn.id, 2), 'conflict', [], 'nor is a relation that an attribution draws');
    const both = await desk.write(
      { action: 'update', id: claim.id, patch: { tense: 'future' } },
      { action: 'confirm', id: evidence.id, claimRevision: 3 },
    );
    t.equal(both[1]?.claimRevision, 3, 'the claim as the same commit leaves it');
  });

  await t.test('revert brings back the fields of each earlier revision, as a new one', async (t) => {
    for (const type of resourceTypes) {
      const made = await desk.create(type, { externalId: `first ${type}` });
      const { id } = made;
      const note = type === 'article' || type === 'source' || type === 'claim' ? 'notes' : 'note';
      const states = [
        made,
        await desk.update(id, { [note]: { en: 'A note', ar: 'ملاحظة' } }),
        await desk.update(id, { externalId: null, [note]: { ar: null } }),
        await desk.withdraw(id),
      ];
      for (const state of states) {
        const [reverted] = await revert(id, state.revision);
        const { revision, updatedAt, withdrawal } = reverted as ResourceDocument;
        const { withdrawal: _, ...fields } = state;
        t.strictSame(reverted, { ...fields, withdrawal, revision, updatedAt }, `${type} ${state.revision}`);
        t.strictSame(withdrawal, states.at(-1)?.withdrawal, 'it stays withdrawn');
        t.strictSame(await desk.read(type, id), reverted);
      }
      t.equal((await desk.restore(id)).revision, 9, `${type}: each is a revision`);
      for (const unknown of [0, 10, 99, -1, 1.5]) {
        const place = { pointer: '/toRevision', code: 'unknown_revision' };
        await refused(t, revert(id, unknown), 'invalid_document', [place], `${type}: no ${unknown}`);
      }
      const fixed = (document: Fields | undefined) => resources[type].fixed.map((name) => document?.[name]);
      t.strictSame(fixed(await desk.read(type, id)), fixed(made), 'what never moves has not');
    }
  });

  await t.test('revert keeps what the server notes', async (t) => {
    const stand = await desk.create('attribution');
    await desk.update(String(stand.claimId), { text: { en: 'It poured.' } });
    await confirm(stand.id, 2);
    const [reverted] = await revert(stand.id, 1);
    t.match(reverted, { revision: 3, claimRevision: 2, createdBy: 'test', createdAt: stand.createdAt });
  });

  await t.test('revert is refused where what was referred to does not stand any more', async (t) => {
    const [old, standing] = [await desk.create('source'), await desk.create('source')];
    const stand = await desk.create('attribution', { sourceId: old.id });
    await desk.update(stand.id, { sourceId: standing.id });
    await desk.withdraw(old.id);
    const place = { pointer: '/sourceId', code: 'withdrawn_reference' };
    await refused(t, revert(stand.id, 1), 'invalid_document', [place], 'withdrawn');
    t.equal((await revert(stand.id, 2))[0]?.revision, 3, 'what it refers to now may be withdrawn');
    const about = await desk.create('claim', { about: [{ name: { en: 'It' }, sourceId: standing.id }] });
    await desk.update(about.id, { notes: { en: 'A note' } });
    await desk.withdraw(standing.id);
    t.equal((await revert(about.id, 1))[0]?.revision, 3, 'held before and after');
    await desk.restore(old.id);
    t.equal((await revert(stand.id, 1))[0]?.sourceId, old.id, 'restored');
  });

  await t.test('revert is refused where it would break what stands beside it', async (t) => {
    const first = await desk.create('source', { externalId: 'a name' });
    await desk.update(first.id, { externalId: null });
    const second = await desk.create('source', { externalId: 'a name' });
    const taken = [{ pointer: '/externalId', code: 'taken' }];
    const problem = await refused(t, revert(first.id, 1), 'conflict', taken, 'its name is taken');
    t.match(problem?.message, second.id);
    const { id, claimId, articleId } = await desk.create('attribution', {
      stance: 'relays',
      originUnknown: true,
    });
    await desk.update(id, { stance: 'affirms', originUnknown: null });
    await desk.update(id, { stance: 'relays', originUnknown: true });
    const behind = await desk.create('attribution', { claimId, articleId, viaId: id });
    await desk.update(id, { originUnknown: null });
    await desk.update(behind.id, { note: { en: 'A note' } });
    t.equal((await revert(id, 1))[0]?.originUnknown, true);
    const stale: Command = { action: 'revert', id, toRevision: 1, ifRevision: [1] };
    await refused(t, desk.write(stale), 'precondition_failed', [], 'it has changed meanwhile');
  });
}
