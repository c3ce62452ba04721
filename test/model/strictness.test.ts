import { test } from 'tap';
import type { ResourceType } from '../../src/model/identifiers.ts';
import { resourceTypes } from '../../src/model/identifiers.ts';
import { resources } from '../../src/model/resources.ts';
import { issuesOf } from '../../src/model/validation.ts';
import { type Fields, faultsIn, idOf, inShort, minimal, stored } from './documents.ts';

const text = { text: 'x', language: 'en' };
const selectors = [
  { type: 'TextPositionSelector', start: 0, end: 1 },
  { type: 'TextQuoteSelector', exact: 'x', prefix: 'w', suffix: 'y' },
];
const locator = { part: 'body', paragraph: 1, selectors };
const validity = { from: '2019', to: '2022' };
const note = { en: 'note' };
const address = 'https://example.com/1';
const digest = `sha256:${'0'.repeat(64)}`;

/** A valid document of each type with every object that it can hold. */
const full: Record<ResourceType, Fields> = {
  article: {
    ...minimal.article,
    ...{ url: address, publishedAt: '2022-03-14', archivedUrl: address, topics: ['war'], notes: note },
    byline: { ...text, gloss: note },
    derivedFromArticleId: idOf('article', 2),
    media: [{ kind: 'image', caption: note, credit: 'Reuters', archive: false, locator }],
    notices: [
      { kind: 'correction', at: '2022', url: address, text: note, attributionIds: [idOf('attribution')] },
    ],
    ...{ textDigest: digest, textLength: 9 },
  },
  source: {
    ...minimal.source,
    ...{
      kind: 'anonymous',
      citedById: idOf('source', 2),
      aliases: [{ ...text, gloss: note }],
      country: 'CN',
    },
    partOf: [{ sourceId: idOf('source', 3), ...validity }],
    identifiedAs: { sourceId: idOf('source', 4), at: '2023', evidenceId: idOf('evidence') },
  },
  claim: {
    ...minimal.claim,
    about: [{ name: note, sourceId: idOf('source'), sameAs: ['urn:isni:1'] }],
  },
  attribution: {
    ...minimal.attribution,
    ...{ stance: 'relays', originUnknown: true, inferred: true, note },
    cue: { ...text, gloss: note, locator },
    presents: [{ stance: 'denies', locator }],
    quotes: [{ ...text, verbatim: 'yes', translated: 'no', gloss: note, locator }],
    locators: [locator],
  },
  relation: { ...minimal.relation, articleId: idOf('article'), locators: [locator], note },
  evidence: { ...minimal.evidence, excerpt: { ...text, gloss: note }, locator, contentDigest: digest },
  review: {
    ...minimal.review,
    rating: { label: text, value: 1, best: 5, worst: 1, explanation: text },
    appearances: [{ url: address, articleId: idOf('article') }],
  },
};

/** Each object inside a value, with its pointer; maps by language are left out, for their names are free. */
function objectsIn(value: unknown, pointer = ''): { object: Record<string, unknown>; pointer: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  const inside = Object.entries(value).flatMap(([name, one]) => objectsIn(one, `${pointer}/${name}`));
  const isMap = Array.isArray(value) || Object.hasOwn(value, 'en');
  return isMap ? inside : [{ object: value as Record<string, unknown>, pointer }, ...inside];
}

for (const type of resourceTypes) {
  test(`the least and the fullest ${type} are valid`, async (t) => {
    t.strictSame(faultsIn(type, minimal[type]), []);
    t.strictSame(faultsIn(type, full[type]), []);
  });

  test(`an unknown field is refused in every object of ${type}`, async (t) => {
    for (const { pointer } of objectsIn(full[type])) {
      for (const name of ['unknown', '__proto__', 'constructor']) {
        // Unlike structuredClone, this gives each place an object of its own.
        const copy = JSON.parse(JSON.stringify(full[type]));
        const place = objectsIn(copy).find((one) => one.pointer === pointer);
        Object.defineProperty(place?.object, name, { value: {}, enumerable: true });
        t.strictSame(faultsIn(type, copy), [`unknown_field ${pointer}/${name}`]);
      }
    }
  });

  test(`fields of the server are refused in what a client writes of ${type}`, async (t) => {
    const { document } = resources[type];
    const written = new Set(['externalId', ...Object.keys(minimal[type]), ...Object.keys(full[type])]);
    const envelope = ['type', 'id', 'revision', 'createdAt', 'updatedAt', 'createdBy', 'withdrawal'];
    for (const name of envelope) {
      t.ok(name in document.shape && !written.has(name), `${name} is the server's`);
      t.strictSame(faultsIn(type, { ...minimal[type], [name]: 1 }), [`unknown_field /${name}`]);
    }
  });

  test(`what is no object is no ${type}`, async (t) => {
    for (const input of [null, undefined, [], 'x', 1]) t.strictSame(faultsIn(type, input), ['invalid_type ']);
  });

  test(`a document of ${type} as it is served`, async (t) => {
    const { document, fields } = resources[type];
    const served = stored(type, full[type]);
    const numbered = 'claimRevision' in document.shape ? { ...served, claimRevision: 1 } : served;
    t.ok(document.safeParse(numbered).success);
    t.notOk(document.safeParse({ ...numbered, unknown: 1 }).success, 'with an unknown field');
    t.notOk(
      document.safeParse({ ...numbered, type: type === 'claim' ? 'source' : 'claim' }).success,
      'of another type',
    );
    t.notOk(
      document.safeParse({ ...numbered, id: idOf(type === 'claim' ? 'source' : 'claim') }).success,
      'its id',
    );
    t.notOk(fields.safeParse(numbered).success, 'written back as it is');
  });

  test(`the withdrawal of ${type}`, async (t) => {
    const at = '2026-01-01T00:00:00.000Z';
    const faults = (withdrawal: unknown) => {
      const { error } = resources[type].document.pick({ withdrawal: true }).safeParse({ withdrawal });
      return error ? inShort(issuesOf(error, '', { withdrawal })) : [];
    };
    const withdrawal = { at, kind: 'duplicate', reason: note, replacedById: idOf(type, 2) };
    const other = idOf(type === 'claim' ? 'source' : 'claim');
    t.strictSame(faults(withdrawal), []);
    t.strictSame(faults({ at }), ['required /withdrawal/kind', 'required /withdrawal/reason']);
    t.strictSame(faults({ ...withdrawal, by: 'me' }), ['unknown_field /withdrawal/by']);
    t.strictSame(faults({ ...withdrawal, replacedById: other }), ['invalid_format /withdrawal/replacedById']);
  });
}
