import fc from 'fast-check';
import { test } from 'tap';
import { type AssessmentAnswer, assess } from '../../src/analysis/assessment.ts';
import { lookUp } from '../../src/analysis/chains.ts';
import type { Dependents } from '../../src/analysis/dependents.ts';
import { standingFor } from '../../src/analysis/merging.ts';
import { restsOn } from '../../src/analysis/rests-on.ts';
import { standsAmong } from '../../src/analysis/stands.ts';
import type { ResourceDocument } from '../../src/model/definition.ts';
import { referencesOf } from '../../src/model/references.ts';
import { resources } from '../../src/model/resources.ts';
import { Desk } from '../helpers/making.ts';
import { openSqliteFile } from '../helpers/sqlite.ts';
import { everything, newsroom, writeNewsroom } from '../helpers/written-newsroom.ts';

/** What is told of the support of every claim by the chief assessment of all that is recorded. */
function assessments(documents: readonly ResourceDocument[]) {
  const claims = documents.filter(({ type }) => type === 'claim');
  return new Map(
    claims.map(({ id }) => {
      const ground = { claimId: id, documents, wordings: [], truncated: false };
      return [id, told(assess(ground))];
    }),
  );
}

function told({ claimIds, assessment }: AssessmentAnswer) {
  const { originCount, independence, contested } = assessment ?? {};
  return {
    claimIds,
    originCount: { min: originCount?.min, max: originCount?.max },
    independence: independence?.value,
    contested: contested?.value,
    basis: [...new Set([...(originCount?.basis ?? []), ...(contested?.basis ?? [])])].sort(),
  };
}

/** What rests on a document, looked for until nothing more is found. */
function restingOn(rootId: string, documents: readonly ResourceDocument[]): string[] {
  const byId = lookUp(documents);
  const groundsOf = (document: ResourceDocument) =>
    referencesOf(resources[document.type], document)
      .filter(({ name, to }) => to !== 'claim' && restsOn[document.type].has(name))
      .map(({ name, id }) => {
        const other = byId(id);
        return { name, id: ((other && standingFor(other, byId)) ?? { id }).id };
      });
  const [whole, copies] = [new Set([rootId]), new Set<string>()];
  const live = documents.filter(({ withdrawal }) => !withdrawal);
  for (let size = -1; size !== whole.size + copies.size; ) {
    size = whole.size + copies.size;
    for (const document of live) {
      const grounds = groundsOf(document);
      if (grounds.some(({ name, id }) => name !== 'derivedFrom' && whole.has(id))) whole.add(document.id);
      if (grounds.some(({ name, id }) => name === 'derivedFrom' && (whole.has(id) || copies.has(id))))
        copies.add(document.id);
    }
  }
  return [...new Set([...whole, ...copies])].filter((id) => id !== rootId).sort();
}

const counting = (documents: readonly ResourceDocument[]) =>
  new Set(standsAmong(documents, lookUp(documents)).map(({ id }) => id));

test('what would be left is what is left once it is withdrawn', async (t) => {
  const { store } = await openSqliteFile(t);
  const desk = new Desk(store);
  const others = new Set<string>();
  let [lost, changed] = [0, 0];
  await fc.assert(
    fc.asyncProperty(newsroom, async (made) => {
      await writeNewsroom(desk, made);
      const earlier = new Set(others);
      const before = await everything(store, earlier);
      for (const { id } of before) others.add(id);
      const asked = before.filter(({ type }) => ['source', 'article', 'attribution'].includes(type));
      for (const { id, type } of asked.slice(-10)) {
        const found = (await store.dependents({ type: type as 'source', id, limit: 100 })) as Dependents;
        const root = before.find((one) => one.id === found.id) as ResourceDocument;
        if (!root.withdrawal) await desk.withdraw(root.id);
        const after = await everything(store, earlier);
        if (!root.withdrawal) await desk.restore(root.id);
        hold(found, before, after);
        lost += found.claims.filter((claim) => claim.lostSupport).length;
        changed += found.claims.length;
      }
    }),
    { numRuns: 60 },
  );
  t.ok(lost > 20, `${lost} claims lost support`);
  t.ok(changed > lost, `${changed} claims were told of`);
});

function hold(found: Dependents, before: readonly ResourceDocument[], after: readonly ResourceDocument[]) {
  equal(found.items.map(({ document }) => document.id).sort(), restingOn(found.id, before), 'dependents');
  const left = counting(after);
  const gone = [...counting(before)].filter((id) => !left.has(id) && id !== found.id).sort();
  const stances = found.items.filter(({ document }) => document.type === 'attribution');
  equal(
    stances.flatMap(({ document, countsNoMore }) => (countsNoMore ? [document.id] : [])).sort(),
    gone,
    'attributions that count no more',
  );
  const [then, now] = [assessments(before), assessments(after)];
  const toldOf = new Set<string>();
  for (const { claim, before: with_, after: without, lostSupport } of found.claims) {
    equal(with_, then.get(claim.id), `${claim.id} before`);
    equal(without, now.get(claim.id), `${claim.id} after`);
    equal(lostSupport, with_.originCount.max > 0 && without.originCount.max === 0, 'lost support');
    for (const id of without.claimIds) toldOf.add(id);
    for (const review of before) {
      if (
        lostSupport &&
        review.type === 'review' &&
        !review.withdrawal &&
        with_.claimIds.includes(String(review.claimId))
      ) {
        equal(
          found.reviews.some((one) => one.review.id === review.id && one.reasons.includes('claim')),
          true,
          'review',
        );
      }
    }
  }
  for (const [id, one] of then) {
    if (toldOf.has(id)) continue;
    const { contested, basis, claimIds } = now.get(id) ?? {};
    equal({ contested, basis, claimIds }, { ...pick(one) }, `${id}, which is not told of`);
  }
  equal(found.truncated, false, 'truncated');
}

function pick({ contested, basis, claimIds }: ReturnType<typeof told>) {
  return { contested, basis, claimIds };
}

function equal(actual: unknown, expected: unknown, what: string): void {
  const [one, other] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (one !== other) throw new Error(`${what}: ${one}, and not ${other}`);
}
