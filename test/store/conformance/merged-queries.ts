import fc from 'fast-check';
import type { Test } from 'tap';
import { Problem } from '../../../src/errors.ts';
import type { ResourceDocument } from '../../../src/model/definition.ts';
import { newIdentifier, type ResourceType } from '../../../src/model/identifiers.ts';
import { resources } from '../../../src/model/resources.ts';
import type { Command, Filter } from '../../../src/store/port.ts';
import { creation, Desk } from '../../helpers/making.ts';
import { satisfies } from './queries.ts';
import { idsOfAllPages, type OpenStore, queryOf } from './suite.ts';

const counts = { source: 4, article: 3, claim: 4, attribution: 7, relation: 3, evidence: 3, review: 3 };
type Made = Record<ResourceType, string[]>;

/** What makes a small graph in which `pick` says what refers to what. */
function graph(pick: <Item>(items: readonly Item[]) => Item): { made: Made; commands: Command[] } {
  const made = Object.fromEntries(
    Object.entries(counts).map(([type, count]) => [
      type,
      Array.from({ length: count }, () => newIdentifier(type as ResourceType)),
    ]),
  ) as Made;
  const subject = () =>
    pick([true, false]) ? { claimId: pick(made.claim) } : { attributionId: pick(made.attribution) };
  const fields: Record<ResourceType, (index: number) => object> = {
    source: () => ({}),
    article: () => ({ publisherId: pick(made.source) }),
    claim: () => ({ about: [{ name: { en: 'A party' }, sourceId: pick(made.source) }] }),
    attribution: () => ({
      ...{ claimId: pick(made.claim), sourceId: pick(made.source), articleId: pick(made.article) },
      ...{ onBehalfOfId: pick(made.source), stance: pick(['affirms', 'denies']) },
    }),
    relation: (index) => ({ fromClaimId: made.claim[index], toClaimId: made.claim[index + 1] }),
    evidence: () => ({ ...subject(), producedById: pick(made.source) }),
    review: () => ({ ...subject(), reviewerId: pick(made.source), evidenceIds: [pick(made.evidence)] }),
  };
  const commands = Object.entries(made).flatMap(([type, ids]) =>
    ids.flatMap((id, index) =>
      creation(type as ResourceType, { ...fields[type as ResourceType](index) }, id),
    ),
  );
  return { made, commands };
}

/** For each id what stands for all that is one thing with it. */
function wholes(all: readonly ResourceDocument[]): (id: unknown) => unknown {
  const replacements = new Map(all.map(({ id, withdrawal }) => [id, withdrawal?.replacedById]));
  const standing = (id: string): string => {
    const next = replacements.get(id);
    return next === undefined ? id : standing(next);
  };
  return (id) => (typeof id === 'string' ? standing(id) : id);
}

/** The names of a type's filters that name resources, with the type that they name. */
function referenceFilters(type: ResourceType): [name: string, to: ResourceType][] {
  const { references, either, through } = resources[type];
  const own = Object.entries(references).map(([name, { to }]) => [name, to] as const);
  const ends = Object.entries(either).map(([name, [end = '']]) => [name, references[end]?.to] as const);
  const others = through.flatMap(({ resource, filters }) =>
    filters.map((name) => [name, resources[resource].references[name]?.to] as const),
  );
  return [...own, ...ends, ...others].flatMap(([name, to]) => (to ? [[name, to]] : []));
}

/** Filters of a type that say something else of it, or of what refers to it. */
function otherFilters(type: ResourceType): Filter[] {
  const { values, through, exists } = resources[type];
  const stance = 'stance' in values || through.some(({ filters }) => filters.includes('stance'));
  return [
    ...(stance ? [{ name: 'stance', values: ['affirms'] }] : []),
    ...Object.keys(exists).map((name) => ({ name, values: [true] })),
  ];
}

/** After random withdrawals, replacements and restorations, lists find what a look through all documents finds. */
export async function mergedQueries(t: Test, openStore: OpenStore): Promise<void> {
  const desk = new Desk(await openStore(t));
  let [replaced, found] = [0, 0];

  const step = fc.record({
    type: fc.constantFrom(
      'source',
      'article',
      'claim',
      'attribution',
      'evidence',
    ) as fc.Arbitrary<ResourceType>,
    action: fc.constantFrom('replace', 'replace', 'replace', 'withdraw', 'restore'),
    one: fc.nat(),
    other: fc.nat(),
  });
  const property = fc.asyncProperty(
    fc.infiniteStream(fc.nat()),
    fc.array(step, { minLength: 5, maxLength: 20 }),
    async (numbers, steps) => {
      const pick = <Item>(items: readonly Item[]) => items[numbers.next().value % items.length] as Item;
      const { made, commands } = graph(pick);
      await desk.write(...commands);
      for (const { type, action, one, other } of steps) {
        const [id, replacement] = [one, other].map(
          (index) => made[type][index % made[type].length] as string,
        );
        const write = () =>
          action === 'restore'
            ? desk.restore(id as string)
            : desk.withdraw(id as string, action === 'replace' ? replacement : undefined);
        await write().catch((error) => {
          if (!(error instanceof Problem)) throw error;
        });
      }
      const all: ResourceDocument[] = [];
      for (const [type, ids] of Object.entries(made)) {
        for (const id of ids) all.push((await desk.read(type as ResourceType, id)) as ResourceDocument);
      }
      const whole = wholes(all);
      replaced += all.filter(({ withdrawal }) => withdrawal?.replacedById).length;
      for (const type of Object.keys(made) as ResourceType[]) {
        for (const [name, to] of referenceFilters(type)) {
          for (const id of made[to]) {
            const others = otherFilters(type).filter(() => pick([true, false, false]));
            const filters = [...others, { name, values: [id] }];
            const [withdrawn, descending] = [pick([true, false]), pick([true, false])];
            const sort = { by: pick(['createdAt', 'updatedAt']), descending };
            const query = queryOf(type, { filters, withdrawn, sort, limit: pick([2, 50]) });
            const expected = all.filter((one) => one.type === type && satisfies(one, query, all, whole));
            const ids = await idsOfAllPages(desk.store, query);
            const { value } = await desk.store.count(query, 1_000);
            const wanted = expected.map((one) => one.id).toSorted();
            found += wanted.length;
            if (ids.toSorted().join() !== wanted.join() || value !== wanted.length) {
              throw new Error(`${JSON.stringify(query)} finds ${ids}, counts ${value}, and not ${wanted}`);
            }
          }
        }
      }
    },
  );
  await fc.assert(property, { numRuns: 10 });
  t.ok(replaced > 5 && found > 300, `${found} found as expected, with ${replaced} that were merged`);
}
