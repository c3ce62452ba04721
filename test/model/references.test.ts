import { test } from 'tap';
import { isMany, referencesOf, renameReferences } from '../../src/model/references.ts';
import { resources } from '../../src/model/resources.ts';
import { idOf } from './documents.ts';

const source = {
  kind: 'organization',
  name: { en: 'source_name' },
  partOf: [{ sourceId: '_:a', from: '2019' }, { from: '2020' }, { sourceId: '_:b' }],
  identifiedAs: { sourceId: '_:c', at: '2023' },
  citedById: idOf('source'),
};

const article = {
  publisherId: '_:p',
  notices: [
    { kind: 'update' },
    { attributionIds: ['_:x', '_:y'] },
    { attributionIds: [] },
    { attributionIds: ['_:z'] },
  ],
};

/** References in short: the name, where it stands and what it refers to. */
function found(type: 'source' | 'article', document: unknown): string[] {
  return referencesOf(resources[type], document).map(({ name, pointer, id }) => `${name} ${pointer} ${id}`);
}

test('references are found in objects, arrays of objects and arrays of arrays', async (t) => {
  t.strictSame(found('source', source), [
    'partOf /partOf/0/sourceId _:a',
    'partOf /partOf/2/sourceId _:b',
    `citedBy /citedById ${idOf('source')}`,
    'identifiedAs /identifiedAs/sourceId _:c',
  ]);
  t.strictSame(found('article', article), [
    'publisher /publisherId _:p',
    'noticeAttribution /notices/1/attributionIds/0 _:x',
    'noticeAttribution /notices/1/attributionIds/1 _:y',
    'noticeAttribution /notices/3/attributionIds/0 _:z',
  ]);
});

test('each reference says what it refers to', async (t) => {
  const [reference] = referencesOf(resources.article, { notices: [{ attributionIds: ['_:x'] }] });
  t.match(reference, { to: 'attribution', path: 'notices[].attributionIds[]' });
});

const shapeless: Record<string, unknown> = {
  'absent fields': {},
  'null fields': { partOf: null, identifiedAs: null, citedById: null },
  'null inside arrays': { partOf: [null, { sourceId: null }], affiliations: [[]] },
  'fields of other shapes': { partOf: { sourceId: '_:a' }, identifiedAs: '_:c', citedById: ['_:d'] },
  'inherited fields': Object.create({ citedById: '_:a' }),
  'a document that is null': null,
  'a document that is a string': 'citedById',
  'an array for a document': [{ citedById: '_:a' }],
};

for (const [name, document] of Object.entries(shapeless)) {
  test(`no reference is found in ${name}`, async (t) => {
    t.strictSame(found('source', document), []);
    const renamed = renameReferences(resources.source, document, (id) => `renamed ${id}`);
    t.equal(JSON.stringify(renamed), JSON.stringify(document), 'nothing is renamed');
  });
}

test('renaming replaces every reference and nothing else, in a copy', async (t) => {
  const given: [string, string][] = [];
  const before = structuredClone(source);
  const renamed = renameReferences(resources.source, source, (id, pointer) => {
    given.push([id, pointer]);
    return `${id}!`;
  });
  t.strictSame(renamed, {
    ...source,
    partOf: [{ sourceId: '_:a!', from: '2019' }, { from: '2020' }, { sourceId: '_:b!' }],
    identifiedAs: { sourceId: '_:c!', at: '2023' },
    citedById: `${idOf('source')}!`,
  });
  t.strictSame(given.toSorted(), [
    ['_:a', '/partOf/0/sourceId'],
    ['_:b', '/partOf/2/sourceId'],
    ['_:c', '/identifiedAs/sourceId'],
    [idOf('source'), '/citedById'],
  ]);
  t.strictSame(source, before, 'the document itself stands');
  t.not(renamed.partOf[1], source.partOf[1], 'the copy shares nothing with it');
});

test('renaming reaches arrays inside arrays', async (t) => {
  const { notices } = renameReferences(resources.article, article, (id) => id.toUpperCase());
  t.strictSame(
    notices.map(({ attributionIds }) => attributionIds),
    [undefined, ['_:X', '_:Y'], [], ['_:Z']],
  );
});

test('a reference is to many where its path leads through an array', async (t) => {
  t.ok(isMany({ path: 'evidenceIds[]', to: 'evidence' }));
  t.ok(isMany({ path: 'partOf[].sourceId', to: 'source' }));
  t.notOk(isMany({ path: 'identifiedAs.sourceId', to: 'source' }));
});
