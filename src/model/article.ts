import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type DocumentIssue, defineResource } from './definition.ts';
import { edtfDate } from './edtf.ts';
import { identifier } from './identifiers.ts';
import { AddressedText, locator, longestText } from './locator.ts';
import { locatorIssues } from './passages.ts';
import { languageMap, languageTag, slug, text, webAddress, words } from './text.ts';

const media = z.strictObject({
  kind: z.enum(['image', 'video', 'audio', 'document']),
  caption: languageMap.optional(),
  credit: text(500).optional(),
  archive: z
    .boolean()
    .optional()
    .meta({ description: 'Whether it is an archive picture, not one of the event.' }),
  locator: locator.optional(),
});

const notice = z
  .strictObject({
    kind: z.enum(['correction', 'clarification', 'update', 'retraction']),
    at: edtfDate.optional(),
    url: webAddress.optional(),
    text: languageMap.optional(),
    attributionIds: z.array(identifier.attribution).min(1).max(1_000).optional().meta({
      description: 'The attributions that the notice is about; without them it is about the whole article.',
    }),
  })
  .meta({ id: 'Notice', description: 'What a publisher said of its own article after publishing it.' });

const fields = {
  url: webAddress.optional(),
  title: languageMap,
  byline: words.optional().meta({ description: 'Who wrote it, as the article says.' }),
  language: languageTag,
  publisherId: identifier.source,
  publishedAt: edtfDate.optional(),
  archivedUrl: webAddress.optional(),
  topics: z.array(slug).max(50).optional(),
  derivedFromArticleId: identifier.article
    .optional()
    .meta({ description: 'The article that this one copies, such as a wire story.' }),
  media: z.array(media).max(200).optional(),
  notices: z.array(notice).max(200).optional(),
  notes: languageMap.optional(),
  textDigest: z
    .string()
    .regex(/^sha256:[0-9a-f]{64}$/)
    .optional()
    .meta({ description: 'SHA-256 of the text in UTF-8.' }),
  textLength: z
    .int()
    .min(1)
    .max(longestText)
    .optional()
    .meta({ description: 'The length of the text in Unicode code points, which locators count in.' }),
  text: text(500_000)
    .optional()
    .meta({ description: 'The text itself, only where the poster may publish it.' }),
};

/** A news article. */
export const article = defineResource({
  type: 'article',
  description: 'A news article, with what its publisher later said of it.',
  fields,
  rules: textRules,
  references: {
    publisher: { path: 'publisherId', to: 'source' },
    derivedFrom: { path: 'derivedFromArticleId', to: 'article' },
    noticeAttribution: { path: 'notices[].attributionIds[]', to: 'attribution' },
  },
  values: {
    url: { type: 'text', schema: webAddress, of: (d) => d.url },
    language: { type: 'text', schema: languageTag, of: (d) => d.language },
    topic: { type: 'texts', schema: slug, of: (d) => d.topics },
    notice: { type: 'texts', schema: notice.shape.kind, of: (d) => d.notices?.map(({ kind }) => kind) },
    publishedAt: { type: 'date', of: (d) => d.publishedAt },
  },
  through: [{ resource: 'attribution', reference: 'article', filters: ['source', 'claim', 'stance'] }],
  referrers: { attributions: { resource: 'attribution', reference: 'article' } },
  check: (document) =>
    (document.media ?? []).flatMap(({ locator }, index) =>
      locatorIssues(`/media/${index}/locator`, locator, document),
    ),
});

type ArticleFields = z.infer<z.ZodObject<typeof fields>>;

function textRules(document: ArticleFields): DocumentIssue[] {
  const issues: DocumentIssue[] = [];
  if (!Object.hasOwn(document.title, document.language)) {
    const detail = `must have the headline in the article's own language, ${document.language}`;
    issues.push({ pointer: '/title', code: 'missing_language', detail });
  }
  if (document.text === undefined) return issues;
  const { length } = new AddressedText(document.text);
  if (document.textLength !== undefined && document.textLength !== length) {
    issues.push({
      pointer: '/textLength',
      code: 'wrong_length',
      detail: `the text has ${length} code points`,
    });
  }
  const digest = `sha256:${createHash('sha256').update(document.text).digest('hex')}`;
  if (document.textDigest !== undefined && document.textDigest !== digest) {
    issues.push({ pointer: '/textDigest', code: 'wrong_digest', detail: `the text's digest is ${digest}` });
  }
  return issues;
}
