import { strictEqual } from 'node:assert';
import type { Test } from 'tap';
import { newIdentifier } from '../../../src/model/identifiers.ts';
import type { AssessOptions, Command, DatedAssessment } from '../../../src/store/port.ts';
import { creation, Desk } from '../../helpers/making.ts';
import { type OpenStore, refused } from './suite.ts';

/** What the record says of a claim, now and by either clock. */
export async function assessing(t: Test, openStore: OpenStore): Promise<void> {
  await t.test('a claim is assessed with all that is one with it', async (t) => {
    const desk = new Desk(await openStore(t));
    const [claim, twin] = [await desk.create('claim'), await desk.create('claim')];
    await desk.create('relation', { kind: 'same_as', fromClaimId: claim.id, toClaimId: twin.id });
    const said = await desk.create('attribution', { claimId: claim.id });
    const denied = await desk.create('attribution', { claimId: twin.id, stance: 'denies' });
    for (const { id } of [claim, twin]) {
      const found = await assessed(desk, id);
      t.match(found, {
        ...{ claimId: id, claimIds: [claim.id, twin.id], truncated: false },
        recordedAsOf: await desk.position(),
        assessment: { contested: { value: true, basis: [said.id, denied.id] } },
      });
      t.notOk('certain' in (found ?? {}), 'of all that is recorded');
    }
    t.equal(await assessed(desk, newIdentifier('claim')), undefined);
  });

  await t.test('by what had been said by a date', async (t) => {
    const desk = new Desk(await openStore(t));
    const claim = await desk.create('claim');
    const article = await desk.create('article', { publishedAt: '2022-03-14' });
    await desk.create('attribution', { claimId: claim.id, articleId: article.id });
    const max = async (asOf: string) => {
      const { certain, possible } = (await assessed(desk, claim.id, { asOf })) ?? {};
      return [certain?.originCount.max, possible?.originCount.max];
    };
    t.strictSame(await max('2022-03-10'), [0, 0]);
    t.strictSame(await max('2022-03-14T01:00:00Z'), [0, 1]);
    t.strictSame(await max('2022-03-20'), [1, 1]);
  });

  await t.test('by what had been recorded here by a log position or a time', async (t) => {
    const desk = new Desk(await openStore(t));
    const claimId = newIdentifier('claim');
    const before = await desk.position();
    await desk.write(...creation('claim', {}, claimId));
    const counts: [position: number, at: number, origins: number][] = [];
    const steps: (() => Promise<unknown>)[] = [
      () => desk.update(claimId, { tense: 'future' }),
      () => desk.create('attribution', { claimId }),
      () => desk.create('attribution', { claimId }),
      async () => desk.withdraw((await desk.create('attribution', { claimId })).id),
    ];
    for (const [index, step] of steps.entries()) {
      await step();
      const position = await desk.position();
      const { entries } = await desk.store.changes({ after: position - 1, limit: 1, types: [], claims: [] });
      counts.push([position, entries[0]?.at ?? 0, Math.min(index, 2)]);
      // Times are told apart.
      await new Promise((resolve) => setTimeout(resolve, 3));
    }
    const origins = async (recordedAsOf: AssessOptions['recordedAsOf']) => {
      const found = await assessed(desk, claimId, { recordedAsOf });
      return found && [found.recordedAsOf, found.assessment?.originCount.max];
    };
    for (const [position, at, count] of counts) {
      t.strictSame(await origins({ position }), [position, count], `as of ${position}`);
      t.strictSame(await origins({ at }), [position, count], 'at that time');
      t.strictSame(await origins({ at: at + 1 }), [position, count], 'and just after it');
    }
    const [newest] = counts.at(-1) ?? [0];
    t.strictSame(await origins({ at: Date.now() + 1_000_000 }), [newest, 2], 'in the future');
    for (const nothing of [{ position: before }, { position: 0 }, { at: 0 }, { at: -1 }]) {
      t.equal(await origins(nothing), undefined, 'when nothing was there');
    }
    for (const position of [newest + 1, Number.MAX_SAFE_INTEGER]) {
      const beyond = desk.store.assess(claimId, { recordedAsOf: { position } });
      await refused(t, beyond, 'position_gone', [], 'beyond the newest');
    }
  });

  await t.test('however much is said of it', async (t) => {
    const desk = new Desk(await openStore(t));
    const [claim, source, article] = [
      await desk.create('claim'),
      await desk.create('source'),
      await desk.create('article'),
    ];
    const told = { claimId: claim.id, articleId: article.id, certainty: 'certain', stance: 'affirms' };
    const stand = (sourceId: string): Command => {
      return { action: 'create', type: 'attribution', fields: { ...told, sourceId } };
    };
    await desk.write(...Array.from({ length: 400 }, () => stand(source.id)));
    const position = await desk.position();
    await desk.create('attribution', { ...told });
    const found = [
      await assessed(desk, claim.id),
      await assessed(desk, claim.id, { recordedAsOf: { position } }),
      await assessed(desk, claim.id, { recordedAsOf: { position: 0 } }),
    ];
    t.strictSame(
      found.map((one) => one && [one.truncated, one.recordedAsOf, one.assessment?.originCount.max]),
      [[false, position + 2, 2], [false, position, 1], undefined],
    );
    const beyond = desk.store.assess(claim.id, { recordedAsOf: { position: position + 3 } });
    await refused(t, beyond, 'position_gone', [], 'beyond the newest');
  });
}

async function assessed(
  desk: Desk,
  id: string,
  options?: AssessOptions,
): Promise<DatedAssessment | undefined> {
  const found = await desk.store.assess(id, options);
  if (!found) return undefined;
  const assessment = JSON.parse(found.json) as DatedAssessment;
  strictEqual(assessment.recordedAsOf, found.recordedAsOf);
  return assessment;
}
