import fc from 'fast-check';
import { test } from 'tap';
import { collections, newIdentifier, type ResourceType } from '../../src/model/identifiers.ts';
import { arbitraryDocuments } from '../helpers/arbitrary-documents.ts';
import { isSame, writtenFields } from '../helpers/comparing.ts';
import { layGround } from '../helpers/ground.ts';
import type { Fields } from '../helpers/making.ts';
import { startWriter } from '../helpers/writer.ts';

type Part = Record<string, unknown>;
type Graph = Record<'sources' | 'claims' | 'attributions' | 'relations', Part[]> & { article: Part };

const listed = {
  sources: 'source',
  claims: 'claim',
  attributions: 'attribution',
  relations: 'relation',
} as const;

/** How a part names another: by its local name, its id or its externalId. */
type Naming = 'ref' | 'id' | 'externalId';

interface Shape {
  readonly documents: Readonly<Record<keyof typeof listed, readonly Fields[]>> & { readonly article: Fields };
  readonly numbers: readonly number[];
  readonly namings: readonly Naming[];
}

/** A graph of a shape: the numbers say what refers to what, and the carriers of a claim are never in a circle. */
function graphOf({ documents, numbers, namings }: Shape, run: string): Graph {
  let drawn = 0;
  const next = (below: number) => (numbers[drawn++ % numbers.length] ?? 0) % below;
  const part = (type: ResourceType, fields: Fields, index: number): Part => ({
    ...{ ref: `_:${type}.${index}`, id: newIdentifier(type), ...fields },
    externalId: `${run} ${type} ${index}`,
  });
  const parts = (list: keyof typeof listed) =>
    documents[list].map((fields, index) => part(listed[list], fields, index));
  const [sources, claims, attributions, relations] = [
    parts('sources'),
    parts('claims'),
    parts('attributions'),
    parts('relations'),
  ];
  // Where its text is not known, passages may be anywhere.
  const { text, textLength, media, ...untold } = documents.article;
  const article = part('article', untold, 0);
  const nameOf = (one: Part | undefined) => {
    const naming = namings[next(namings.length)] ?? 'ref';
    return naming === 'externalId' ? `externalId:${one?.externalId}` : one?.[naming];
  };
  const any = (all: Part[]) => nameOf(all[next(all.length)]);
  article.publisherId = any(sources);
  const claimOf = attributions.map(() => next(claims.length));
  // Whichever stands first is carried by others, or by none.
  const order = attributions.map((_, index) => index).toSorted((one, other) => next(3) - 1 || one - other);
  for (const [place, index] of order.entries()) {
    const attribution = attributions[index] as Part;
    const carriers = order.slice(0, place).filter((other) => claimOf[other] === claimOf[index]);
    attribution.claimId = nameOf(claims[claimOf[index] ?? 0]);
    attribution.sourceId = any(sources);
    attribution.articleId = nameOf(article);
    const carrier = carriers[next(carriers.length + 1)];
    if (carrier === undefined) continue;
    attribution.viaId = nameOf(attributions[carrier]);
    (attributions[carrier] as Part).stance = 'relays';
  }
  for (const relation of relations) {
    const from = next(claims.length);
    relation.fromClaimId = nameOf(claims[from]);
    relation.toClaimId = nameOf(claims[(from + 1 + next(claims.length - 1)) % claims.length]);
    relation.articleId = nameOf(article);
  }
  return { article, sources, claims, attributions, relations };
}

test('an article graph of any shape is written whole, each part as it was sent', async (t) => {
  const writer = await startWriter(t);
  const documents = arbitraryDocuments(await layGround(writer.service));
  const many = (type: ResourceType, minLength: number, maxLength: number) =>
    fc.array(documents[type], { minLength, maxLength });
  const shape: fc.Arbitrary<Shape> = fc.record({
    documents: fc.record({
      ...{ article: documents.article, sources: many('source', 1, 4), claims: many('claim', 2, 4) },
      ...{ attributions: many('attribution', 0, 10), relations: many('relation', 0, 5) },
    }),
    numbers: fc.array(fc.nat(1_000), { minLength: 5, maxLength: 50 }),
    namings: fc.uniqueArray(fc.constantFrom<Naming>('ref', 'id', 'externalId'), { minLength: 1 }),
  });
  let runs = 0;
  const property = fc.asyncProperty(shape, async (given) => {
    const graph = graphOf(given, `run ${++runs}`);
    const { status, body, text } = await writer.post('/v1/article-graphs', graph);
    if (status !== 201) throw new Error(text);
    const parts = [
      graph.article,
      ...Object.keys(listed).flatMap((list) => graph[list as keyof typeof listed]),
    ];
    const idByName = new Map(
      parts.flatMap(({ ref, id, externalId }) => [
        [ref, id],
        [`externalId:${externalId}`, id],
      ]),
    );
    for (const { ref, id, ...fields } of parts) {
      if (body.identifiers[String(ref)] !== id) throw new Error(`${ref} is told as another`);
      const type = String(id).split('_', 1)[0] as ResourceType;
      const found = await writer.get(`/v1/${collections[type]}/${id}`);
      const expected = JSON.parse(JSON.stringify(fields), (_, value) => idByName.get(value) ?? value);
      if (!isSame(writtenFields(found.body), expected)) throw new Error(`${ref} is ${found.text}`);
    }
  });
  await t.resolves(fc.assert(property, { numRuns: 25 }));
});
