import type { Test } from 'tap';
import { newIdentifier } from '../../../src/model/identifiers.ts';
import type { Command, Creation } from '../../../src/store/port.ts';
import { Desk, type Fields } from '../../helpers/making.ts';
import { type OpenStore, refused } from './suite.ts';

type Type = Creation['type'];

/** References by the clients' own names, in place of ids. */
export async function namedReferences(t: Test, openStore: OpenStore): Promise<void> {
  const desk = new Desk(await openStore(t));
  const named = (type: Type, fields: Fields, more: Partial<Creation> = {}): Command => ({
    ...{ action: 'create', type, fields, namedReferences: true, ...more },
  });
  const source = (externalId: string) =>
    named('source', { externalId, kind: 'person', name: { en: 'A source' } });
  const claim = (externalId: string, fields: Fields = {}) =>
    named('claim', { externalId, text: { en: 'It rained.' }, kind: 'factual', tense: 'past', ...fields });
  const article = (externalId: string, publisherId: string, fields: Fields = {}) =>
    named('article', { externalId, title: { en: 'A headline' }, language: 'en', publisherId, ...fields });
  const stand = (externalId: string, fields: Fields) =>
    named('attribution', { externalId, stance: 'affirms', certainty: 'certain', ...fields });

  await t.test('they stand for what is there and for what is written with them, in any order', async (t) => {
    const standing = await desk.create('source', { externalId: 'standing' });
    const graph = (run: string) => [
      source(`${run} person`),
      article(`${run} article`, 'externalId:standing', {
        notices: [{ kind: 'update' }, { kind: 'correction', attributionIds: [`externalId:${run} stand`] }],
      }),
      claim(`${run} claim`, {
        about: [
          { name: { en: 'Anything' } },
          { name: { en: 'One' }, sourceId: `externalId:${run} person` },
          { name: { en: 'Other' }, sourceId: standing.id },
        ],
      }),
      stand(`${run} stand`, {
        claimId: `externalId:${run} claim`,
        sourceId: `externalId:${run} person`,
        articleId: `externalId:${run} article`,
        viaId: `externalId:${run} carrier`,
      }),
      stand(`${run} carrier`, {
        claimId: `externalId:${run} claim`,
        sourceId: 'externalId:standing',
        articleId: `externalId:${run} article`,
        stance: 'relays',
      }),
    ];
    const orders = { given: graph('one'), turned: graph('two').reverse() };
    for (const [order, commands] of Object.entries(orders)) {
      const made = await desk.write(...commands);
      const by = new Map(made.map((document) => [String(document.externalId).split(' ')[1], document]));
      const [person, story, said, start, carrier] = [
        ...['person', 'article', 'claim', 'stand', 'carrier'].map((name) => by.get(name)),
      ];
      t.match(story, {
        publisherId: standing.id,
        notices: [{ kind: 'update' }, { attributionIds: [start?.id] }],
      });
      t.match(said, { about: [{}, { sourceId: person?.id }, { sourceId: standing.id }] });
      const common = { claimId: said?.id, articleId: story?.id };
      t.match(start, { ...common, sourceId: person?.id, viaId: carrier?.id }, order);
      t.match(carrier, { ...common, sourceId: standing.id });
      t.strictSame(await desk.read('attribution', String(start?.id)), start);
    }
  });

  await t.test('a name that nothing has is refused where it stands', async (t) => {
    await desk.create('claim', { externalId: 'of a claim' });
    const gone = await desk.create('source', { externalId: 'renamed' });
    await desk.update(gone.id, { externalId: 'another' });
    const names = ['nobody', 'of a claim', 'renamed', '', 'undefined', 'null', 'Another', ' another'];
    const before = await desk.position();
    for (const name of names) {
      const commands = [
        // It has no name of its own, and so is none that a name could stand for.
        named('source', { kind: 'person', name: { en: 'A' } }),
        named(
          'article',
          { title: { en: 'A' }, language: 'en', publisherId: `externalId:${name}` },
          { pointer: '/lines/3' },
        ),
      ];
      const place = { pointer: '/lines/3/publisherId', code: 'dangling_reference' };
      await refused(t, desk.write(...commands), 'invalid_document', [place], JSON.stringify(name));
    }
    const several = claim('several', {
      about: [
        { name: { en: 'A' }, sourceId: 'externalId:another' },
        { name: { en: 'B' }, sourceId: 'externalId:nobody' },
        { name: { en: 'C' }, sourceId: 'externalId:no one' },
      ],
    });
    const places = [1, 2].map((index) => ({
      ...{ pointer: `/about/${index}/sourceId`, code: 'dangling_reference' },
    }));
    await refused(t, desk.write(several), 'invalid_document', places, 'each that is wrong');
    t.equal(await desk.position(), before);
  });

  await t.test('a name is looked for among resources of the type that is referred to', async (t) => {
    const [one, other] = [
      await desk.create('source', { externalId: 'shared' }),
      await desk.create('claim', { externalId: 'shared' }),
    ];
    const [made] = await desk.write(
      named('review', {
        ...{ claimId: 'externalId:shared', reviewerId: 'externalId:shared' },
        ...{ verdict: 'true', verdictBasis: 'editor' },
      }),
    );
    t.match(made, { claimId: other.id, reviewerId: one.id });
  });

  await t.test('a name that this commit gives to something that stands counts as well', async (t) => {
    const standing = await desk.create('source');
    const rename: Command = { action: 'update', id: standing.id, patch: { externalId: 'given now' } };
    const [, first] = await desk.write(rename, article('after', 'externalId:given now'));
    t.equal(first?.publisherId, standing.id);
    const free: Command = { action: 'update', id: standing.id, patch: { externalId: null } };
    const attempt = desk.write(free, article('too late', 'externalId:given now'));
    const place = { pointer: '/publisherId', code: 'dangling_reference' };
    await refused(t, attempt, 'invalid_document', [place], 'nor does one that it takes away');
  });

  await t.test('what a name stands for must fit like an id', async (t) => {
    const gone = await desk.create('source', { externalId: 'gone' });
    await desk.withdraw(gone.id);
    const withdrawn = { pointer: '/publisherId', code: 'withdrawn_reference' };
    await refused(
      t,
      desk.write(article('x', 'externalId:gone')),
      'invalid_document',
      [withdrawn],
      'withdrawn',
    );
    const twice = desk.write(source('twice'), article('y', 'externalId:twice'), source('twice'));
    await refused(t, twice, 'conflict', [{ pointer: '/externalId', code: 'taken' }], 'a name given twice');
  });

  await t.test('without being asked for, they are no ids', async (t) => {
    await desk.create('source', { externalId: 'known' });
    const plain: Command = {
      ...{ action: 'create', type: 'article' },
      fields: { title: { en: 'A' }, language: 'en', publisherId: 'externalId:known' },
    };
    const place = { pointer: '/publisherId', code: 'invalid_format' };
    await refused(t, desk.write(plain), 'invalid_document', [place], 'in a creation');
    const { id } = await desk.create('article');
    const update = desk.update(id, { publisherId: 'externalId:known' });
    await refused(t, update, 'invalid_document', [place], 'in an update');
  });

  await t.test('an id, a name and nonsense may stand in one document', async (t) => {
    const id = newIdentifier('claim');
    await desk.create('source', { externalId: 'a party' });
    const about = [
      { name: { en: 'A' }, sourceId: 'externalId:a party' },
      { name: { en: 'B' }, sourceId: 7 },
      'nonsense',
      null,
    ];
    const error = await desk.write({ ...claim('mixed', { about }), id } as Command).catch((reason) => reason);
    t.equal(error.code, 'invalid_document');
    const places = error.errors.map(({ pointer }: { pointer: string }) => pointer);
    t.strictSame(places, ['/about/1/sourceId', '/about/2', '/about/3']);
    for (const fields of [null, [], 'nonsense', 7]) {
      const nonsense = { action: 'create', type: 'article', fields, namedReferences: true } as never;
      await t.rejects(desk.write(nonsense), { code: 'invalid_document' }, JSON.stringify(fields));
    }
  });
}
