import type { Test } from 'tap';
import type { ResourceDocument } from '../../../src/model/definition.ts';
import { newIdentifier } from '../../../src/model/identifiers.ts';
import type { Command } from '../../../src/store/port.ts';
import { creation, Desk, type Fields } from '../../helpers/making.ts';
import { type OpenStore, refused } from './suite.ts';

const reason = { en: 'A mistake' };

/** What must hold of the attributions through which others reached an article. */
export async function chains(t: Test, openStore: OpenStore): Promise<void> {
  const desk = new Desk(await openStore(t));
  const { store } = desk;
  const commit = (...commands: Command[]) => store.commit(commands, { actor: 'test' });
  const at = (pointer: string, code: string) => [{ pointer, code }];
  const update = (id: string, patch: Fields, pointer = ''): Command => ({
    action: 'update',
    id,
    patch,
    pointer,
  });

  /** So many attributions of one claim in one article. */
  const standing = async (count: number): Promise<ResourceDocument[]> => {
    const { id: claimId } = await desk.create('claim');
    const { id: articleId } = await desk.create('article');
    const made: ResourceDocument[] = [];
    for (let index = 0; index < count; index++) {
      made.push(await desk.create('attribution', { claimId, articleId }));
    }
    return made;
  };

  await t.test('a via is in the same article on the same claim', async (t) => {
    const [carrier] = (await standing(1)) as [ResourceDocument];
    const { claimId, articleId, id: viaId } = carrier;
    const wrong = at('/viaId', 'wrong_chain');
    for (const fields of [{ claimId }, { articleId }, {}]) {
      const attempt = commit(...creation('attribution', { ...fields, viaId }));
      await refused(t, attempt, 'invalid_document', wrong, `only ${Object.keys(fields)} alike`);
      const made = await desk.create('attribution', fields);
      await refused(t, desk.update(made.id, { viaId }), 'invalid_document', wrong, 'updated');
    }
    t.equal((await desk.create('attribution', { claimId, articleId, viaId })).viaId, viaId, 'both alike');
  });

  await t.test('no attribution reaches the article through itself', async (t) => {
    const cycle = at('/viaId', 'cycle');
    const [a, b, c] = (await standing(3)) as [ResourceDocument, ResourceDocument, ResourceDocument];
    await desk.update(a.id, { viaId: b.id });
    await refused(t, desk.update(b.id, { viaId: a.id }), 'invalid_document', cycle, 'two');
    await desk.update(b.id, { viaId: c.id });
    await refused(t, desk.update(c.id, { viaId: a.id }), 'invalid_document', cycle, 'three');
    t.strictSame((await desk.read('attribution', c.id))?.viaId, undefined, 'nothing was written');
    const [d, e] = (await standing(2)) as [ResourceDocument, ResourceDocument];
    const places = [...at('/0/viaId', 'cycle'), ...at('/1/viaId', 'cycle')];
    const both = commit(update(d.id, { viaId: e.id }, '/0'), update(e.id, { viaId: d.id }, '/1'));
    await refused(t, both, 'invalid_document', places, 'closed in one commit');
    const { claimId, articleId } = d;
    const ids = [newIdentifier('attribution'), newIdentifier('attribution')];
    const made = ids.flatMap((id, index) =>
      creation('attribution', { claimId, articleId, viaId: ids[1 - index] }, id),
    );
    const new_ = [...cycle, ...cycle];
    await refused(t, commit(...made), 'invalid_document', new_, 'created as a cycle');
    const turned = [update(a.id, { viaId: null }), update(b.id, { viaId: a.id })];
    t.equal((await desk.write(...turned))[1]?.viaId, a.id, 'a chain may be turned round in one commit');
  });

  await t.test('what relays has somebody behind it, or says that nobody is named', async (t) => {
    const needed = at('/originUnknown', 'required');
    const relays = { stance: 'relays' };
    await refused(t, commit(...creation('attribution', relays)), 'invalid_document', needed, 'created alone');
    const carrier = await desk.create('attribution', { ...relays, originUnknown: true });
    const { claimId, articleId, id: viaId } = carrier;
    const unset = () => desk.update(viaId, { originUnknown: null });
    await refused(t, unset(), 'invalid_document', needed, 'updated alone');
    const carried = await desk.create('attribution', { claimId, articleId, viaId });
    t.notOk('originUnknown' in (await unset()), 'somebody stands behind it now');
    const emptied = at('/viaId', 'empty_carrier');
    await refused(t, desk.update(carried.id, { viaId: null }), 'invalid_document', emptied, 'left alone');
    const [affirms] = (await standing(1)) as [ResourceDocument];
    await refused(t, desk.update(affirms.id, relays), 'invalid_document', needed, 'turned into a carrier');
    const [, freed] = await desk.write(
      update(viaId, { originUnknown: true }),
      update(carried.id, { viaId: null }),
    );
    t.notOk('viaId' in (freed ?? {}), 'left alone by a commit that says so');
    const other = await desk.create('attribution', { claimId, articleId, viaId });
    const [moved] = await desk.write(
      update(other.id, { viaId: null }),
      update(viaId, { stance: 'affirms', originUnknown: null }),
    );
    t.notOk('viaId' in (moved ?? {}), 'or by one that gives the carrier a stand of its own');
  });

  await t.test('a carrier that is withdrawn needs nobody, and somebody once it is restored', async (t) => {
    const carrier = await desk.create('attribution', { stance: 'relays', originUnknown: true });
    await desk.withdraw(carrier.id);
    await desk.update(carrier.id, { originUnknown: null });
    const needed = at('/originUnknown', 'required');
    await refused(t, desk.restore(carrier.id), 'invalid_document', needed, 'restored alone');
    const withdrawal = { kind: 'other', reason };
    const id = newIdentifier('attribution');
    const { claimId, articleId } = carrier;
    await desk.write(
      ...creation('attribution', { claimId, articleId, stance: 'relays' }, id),
      ...creation('attribution', { claimId, articleId, viaId: id }),
    );
    const [withdrawn] = await desk.write({ action: 'withdraw', id, withdrawal });
    t.ok(withdrawn?.withdrawal);
    t.equal((await desk.restore(id)).revision, 3, 'somebody stands behind this one');
  });

  await t.test('only what relays has an unknown origin, and what is inferred says why', async (t) => {
    const unknown = commit(...creation('attribution', { originUnknown: true }));
    await refused(t, unknown, 'invalid_document', at('/originUnknown', 'not_applicable'), 'it affirms');
    const inferred = commit(...creation('attribution', { inferred: true }));
    await refused(t, inferred, 'invalid_document', at('/note', 'required'), 'without a note');
    const retracts = commit(...creation('attribution', { stance: 'retracts' }));
    await refused(t, retracts, 'invalid_document', at('/retractsId', 'required'), 'takes nothing back');
  });
}
