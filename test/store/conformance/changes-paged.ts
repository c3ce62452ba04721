import fc from 'fast-check';
import type { Test } from 'tap';
import { newIdentifier, resourceTypes } from '../../../src/model/identifiers.ts';
import type { ChangeQuery, LogEntry } from '../../../src/store/port.ts';
import { creation, Desk } from '../../helpers/making.ts';
import { idsIn } from '../projection-reference.ts';
import type { OpenStore } from './suite.ts';

/** All writes of a store, each with the claims that it concerns: by its own ids, or by those of attributions in it. */
type Reference = readonly (LogEntry & { readonly concerned: ReadonlySet<string> })[];

/** The log is read on page by page, whatever is asked of it and whatever is written meanwhile. */
export async function pagedChanges(t: Test, openStore: OpenStore): Promise<void> {
  const desk = new Desk(await openStore(t));
  const { store } = desk;
  const query = (more: Partial<ChangeQuery> = {}): ChangeQuery => ({
    ...{ after: 0, limit: 1_000, types: [], claims: [], ...more },
  });
  /** The positions on all pages, from a position on. */
  const walk = async (given: ChangeQuery): Promise<number[]> => {
    const found: number[] = [];
    for (let { after } = given; ; ) {
      const { entries, position, more } = await store.changes({ ...given, after });
      if (entries.length > given.limit || position < after || (more && position === after))
        throw new Error(`after ${after}: ${entries.length} entries, then ${position}`);
      found.push(...entries.map((entry) => entry.position));
      if (!more) return found;
      after = position;
    }
  };

  await t.test('pages hold each change once, whatever is asked for', async (t) => {
    const claims = await busyLog(desk);
    const reference = await referenceOf(store.changes(query()).then(({ entries }) => entries));
    t.ok(reference.length > 100, `${reference.length} changes`);
    const some = <Value>(values: readonly Value[], most: number) =>
      fc.subarray([...values], { maxLength: most });
    const queries = fc.record({
      after: fc.nat(reference.length),
      limit: fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 6, max: 300 })),
      types: some(resourceTypes, 4),
      claims: some(claims, 3),
    });
    const property = fc.asyncProperty(queries, async (given) => {
      const expected = reference.filter(
        ({ position, type, concerned }) =>
          position > given.after &&
          (given.types.length === 0 || given.types.includes(type)) &&
          (given.claims.length === 0 || given.claims.some((claim) => concerned.has(claim))),
      );
      const found = await walk(given);
      return JSON.stringify(found) === JSON.stringify(expected.map(({ position }) => position));
    });
    await fc.assert(property, { numRuns: 150 });
    const every = new Set(reference.flatMap(({ concerned }) => [...concerned]));
    t.ok(
      claims.every((claim) => every.has(claim)),
      'every claim was concerned',
    );
  });

  await t.test('a few of some types are found among very many', async (t) => {
    const claim = await desk.create('claim');
    const article = await desk.create('article');
    const fields = { claimId: claim.id, articleId: article.id, sourceId: article.publisherId };
    const before = await desk.position();
    const many = Array.from({ length: 1_300 }, () => creation('attribution', fields)).flat();
    const review = creation('review', { claimId: claim.id, reviewerId: article.publisherId });
    await store.commit([...review, ...many, ...creation('evidence', { claimId: claim.id })], {
      actor: 'test',
    });
    const asked = query({ types: ['review', 'evidence'], claims: [claim.id], limit: 1 });
    t.strictSame(await walk(asked), [before + 1, before + 1_302]);
    const others = query({ types: ['source'], claims: [claim.id, newIdentifier('claim')] });
    t.strictSame(await walk(others), []);
  });

  await t.test('what is written while it is read is neither lost nor told twice', async (t) => {
    const start = await desk.position();
    const all = Array.from({ length: 60 }, (_, index) => start + 1 + index);
    let writing = true;
    const written = Promise.all(all.map((position) => desk.create('claim', { topics: [`at-${position}`] })));
    written.finally(() => {
      writing = false;
    });
    const found: number[] = [];
    for (let after = start; writing; ) {
      const { entries, position } = await store.changes(query({ after, limit: 7 }));
      found.push(...entries.map((entry) => entry.position));
      after = position;
      await new Promise((resolve) => setImmediate(resolve));
    }
    await written;
    const rest = await walk(query({ after: found.at(-1) ?? start }));
    t.strictSame([...found, ...rest], all);
  });
}

/** Writes of all types and actions about a few claims, in a mixed order; gives the claims. */
async function busyLog(desk: Desk): Promise<string[]> {
  const claims = await Promise.all(Array.from({ length: 4 }, () => desk.create('claim')));
  const ids = claims.map(({ id }) => id);
  const of = (index: number) => String(ids[index % ids.length]);
  for (let round = 0; round < 9; round++) {
    const stand = await desk.create('attribution', { claimId: of(round) });
    const evidence = await desk.create(
      'evidence',
      round % 2 ? { attributionId: stand.id } : { claimId: of(round) },
    );
    await desk.create('relation', { fromClaimId: of(round), toClaimId: of(round + 1), kind: 'elaborates' });
    const reviewed = round % 3 ? { attributionId: stand.id } : { claimId: of(round + 2) };
    const review = await desk.create('review', { ...reviewed, evidenceIds: [evidence.id] });
    await desk.update(of(round), { notes: { en: `Round ${round}` } });
    const notices = [{ kind: 'update', attributionIds: [stand.id] }];
    await desk.update(String(stand.articleId), { notices });
    await desk.withdraw(review.id);
    if (round % 2) await desk.restore(review.id);
    else await desk.write({ action: 'redact', id: review.id });
  }
  return ids;
}

async function referenceOf(entries: Promise<readonly LogEntry[]>): Promise<Reference> {
  const attributions = new Map<string, string[]>();
  return (await entries).map((entry) => {
    const ids = idsIn(JSON.parse(entry.json));
    if (entry.type === 'attribution') attributions.set(entry.id, ids);
    const concerned = new Set(ids.flatMap((id) => [id, ...(attributions.get(id) ?? [])]));
    return { ...entry, concerned };
  });
}
