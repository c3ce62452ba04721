import type { Test } from 'tap';
import { newIdentifier, resourceTypes } from '../../../src/model/identifiers.ts';
import type { Command } from '../../../src/store/port.ts';
import { Desk } from '../../helpers/making.ts';
import { type OpenStore, refused } from './suite.ts';

const reason = { en: 'A mistake' };

/** Withdrawals and restorations. */
export async function withdrawing(t: Test, openStore: OpenStore): Promise<void> {
  const desk = new Desk(await openStore(t));
  const { store } = desk;

  await t.test('withdraw and restore are revisions, and nothing is erased', async (t) => {
    for (const type of resourceTypes) {
      const made = await desk.create(type);
      const other = await desk.create(type);
      const withdrawal = { kind: 'duplicate', reason, replacedById: other.id };
      const [withdrawn] = await desk.write({ action: 'withdraw', id: made.id, withdrawal });
      const { updatedAt, withdrawal: stands } = withdrawn ?? {};
      t.strictSame(withdrawn, { ...made, revision: 2, updatedAt, withdrawal: stands }, type);
      t.strictSame({ ...stands, at: '' }, { at: '', ...withdrawal });
      t.equal(stands?.at, updatedAt);
      const note = type === 'article' || type === 'source' || type === 'claim' ? 'notes' : 'note';
      const changed = await desk.update(made.id, { [note]: { en: 'A note' } });
      t.strictSame(changed.withdrawal, stands, 'an update leaves the withdrawal');
      const restored = await desk.restore(made.id);
      t.notOk('withdrawal' in restored, 'gone once restored');
      t.strictSame([restored.revision, restored[note]], [4, { en: 'A note' }]);
    }
  });

  await t.test('withdraw and restore refuse what does not fit', async (t) => {
    const made = await desk.create('claim');
    const withdraw = (withdrawal: object, id = made.id) =>
      store.commit([{ action: 'withdraw', id, withdrawal } as Command], { actor: 'test' });
    await refused(t, desk.restore(made.id), 'conflict', [], 'restore what stands');
    const cases: [object, string, string][] = [
      [{ kind: 'nonsense', reason }, '/kind', 'invalid_value'],
      [{ kind: 'other' }, '/reason', 'required'],
      [{ kind: 'other', reason, nonsense: 1 }, '/nonsense', 'unknown_field'],
      [{ kind: 'other', reason, replacedById: newIdentifier('source') }, '/replacedById', 'invalid_format'],
      [
        { kind: 'other', reason, replacedById: newIdentifier('claim') },
        '/replacedById',
        'dangling_reference',
      ],
      [{ kind: 'other', reason, replacedById: made.id }, '/replacedById', 'self_reference'],
    ];
    for (const [withdrawal, pointer, code] of cases) {
      await refused(t, withdraw(withdrawal), 'invalid_document', [{ pointer, code }], `${pointer} ${code}`);
    }
    const gone = await desk.create('claim');
    await desk.withdraw(gone.id);
    const dead = { pointer: '/replacedById', code: 'withdrawn_reference' };
    const replaced = withdraw({ kind: 'other', reason, replacedById: gone.id });
    await refused(t, replaced, 'invalid_document', [dead], 'replaced by what is withdrawn');
    await refused(t, withdraw({ kind: 'other', reason }, gone.id), 'conflict', [], 'withdrawn twice');
    const given = withdraw({ kind: 'other', reason, at: '1999-01-01T00:00:00.000Z' });
    const place = { pointer: '/at', code: 'unknown_field' };
    await refused(t, given, 'invalid_document', [place], 'the store alone says when');
  });
}
