import type { Test } from 'tap';
import type { ResourceDocument } from '../../../src/model/definition.ts';
import { newIdentifier, type ResourceType } from '../../../src/model/identifiers.ts';
import { resources } from '../../../src/model/resources.ts';
import type { Command } from '../../../src/store/port.ts';
import { fullCreations } from '../../helpers/full-documents.ts';
import { Desk, type Fields, parsed } from '../../helpers/making.ts';
import { type OpenStore, refused } from './suite.ts';

const mark = 'secret';

/** Redactions of parts: which places they take out, now and in the history, and which they refuse. */
export async function redactingParts(t: Test, openStore: OpenStore): Promise<void> {
  const desk = new Desk(await openStore(t));
  const { store } = desk;
  const redact = async (id: string, pointers: readonly string[], more: Fields = {}) => {
    const command = { action: 'redact', id, pointers, ...more } as Command;
    return (await desk.write(command))[0] as ResourceDocument;
  };

  await t.test('by pointers, parts are taken out of the document and of its history', async (t) => {
    const cases = partCases();
    for (const { name, type, fields, pointers, left, earlier } of cases) {
      const { id } = await desk.create(type, fields);
      const before = await desk.update(id, { externalId: `part ${id}` });
      const redacted = await redact(id, pointers);
      const { updatedAt } = redacted;
      const told = pointers.map((pointer) => ({ pointer, at: updatedAt }));
      const expected = { ...before, ...left, revision: 3, updatedAt, redactions: told };
      t.strictSame(redacted, withoutUndefined(expected), name);
      const [, second, first] = (await store.revisions(id, { limit: 10 })).map(parsed);
      const { externalId: _, ...unnamed } = before;
      const past = { ...left, ...earlier, redactions: told };
      t.strictSame(second, withoutUndefined({ ...before, ...past }), `${name}: the revision before`);
      const times = { revision: 1, updatedAt: first?.updatedAt };
      t.strictSame(first, withoutUndefined({ ...unnamed, ...past, ...times }), `${name}: the first`);
      for (const one of [redacted, second, first])
        t.ok(resources[type].document.safeParse(one).success, `${name}: it fits its schema`);
    }
  });

  await t.test("a withdrawal's reason and a name are content as well", async (t) => {
    const made = await desk.create('claim', { externalId: mark });
    await store.commit([{ action: 'update', id: made.id, patch: {} }], { actor: 'test', comment: mark });
    const withdrawal = { kind: 'other', reason: { en: mark, ar: 'سبب' } };
    await desk.write({ action: 'withdraw', id: made.id, withdrawal });
    const partly = await redact(made.id, ['/withdrawal/reason/en']);
    t.strictSame(partly.withdrawal?.reason, { ar: 'سبب' });
    const all = await redact(made.id, ['/withdrawal/reason', '/externalId']);
    t.strictSame(all.withdrawal?.reason, { ar: '[redacted]' });
    t.notOk('externalId' in all);
    t.strictSame(
      all.redactions?.map(({ pointer }) => pointer),
      ['/withdrawal/reason/en', '/withdrawal/reason', '/externalId'],
      'each redaction is told',
    );
    await desk.restore(made.id);
    const entries = await store.revisions(made.id, { limit: 10 });
    for (const { json } of entries) t.notMatch(json, new RegExp(`${mark}|سبب`));
    t.strictSame(entries.map(({ comment }) => comment).filter(Boolean), [mark], 'comments stay');
    await redact(made.id, ['/withdrawal/reason'], { comments: true });
    const forgotten = await store.revisions(made.id, { limit: 10 });
    t.strictSame(forgotten.map(({ comment }) => comment).filter(Boolean), [], 'unless asked to go');
    const again = await desk.create('claim', { externalId: mark });
    t.equal(again.externalId, mark, 'the name is free');
  });

  await t.test('what stands only in earlier revisions is taken out there', async (t) => {
    const made = await desk.create('claim', { notes: { en: mark }, topics: [mark] });
    await desk.update(made.id, { notes: null, topics: ['other', mark] });
    const redacted = await redact(made.id, ['/notes', '/topics/1']);
    t.match(redacted, { topics: ['other'] });
    for (const { json } of await store.revisions(made.id, { limit: 10 })) t.notMatch(json, `"${mark}"`);
  });

  await t.test('what an earlier entry cannot be without is taken out with it', async (t) => {
    const { id: articleId } = await desk.create('article');
    const appearances = [
      { url: `https://example.org/${mark}`, articleId },
      { url: 'https://other.example/' },
    ];
    const { id } = await desk.create('review', { appearances });
    const redacted = await redact(id, ['/appearances/0/url']);
    t.strictSame(redacted.appearances, [{ articleId }, appearances[1]]);
    const earlier = await store.revision(id, 1);
    t.strictSame(JSON.parse(String(earlier?.json)).appearances, [{ articleId }]);
  });

  await t.test('pointers mean the document as it stands, whatever their order', async (t) => {
    const aliases = Array.from({ length: 12 }, (_, index) => ({ text: `alias ${index}`, language: 'en' }));
    const pointers = [
      '/aliases/1',
      '/aliases/10',
      '/aliases/2/text',
      '/aliases/2',
      '/aliases/9',
      '/aliases/1',
    ];
    const orders = { given: pointers, turned: pointers.toReversed() };
    for (const [order, given] of Object.entries(orders)) {
      const { id } = await desk.create('source', { aliases });
      const redacted = await redact(id, given);
      const kept = aliases.filter((_, index) => ![1, 2, 9, 10].includes(index));
      t.strictSame(redacted.aliases, kept, order);
      t.strictSame(
        redacted.redactions?.map(({ pointer }) => pointer),
        [...new Set(given)],
        'each is told once, in the order given',
      );
    }
  });

  await t.test('a pointer that leads nowhere, or to what the record needs, is refused', async (t) => {
    const made = await desk.write(...fullCreations(mark));
    const of = (type: ResourceType, index = 0) => made.filter((one) => one.type === type)[index]?.id ?? '';
    const before = await desk.position();
    const code = {
      nothing_there: ['/nonsense', '/notes/fr', '/topics/7', '/topics/00', '/topics/-', '/title/en/x', '/'],
      invalid_format: ['notes', 'x/notes', '/notes~2', '#/notes', ' /notes'],
    };
    const needed: [ResourceType, number, string[]][] = [
      ['article', 1, ['', '/id', '/type', '/revision', '/createdAt', '/updatedAt', '/createdBy']],
      ['article', 1, ['/publisherId', '/derivedFromArticleId', '/language', '/notices/0/kind']],
      ['article', 1, ['/notices/0/attributionIds', '/notices/0/attributionIds/0', '/media/0/kind']],
      ['source', 0, ['/kind']],
      ['source', 1, ['/partOf/1', '/partOf/0/sourceId']],
      ['source', 3, ['/citedById', '/identifiedAs/sourceId', '/identifiedAs/evidenceId']],
      ['claim', 0, ['/kind', '/tense', '/about/1/sourceId']],
      ['attribution', 0, ['/originUnknown', '/claimRevision']],
      ['attribution', 1, ['/stance', '/certainty', '/viaId', '/targetId', '/quotes/0/language']],
      ['attribution', 2, ['/retractsId']],
      ['relation', 0, ['/kind', '/fromClaimId', '/articleId', '/attributionId', '/assertedBy']],
      ['evidence', 0, ['/claimId', '/bearing', '/kind', '/producedById', '/articleId']],
      ['review', 0, ['/reviewerId', '/verdict', '/verdictBasis', '/evidenceIds', '/evidenceIds/0']],
      ['review', 0, ['/appearances/2', '/appearances/1/articleId']],
    ];
    const cases = [
      ...Object.entries(code).flatMap(([code, pointers]) =>
        pointers.map((pointer) => ({ code, pointer, id: of('article', 1) })),
      ),
      ...needed.flatMap(([type, index, pointers]) =>
        pointers.map((pointer) => ({ code: 'not_redactable', pointer, id: of(type, index) })),
      ),
    ];
    for (const { id, pointer, code } of cases) {
      const place = { pointer: '/redaction/pointers/0', code };
      const attempt = redact(id, [pointer], { pointer: '/redaction' });
      await refused(t, attempt, 'invalid_document', [place], `${id.split('_')[0]} "${pointer}" ${code}`);
    }
    const several = redact(of('claim'), ['/notes', '/kind', '/text/en', '/nonsense']);
    const places = [
      { pointer: '/pointers/1', code: 'not_redactable' },
      { pointer: '/pointers/3', code: 'nothing_there' },
    ];
    const error = await several.catch((reason) => reason);
    const told = error.errors.map(({ pointer, code }: { pointer: string; code: string }) => ({
      pointer,
      code,
    }));
    t.strictSame(new Set(told), new Set(places), 'all or nothing');
    await refused(
      t,
      redact(of('claim'), []),
      'invalid_document',
      [{ pointer: '/pointers', code: 'required' }],
      'none at all',
    );
    const badReason = redact(of('claim'), ['/notes'], { reason: { nonsense_tag: 'R' } });
    await refused(
      t,
      badReason,
      'invalid_document',
      [{ pointer: '/reason/nonsense_tag', code: 'invalid_key' }],
      'a reason',
    );
    await refused(t, redact(newIdentifier('claim'), ['/notes']), 'resource_not_found', [], 'not there');
    t.equal(await desk.position(), before, 'nothing was written');
  });
}

