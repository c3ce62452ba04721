import { Problem } from '../../src/errors.ts';
import { newIdentifier, type ResourceType, resourceTypes } from '../../src/model/identifiers.ts';
import type { Command, Store } from '../../src/store/port.ts';
import { random } from '../bench/newsroom.ts';
import { creation, type Fields } from './making.ts';

const texts = ['It rained.', 'أمطرت', '  spaced  ', 'line\nbreak', '"quoted" \\ ', '𝄞 and \u2028', '0'];
const dates = ['2022-03-14?', '2022-03', '../2023', '2022-03-12/2022-03-13', '2022-03-13T10:00:00+03:00'];

/** Writes to a store at random: all seven types, in all ways; what the store refuses is left out. */
export async function writeAtRandom(store: Store, seed: number, steps: number): Promise<void> {
  const next = random(seed);
  const pick = <Item>(items: readonly Item[]) => items[Math.floor(next() * items.length)] as Item;
  const chance = (share: number) => next() < share;
  const made = new Map<ResourceType, string[]>(resourceTypes.map((type) => [type, []]));
  const attributions = new Map<string, Fields>();
  const some = (type: ResourceType, share: number) => {
    const ids = made.get(type) ?? [];
    return ids.length > 0 && chance(share) ? pick(ids) : undefined;
  };
  const map = () => ({ en: pick(texts), ...(chance(0.3) && { ar: pick(texts) }) });
  const optional = (fields: Fields) =>
    Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  let names = 0;

  const fieldsOf: Record<ResourceType, () => Fields> = {
    source: () => ({
      name: map(),
      ...pick<Fields>([
        {
          kind: 'organization',
          partOf: [some('source', 0.5)].flatMap((id) => (id ? [{ sourceId: id }] : [])),
        },
        { kind: 'person', sameAs: ['urn:example:one'] },
        ...[some('source', 1)].flatMap((citedById) => (citedById ? [{ kind: 'anonymous', citedById }] : [])),
        ...[some('source', 1)].flatMap((citedById) => {
          const evidenceId = some('evidence', 1);
          const identifiedAs = { sourceId: some('source', 1), ...(evidenceId && { evidenceId }) };
          return citedById ? [{ kind: 'anonymous', citedById, identifiedAs }] : [];
        }),
      ]),
    }),
    article: () => ({
      title: map(),
      language: 'en',
      publisherId: some('source', 0.8),
      publishedAt: chance(0.5) ? pick(dates) : undefined,
      notices: chance(0.3)
        ? [
            {
              kind: 'update',
              ...optional({ attributionIds: some('attribution', 1) && [some('attribution', 1)] }),
            },
          ]
        : undefined,
    }),
    claim: () => ({
      text: map(),
      about: chance(0.3) ? [{ name: map(), ...optional({ sourceId: some('source', 0.8) }) }] : undefined,
    }),
    attribution: () => {
      const via = some('attribution', 0.5);
      const { claimId, articleId } = attributions.get(via ?? '') ?? {};
      return {
        claimId: claimId ?? some('claim', 0.8),
        articleId: articleId ?? some('article', 0.8),
        sourceId: some('source', 0.8),
        viaId: via,
        saidAt: chance(0.3) ? pick(dates) : undefined,
        quotes: chance(0.3)
          ? [{ text: pick(texts), language: 'en', verbatim: 'yes', translated: 'no' }]
          : undefined,
        ...pick<Fields>([
          { stance: 'affirms' },
          { stance: 'denies' },
          { stance: 'relays', originUnknown: true },
        ]),
      };
    },
    relation: () => ({
      kind: pick(['contradicts', 'supports', 'same_as']),
      fromClaimId: some('claim', 0.9),
      toClaimId: some('claim', 0.9),
    }),
    evidence: () => ({
      ...optional(
        chance(0.5) ? { claimId: some('claim', 0.8) } : { attributionId: some('attribution', 0.8) },
      ),
      title: map(),
      producedById: some('source', 0.5),
    }),
    review: () => ({
      ...optional(
        chance(0.5) ? { claimId: some('claim', 0.8) } : { attributionId: some('attribution', 0.8) },
      ),
      reviewerId: some('source', 0.8),
      evidenceIds: some('evidence', 0.5) ? [some('evidence', 1)] : undefined,
      rating: { value: 1.5, best: 1e21, worst: -0.000001 },
    }),
  };

  /** A new attribution that has the source of another one behind it, in one commit. */
  const carried = (): Command[] => {
    const [carrier, start] = [newIdentifier('attribution'), newIdentifier('attribution')];
    const needed = creation('attribution', optional({ ...fieldsOf.attribution(), viaId: undefined }), start);
    const { fields } = needed.at(-1) as Extract<Command, { action: 'create' }>;
    const { claimId, articleId, sourceId } = fields;
    const same = { claimId, articleId, sourceId, certainty: 'unspecified' };
    return [
      ...needed.slice(0, -1),
      { action: 'create', type: 'attribution', id: start, fields: { ...fields, viaId: carrier } },
      { action: 'create', type: 'attribution', id: carrier, fields: { ...same, stance: 'relays' } },
    ];
  };

  const redaction = () => {
    const pointers = ['/name/en', '/text/en', '/title/en', '/quotes/0', '/externalId', '/rating'];
    return chance(0.5) ? { pointers: [pick(pointers)], comments: chance(0.5) } : {};
  };

  for (let step = 0; step < steps; step++) {
    const type = pick(resourceTypes);
    const existing = some(type, 1);
    const externalId = chance(0.3) ? `name ${names++} ${pick(texts)}` : undefined;
    const fields = optional({ ...fieldsOf[type](), externalId });
    const commands: Command[] = pick<() => Command[]>([
      () => creation(type, fields),
      () => creation(type, fields),
      () => (type === 'attribution' ? carried() : creation(type, fields)),
      () => (existing ? [{ action: 'update', id: existing, patch: fields }] : []),
      () => (existing ? [withdrawal(existing, some(type, 0.5))] : []),
      () => (existing ? [{ action: 'restore', id: existing }] : []),
      () => (existing && chance(0.5) ? [{ action: 'redact', id: existing, ...redaction() }] : []),
    ])();
    try {
      const { items } = await store.commit(commands, {
        actor: pick(['one', 'other']),
        comment: chance(0.2) ? pick(texts) : undefined,
      });
      for (const [index, { id }] of items.entries()) {
        const command = commands[index];
        if (command?.action !== 'create') continue;
        made.get(command.type)?.push(id);
        if (command.type === 'attribution') attributions.set(id, command.fields);
      }
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
    }
  }
}

function withdrawal(id: string, replacedById: string | undefined): Command {
  const told = { kind: replacedById ? 'duplicate' : 'other', reason: { en: 'A mistake' } };
  return { action: 'withdraw', id, withdrawal: { ...told, ...(replacedById && { replacedById }) } };
}
