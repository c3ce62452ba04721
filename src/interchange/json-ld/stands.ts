import type { Graph } from '../../analysis/graph.ts';
import type { AttributionDocument, RelationDocument } from './documents.ts';
import { describeRecord } from './documents.ts';
import { type Description, dateOf, type Names, placeOf, some, textOf, wordsOf } from './values.ts';

/**
 * A stand: an entity of PROV that is attributed to its source, and derived from those that reached the article through
 * it. Where its passages are known, it is a Web Annotation that says of them which claim they speak of.
 */
export function describeAttribution(
  attribution: AttributionDocument,
  names: Names,
  carried: readonly AttributionDocument[],
): Description {
  const article = names.of('article', attribution.articleId);
  const claim = names.of('claim', attribution.claimId);
  const places = some(attribution.locators?.map((locator) => placeOf(locator, article)));
  const iris = (some: readonly AttributionDocument[]) => some.map(({ id }) => names.of('attribution', id));
  return {
    type: ['Attribution', 'Entity', ...(places ? ['Annotation'] : [])],
    ...describeRecord(attribution, names),
    ...{ claim, article, wasAttributedTo: names.of('source', attribution.sourceId) },
    onBehalfOf: names.of('source', attribution.onBehalfOfId),
    stance: attribution.stance,
    certainty: attribution.certainty,
    via: names.of('attribution', attribution.viaId),
    wasDerivedFrom: some(iris(carried)),
    wasQuotedFrom: some(iris(carried.filter(isQuoted))),
    target: names.of('attribution', attribution.targetId),
    retracts: names.of('attribution', attribution.retractsId),
    originUnknown: attribution.originUnknown,
    ...{ statementKey: attribution.statementKey, mode: attribution.mode, medium: attribution.medium },
    ...{ cue: wordsOf(attribution.cue, article), cueForce: attribution.cueForce },
    presents: some(
      attribution.presents?.map(({ stance, locator }) => ({ stance, locator: placeOf(locator, article) })),
    ),
    references: some(
      [attribution.citedUrl, names.of('article', attribution.citedArticleId)].filter(
        (iri) => iri !== undefined,
      ),
    ),
    saidAt: dateOf(attribution.saidAt),
    quote: some(attribution.quotes?.map((quote) => describeQuote(quote, article))),
    ...(places && { hasTarget: places, hasBody: claim, motivatedBy: 'http://www.w3.org/ns/oa#identifying' }),
    ...{ inferred: attribution.inferred, note: attribution.note, claimRevision: attribution.claimRevision },
  };
}

type Quote = NonNullable<AttributionDocument['quotes']>[number];

function describeQuote(quote: Quote, article: string | undefined): Description {
  const { language, verbatim, translated, gloss, locator } = quote;
  const text = textOf({ text: quote.text, language });
  return { type: 'Quotation', text, verbatim, translated, gloss, locator: placeOf(locator, article) };
}

/** PROV means by a quotation that words are repeated; what was adapted or translated repeats none. */
function isQuoted({ quotes }: AttributionDocument): boolean {
  return quotes?.some(({ verbatim, translated }) => verbatim === 'yes' && translated === 'no') ?? false;
}

/** The stands that reached the article through each carrier; what was withdrawn carries nothing and is not carried. */
export function carriedBy({ nodes, edges }: Graph): Map<string, AttributionDocument[]> {
  const live = new Map(nodes.filter(({ withdrawal }) => !withdrawal).map((node) => [node.id, node]));
  const carried = new Map<string, AttributionDocument[]>();
  for (const { type, from, to } of edges) {
    const start = live.get(from);
    if (type !== 'via' || !start || !live.has(to)) continue;
    const some = carried.get(to) ?? [];
    some.push(start as AttributionDocument);
    carried.set(to, some);
  }
  return carried;
}

/** A relation of two claims, which neither of them asserts: schema.org has none, so it stands by itself. */
export function describeRelation(relation: RelationDocument, names: Names): Description {
  const article = names.of('article', relation.articleId);
  return {
    type: 'Relation',
    ...describeRecord(relation, names),
    kind: relation.kind,
    fromClaim: names.of('claim', relation.fromClaimId),
    toClaim: names.of('claim', relation.toClaimId),
    assertedBy: relation.assertedBy,
    ...{ article, attribution: names.of('attribution', relation.attributionId) },
    locator: some(relation.locators?.map((locator) => placeOf(locator, article))),
    note: relation.note,
  };
}
