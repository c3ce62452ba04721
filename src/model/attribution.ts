import { z } from 'zod';
import { type DocumentIssue, defineResource, type ResourceDocument } from './definition.ts';
import { edtfDate } from './edtf.ts';
import { identifier, identifierType } from './identifiers.ts';
import { type Locator, locator } from './locator.ts';
import { locatorIssues } from './passages.ts';
import { areOne, haveOneSpeaker } from './speakers.ts';
import { languageMap, languageTag, text, webAddress, words } from './text.ts';

export const stance = z
  .enum([
    'affirms',
    'denies',
    'doubts',
    'asks',
    'disclaims_knowledge',
    'declines_to_comment',
    'did_not_respond',
    'does_not_say',
    'retracts',
    'relays',
  ])
  .meta({
    id: 'Stance',
    description:
      'affirms and denies; doubts (no evidence that); asks (raises whether); disclaims_knowledge (does not know, says nothing of its truth); declines_to_comment; did_not_respond; does_not_say (leaves it open); retracts (takes back an earlier stand); relays (passes on, commits to nothing).',
  });
export type Stance = z.infer<typeof stance>;

const mode = z
  .enum(['direct_quote', 'indirect', 'mixed', 'own_voice'])
  .meta({ id: 'AttributionMode', description: 'How the words of the source are given.' });

const certainty = z
  .enum(['certain', 'probable', 'possible', 'unspecified'])
  .meta({ id: 'Certainty', description: 'How sure the source is, as it is reported.' });

const cueForce = z.enum(['factive', 'neutral', 'distancing']).meta({
  id: 'CueForce',
  description: 'What the cue commits the carrier to: "revealed", "said", "claimed".',
});

const medium = z
  .enum([
    'statement',
    'press_release',
    'press_conference',
    'interview',
    'speech',
    'television',
    'radio',
    'print',
    'website',
    'social_media',
    'official_document',
    'letter',
    'private_conversation',
    'other',
  ])
  .meta({ id: 'Medium', description: 'Where the source took its stand.' });

const yesOrNo = z.enum(['yes', 'no', 'unknown']);

const quote = z
  .strictObject({
    text: text(5_000),
    language: languageTag,
    verbatim: z.enum(['yes', 'adapted', 'unknown']),
    translated: yesOrNo,
    gloss: languageMap.optional(),
    locator: locator.optional(),
  })
  .meta({
    id: 'Quote',
    description: 'Words given as those of the source; `gloss` renders them and is no quotation.',
  });

const cue = words.extend({ locator: locator.optional() }).meta({
  id: 'Cue',
  description: 'The words that tie a source to what it is said to have said ("revealed", "according to").',
});

const fields = {
  claimId: identifier.claim,
  sourceId: identifier.source,
  articleId: identifier.article,
  stance,
  viaId: identifier.attribution
    .optional()
    .meta({ description: 'The attribution through which this one reached the article: its carrier.' }),
  targetId: identifier.attribution.optional().meta({
    description: 'The attribution that the stand is on, where it is on a report rather than on the claim.',
  }),
  onBehalfOfId: identifier.source.optional(),
  retractsId: identifier.attribution
    .optional()
    .meta({ description: 'The earlier stand that this one takes back.' }),
  originUnknown: z
    .literal(true)
    .optional()
    .meta({ description: 'Somebody stands behind what is relayed, and the article does not say who.' }),
  statementKey: text(200)
    .refine((key) => identifierType(key) === undefined, { error: 'must not be the id of a resource' })
    .optional()
    .meta({ description: 'Shared by the attributions of all who signed one joint statement.' }),
  mode: mode.optional(),
  certainty,
  cue: cue.optional(),
  cueForce: cueForce.optional(),
  presents: z
    .array(z.strictObject({ stance, locator: locator.optional() }))
    .max(50)
    .optional()
    .meta({
      description:
        'How this carrier characterises what it carries, such as a sub-heading that says "denial".',
    }),
  citedUrl: webAddress.optional(),
  citedArticleId: identifier.article.optional(),
  saidAt: edtfDate.optional(),
  medium: medium.optional(),
  quotes: z.array(quote).max(100).optional(),
  locators: z.array(locator).max(100).optional(),
  inferred: z
    .literal(true)
    .optional()
    .meta({ description: 'The article does not say it in so many words; `note` gives the reason.' }),
  note: languageMap.optional(),
};

type AttributionFields = z.infer<z.ZodObject<typeof fields>>;