interface PartCase {
  readonly name: string;
  readonly type: ResourceType;
  readonly fields: Fields;
  readonly pointers: string[];
  /** What is left of the fields that are named; undefined where they are gone. */
  readonly left: Fields;
  /** What is left in earlier revisions, where that is less. */
  readonly earlier?: Fields;
}

function partCases(): PartCase[] {
  const texts = { en: mark, ar: 'نص' };
  const quote = (text: string, more: Fields = {}) => ({
    ...{ text, language: 'en', verbatim: 'yes', translated: 'no', ...more },
  });
  const place = (text: string) => ({ part: 'body', selectors: [{ type: 'TextQuoteSelector', exact: text }] });
  const blank = '[redacted]';
  return [
    {
      ...{ name: 'an optional field', type: 'claim', fields: { notes: texts }, pointers: ['/notes'] },
      left: { notes: undefined },
    },
    {
      ...{ name: 'a required text', type: 'claim', fields: { text: texts }, pointers: ['/text'] },
      left: { text: { en: blank, ar: blank } },
    },
    {
      ...{ name: 'a language of several', type: 'claim', fields: { text: texts }, pointers: ['/text/en'] },
      left: { text: { ar: 'نص' } },
    },
    {
      ...{ name: 'the only language', type: 'claim', fields: { text: { en: mark } }, pointers: ['/text/en'] },
      left: { text: { en: blank } },
    },
    {
      ...{ name: "a headline in the article's language", type: 'article', pointers: ['/title/en'] },
      ...{ fields: { title: texts }, left: { title: { en: blank, ar: 'نص' } } },
    },
    {
      ...{ name: 'an entry of a list', type: 'claim', fields: { topics: ['one', mark, 'two'] } },
      ...{ pointers: ['/topics/1'], left: { topics: ['one', 'two'] }, earlier: { topics: [] } },
    },
    {
      ...{ name: "a quote's gloss", type: 'attribution', pointers: ['/quotes/1/gloss/en'] },
      fields: { quotes: [quote('one', { gloss: texts }), quote('two', { gloss: { en: mark } }), quote('3')] },
      left: { quotes: [quote('one', { gloss: texts }), quote('two', { gloss: { en: blank } }), quote('3')] },
      earlier: {
        quotes: [quote('one', { gloss: { ar: 'نص' } }), quote('two', { gloss: { en: blank } }), quote('3')],
      },
    },
    {
      ...{ name: 'a text of an entry', type: 'attribution', pointers: ['/quotes/0/text'] },
      fields: { quotes: [quote('one'), quote('two')] },
      left: { quotes: [quote(blank), quote('two')] },
      earlier: { quotes: [quote(blank), quote(blank)] },
    },
    {
      ...{ name: 'what an earlier entry cannot be without', type: 'attribution' },
      fields: {
        quotes: [quote('one', { locator: { ...place(mark), paragraph: 1 } }), quote('two')],
        locators: [place(mark), { selectors: place('other').selectors }, { part: 'lead' }],
      },
      pointers: ['/locators/0/selectors'],
      left: { locators: [{ part: 'body' }, { selectors: place('other').selectors }, { part: 'lead' }] },
      earlier: { locators: [{ part: 'body' }, { selectors: place(blank).selectors }, { part: 'lead' }] },
    },
    {
      ...{ name: 'a note that is required beside it', type: 'attribution', pointers: ['/note'] },
      ...{ fields: { inferred: true, note: texts }, left: { note: { en: blank, ar: blank } } },
    },
    {
      ...{ name: 'a rating', type: 'review', pointers: ['/rating/best', '/rating/label'] },
      fields: { rating: { value: 2, best: 1, worst: 5, label: { text: mark, language: 'en' } } },
      left: { rating: { value: 2, worst: 5 } },
    },
  ];
}

function withoutUndefined(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
