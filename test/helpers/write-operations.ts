import { newIdentifier, type ResourceType, resourceTypes, schemaName } from '../../src/model/identifiers.ts';
import { hasClaimRevision } from '../../src/model/resources.ts';
import { fullDocuments, type Ground } from './ground.ts';
import { creation, type Fields } from './making.ts';
import type { Service } from './service.ts';

/** A write that would be accepted, and the bodies that it takes. */
export interface Write {
  /** The path, without a query. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Valid bodies that hold every field between them; none where it takes none. */
  readonly bodies: readonly Fields[];
  /** JSON Pointers of the fields that they lack nevertheless. */
  readonly lacks?: readonly string[];
  /** What is written, where it is there already. */
  readonly self?: { readonly type: ResourceType; readonly id: string };
}

type Prepare = (service: Service, ground: Ground) => Promise<Write>;

const reason = { en: 'A slip', ar: 'زلة' };
const any = { 'if-match': '*' };

/** Every operation that writes, by its id; what it changes is made for it alone. */
export const writeOperations: ReadonlyMap<string, Prepare> = new Map([
  ...resourceTypes.flatMap(operationsOf),
  ...(['claim', 'attribution'] as const).flatMap((subject) =>
    (['evidence', 'review'] as const).map((type): [string, Prepare] => [
      `create${schemaName(subject)}${schemaName(type)}`,
      linking(subject, type),
    ]),
  ),
  ['createArticleGraph', articleGraph],
  ['createKey', async () => ({ url: '/v1/keys', bodies: [{ name: 'A key', scope: 'read', expiresAt }] })],
  ['updateKey', async (service) => ({ url: await keyUrl(service), bodies: [{ name: 'A key', expiresAt }] })],
  ['revokeKey', async (service) => ({ url: `${await keyUrl(service)}/revocation`, bodies: [] })],
]);

const expiresAt = '2099-01-31T00:00:00+01:00';

async function keyUrl({ store }: Service): Promise<string> {
  const { id } = await store.keys.create({
    ...{ digest: newIdentifier('claim').padEnd(64, '0').slice(0, 64), name: 'A key', scope: 'read' as const },
    createdBy: 'test',
  });
  return `/v1/keys/${id}`;
}

function operationsOf(type: ResourceType): [string, Prepare][] {
  const collection = type === 'evidence' ? '/v1/evidence' : `/v1/${type}s`;
  const name = schemaName(type);
  const create: Prepare = async (_service, ground) => ({
    url: collection,
    bodies: fullDocuments(ground)[type],
  });
  const update: Prepare = async (service, ground) => {
    const [body = {}] = fullDocuments(ground)[type];
    const { claimId, articleId, sourceId, fromClaimId, toClaimId } = body;
    const fixed = { claimId, articleId, sourceId, fromClaimId, toClaimId };
    const given = Object.entries(fixed).filter(([, value]) => value !== undefined);
    const own = type === 'relation' ? [...given, ['kind', 'supports']] : given;
    const id = await make(service, type, Object.fromEntries(own));
    const first = { ...body, externalId: `changed ${type}` };
    return {
      ...{ url: `${collection}/${id}`, headers: any, self: { type, id } },
      bodies: [first, ...secondPatches(type, ground)],
      // What it is about never changes.
      lacks: hasSubject(type) ? ['/attributionId'] : [],
    };
  };
  const acting =
    (path: string, bodyOf: (ground: Ground) => Fields | undefined, prepared?: 'withdrawn'): Prepare =>
    async (service, ground) => {
      const id = await make(service, type, { externalId: `${path} ${prepared} ${type}` });
      if (prepared) {
        await service.write({ action: 'withdraw', id, withdrawal: { kind: 'other', reason } });
      }
      const body = bodyOf(ground);
      const url = `${collection}/${id}/${path}`;
      return { url, headers: any, bodies: body ? [body] : [], self: { type, id } };
    };
  const withdrawal = ({ live }: Ground) => ({ kind: 'duplicate', reason, replacedById: live[type] });
  const redaction = { pointers: ['/externalId'], reason, comments: true };
  return [
    [`create${name}`, create],
    [`update${name}`, update],
    [`withdraw${name}`, acting('withdrawal', withdrawal)],
    [`restore${name}`, acting('withdrawal', () => undefined, 'withdrawn')],
    [`revert${name}`, acting('reversion', () => ({ toRevision: 1 }))],
    [`redact${name}`, acting('redaction', () => redaction)],
    ...(hasClaimRevision(type)
      ? [[`confirm${name}`, acting('confirmation', () => ({ claimRevision: 1 }))] as [string, Prepare]]
      : []),
  ];
}

function hasSubject(type: ResourceType): boolean {
  return type === 'evidence' || type === 'review';
}

/** Merge patches that make of the first of the full documents what the second one is. */
function secondPatches(type: ResourceType, ground: Ground): Fields[] {
  const [first = {}, second] = fullDocuments(ground)[type];
  if (!second || hasSubject(type)) return [];
  const removed = Object.keys(first).filter((name) => !Object.hasOwn(second, name));
  const { externalId, ...set } = second;
  return [{ ...set, ...Object.fromEntries(removed.map((name) => [name, null])) }];
}

function linking(subject: 'claim' | 'attribution', type: 'evidence' | 'review'): Prepare {
  return async (_service, ground) => {
    const full = fullDocuments(ground);
    const { claimId, ...body } = full[type][0] as Fields;
    const own = { ...body, externalId: `for a ${subject}` };
    const { reviewerId, ...rest } = own as Fields;
    const inline = {
      ...{ ...rest, externalId: `inline for a ${subject}` },
      reviewer: { ...full.source[0], externalId: `reviewer for a ${subject}` },
    };
    return {
      url: `/v1/${subject}s/${ground.live[subject]}/${type === 'review' ? 'reviews' : 'evidence'}`,
      bodies: type === 'review' ? [own, inline] : [own],
      lacks: type === 'review' ? ['/reviewer/affiliations'] : [],
    };
  };
}

/** All full documents in one, which refer to one another by every kind of name. */
async function articleGraph(_service: Service, ground: Ground): Promise<Write> {
  const full = fullDocuments(ground);
  const named = (type: ResourceType) =>
    full[type].map((fields, index) => ({
      ...{ ref: `_:${type}${index}`, id: newIdentifier(type), ...fields },
      externalId: `graph ${type} ${index}`,
    }));
  const [article] = named('article');
  const [attribution, second] = named('attribution');
  const [relation] = named('relation');
  const body = {
    article: { ...article, publisherId: 'externalId:graph source 0' },
    sources: named('source'),
    claims: named('claim'),
    attributions: [
      { ...attribution, onBehalfOfId: '_:source1' },
      { ...second, claimId: '_:claim0', viaId: '_:relayed', targetId: undefined },
      {
        ...{ ref: '_:relayed', claimId: '_:claim0', sourceId: '_:source0', articleId: ground.live.article },
        ...{ stance: 'affirms', certainty: 'certain' },
      },
    ],
    relations: [{ ...relation, toClaimId: '_:claim0', fromClaimId: 'externalId:full' }],
  };
  const sent = JSON.parse(JSON.stringify(body)) as Fields;
  return { url: '/v1/article-graphs', bodies: [sent] };
}

/** Writes a resource with whatever it cannot do without, and gives its id. */
async function make(service: Service, type: ResourceType, fields: Fields): Promise<string> {
  return (await service.write(...creation(type, fields))).at(-1)?.id ?? '';
}