/** One source's stand on one claim in one article. */
export const attribution = defineResource({
  type: 'attribution',
  description:
    "One source's stand on one claim in one article, and the attribution through which it got there.",
  fields,
  serverFields: {
    claimRevision: z
      .int()
      .min(1)
      .meta({ description: 'The revision of the claim whose wording this attribution was linked to.' }),
  },
  fixed: ['claimId', 'articleId'],
  rules,
  references: {
    claim: { path: 'claimId', to: 'claim' },
    source: { path: 'sourceId', to: 'source' },
    article: { path: 'articleId', to: 'article' },
    via: { path: 'viaId', to: 'attribution' },
    target: { path: 'targetId', to: 'attribution' },
    onBehalfOf: { path: 'onBehalfOfId', to: 'source' },
    retracts: { path: 'retractsId', to: 'attribution' },
    citedArticle: { path: 'citedArticleId', to: 'article' },
  },
  values: {
    stance: { type: 'text', schema: stance, of: (d) => d.stance },
    mode: { type: 'text', schema: mode, of: (d) => d.mode },
    certainty: { type: 'text', schema: certainty, of: (d) => d.certainty },
    cueForce: { type: 'text', schema: cueForce, of: (d) => d.cueForce },
    medium: { type: 'text', schema: medium, of: (d) => d.medium },
    statementKey: { type: 'text', schema: text(200), of: (d) => d.statementKey },
    originUnknown: { type: 'boolean', of: (d) => d.originUnknown },
    inferred: { type: 'boolean', of: (d) => d.inferred },
    saidAt: { type: 'date', of: (d) => d.saidAt },
  },
  referrers: {
    evidence: { resource: 'evidence', reference: 'attribution' },
    reviews: { resource: 'review', reference: 'attribution' },
  },
  check: (document, related) => [
    ...viaIssues(document, related),
    ...sameClaimIssues('targetId', document, related),
    ...retractionIssues(document, related),
    ...locatorsOf(document).flatMap(([pointer, place]) =>
      locatorIssues(pointer, place, related.get(document.articleId)),
    ),
  ],
});

function rules(document: AttributionFields): DocumentIssue[] {
  const issues: DocumentIssue[] = [];
  if (document.inferred && !document.note) {
    issues.push({
      pointer: '/note',
      code: 'required',
      detail: 'what is inferred needs a note with the reason',
    });
  }
  if (document.originUnknown && document.stance !== 'relays') {
    const detail = 'only an attribution that relays has an unknown origin behind it';
    issues.push({ pointer: '/originUnknown', code: 'not_applicable', detail });
  }
  const retracts = document.stance === 'retracts';
  if (retracts !== (document.retractsId !== undefined)) {
    const code = retracts ? 'required' : 'not_applicable';
    issues.push({ pointer: '/retractsId', code, detail: 'stands exactly where the stance is retracts' });
  }
  return issues;
}

function viaIssues(
  document: AttributionFields,
  related: ReadonlyMap<string, ResourceDocument>,
): DocumentIssue[] {
  const via = document.viaId && related.get(document.viaId);
  if (!via || (via.articleId === document.articleId && via.claimId === document.claimId)) return [];
  const detail = 'must be an attribution of the same claim in the same article';
  return [{ pointer: '/viaId', code: 'wrong_chain', detail }];
}

function sameClaimIssues(
  field: 'targetId' | 'retractsId',
  document: AttributionFields,
  related: ReadonlyMap<string, ResourceDocument>,
): DocumentIssue[] {
  const other = related.get(document[field] ?? '');
  if (!other || areOne(other.claimId, document.claimId, (id) => related.get(id))) return [];
  return [{ pointer: `/${field}`, code: 'wrong_claim', detail: 'must be an attribution of the same claim' }];
}

function retractionIssues(
  document: AttributionFields,
  related: ReadonlyMap<string, ResourceDocument>,
): DocumentIssue[] {
  const taken = related.get(document.retractsId ?? '');
  const issues = sameClaimIssues('retractsId', document, related);
  const speaker = taken && { sourceId: taken.sourceId, onBehalfOfId: taken.onBehalfOfId };
  if (speaker && !haveOneSpeaker(speaker, document, (id) => related.get(id))) {
    const detail = 'a source takes back only what it said itself, or what was said on its behalf';
    issues.push({ pointer: '/retractsId', code: 'wrong_source', detail });
  }
  return issues;
}

/** Every locator of an attribution with its place in the document. */
function locatorsOf(document: AttributionFields): [pointer: string, locator: Locator | undefined][] {
  return [
    ['/cue/locator', document.cue?.locator],
    ...(document.presents ?? []).map(({ locator }, i): [string, Locator | undefined] => [
      `/presents/${i}/locator`,
      locator,
    ]),
    ...(document.quotes ?? []).map(({ locator }, i): [string, Locator | undefined] => [
      `/quotes/${i}/locator`,
      locator,
    ]),
    ...(document.locators ?? []).map((place, i): [string, Locator | undefined] => [`/locators/${i}`, place]),
  ];
}
