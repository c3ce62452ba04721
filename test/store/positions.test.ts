import fc from 'fast-check';
import { test } from 'tap';
import { assess } from '../../src/analysis/assessment.ts';
import type { ResourceDocument } from '../../src/model/definition.ts';
import { newIdentifier } from '../../src/model/identifiers.ts';
import { creation, Desk } from '../helpers/making.ts';
import { openSqliteFile } from '../helpers/sqlite.ts';
import { everything, newsroom, writeNewsroom } from '../helpers/written-newsroom.ts';

/** A source with those that are one with it and those identified as it, looked for until nothing more is found. */
function namesOf(rootId: string, documents: readonly ResourceDocument[]): ReadonlySet<string> {
  const names = new Set([rootId]);
  for (let size = 0; size !== names.size; ) {
    size = names.size;
    for (const { id, type, withdrawal, identifiedAs } of documents) {
      if (type !== 'source') continue;
      const replacedById = withdrawal?.replacedById;
      const known = (identifiedAs as { sourceId: string } | undefined)?.sourceId;
      if (names.has(replacedById ?? '') || names.has(known ?? '')) names.add(id);
      if (names.has(id) && replacedById !== undefined) names.add(replacedById);
    }
  }
  return names;
}

/** What the ledger of a claim has of the attributions by or for a source, in the order of their ids. */
function inLedger(claimId: string, sourceId: string, documents: readonly ResourceDocument[]) {
  const { assessment } = assess({ claimId, documents, wordings: [], truncated: false });
  const names = namesOf(sourceId, documents);
  const own = new Set(
    documents
      .filter((one) => names.has(String(one.sourceId)) || names.has(String(one.onBehalfOfId)))
      .map(({ id }) => id),
  );
  const stands = assessment?.ledger.items.flatMap((item) => item.stands) ?? [];
  return stands
    .filter(({ attributionId }) => own.has(attributionId))
    .map(sorted)
    .sort();
}

function sorted(stand: object): string {
  const { articleId, sourceId, onBehalfOfId, statementKey, ...told } = stand as Record<string, unknown>;
  return JSON.stringify(Object.entries(told).sort(([one], [other]) => (one < other ? -1 : 1)));
}

test('a source said of a claim what the ledger of the claim has of it', async (t) => {
  const { store } = await openSqliteFile(t);
  const desk = new Desk(store);
  const others = new Set<string>();
  let stands = 0;
  await fc.assert(
    fc.asyncProperty(newsroom, async (made) => {
      await writeNewsroom(desk, made);
      const documents = await everything(store, new Set(others));
      for (const { id } of documents) others.add(id);
      const claims = documents.filter(({ type }) => type === 'claim').map(({ id }) => id);
      for (const { id: sourceId } of documents.filter(({ type }) => type === 'source')) {
        const spokenOf = new Set<string>();
        for (const claimId of claims) {
          const query = { sourceId, claims: [claimId], topics: [], limit: 10 };
          const [found] = (await store.positions(query))?.items ?? [];
          const told = [...(found?.stands ?? []), ...(found?.onReports ?? [])].map(sorted).sort();
          const expected = inLedger(claimId, sourceId, documents);
          stands += expected.length;
          if (expected.some((stand) => !stand.includes('relationId'))) spokenOf.add(claimId);
          if (JSON.stringify(told) !== JSON.stringify(expected)) {
            throw new Error(`${sourceId} on ${claimId}: ${told}, and not ${expected}`);
          }
        }
        const query = { sourceId, claims: [], topics: [], limit: 1 };
        const seen: string[] = [];
        let next: number | undefined;
        do {
          const page = await store.positions({ ...query, after: next });
          seen.push(...(page?.items.flatMap(({ claimIds }) => claimIds) ?? []));
          next = page?.next;
        } while (next !== undefined);
        const missing = [...spokenOf].filter((id) => !seen.includes(id));
        if (missing.length > 0) throw new Error(`${sourceId}: no page has ${missing}`);
        if (new Set(seen).size !== seen.length)
          throw new Error(`${sourceId}: a claim stands twice in ${seen}`);
      }
    }),
    { numRuns: 50 },
  );
  t.ok(stands > 200, `${stands} stands were found`);
});

test('a page looks at so many claims, and a position at so many stands', async (t) => {
  const { store } = await openSqliteFile(t);
  const desk = new Desk(store);
  const [outlet, article, oldest] = [
    await desk.create('source', { kind: 'news_outlet' }),
    await desk.create('article'),
    await desk.create('claim'),
  ];
  const by = { sourceId: outlet.id, articleId: article.id };
  await desk.write(
    ...Array.from({ length: 501 }, () =>
      creation('attribution', { sourceId: outlet.id, claimId: oldest.id }),
    ).flat(),
  );
  await desk.write(
    ...Array.from({ length: 5_000 }, () => newIdentifier('claim')).flatMap((claimId) => [
      ...creation('claim', {}, claimId),
      ...creation('attribution', { ...by, claimId, stance: 'relays', originUnknown: true }),
    ]),
  );
  const query = { sourceId: outlet.id, claims: [], topics: [], limit: 20 };
  const first = await store.positions(query);
  t.match(first, { items: [] });
  t.ok(first?.next, 'another page follows');
  const second = await store.positions({ ...query, after: first?.next });
  t.match(second, {
    items: [{ claimId: oldest.id, truncated: true, stands: { length: 500 } }],
    next: undefined,
  });
});
