import type { Test } from 'tap';
import type { ResourceDocument } from '../../../src/model/definition.ts';
import { newIdentifier } from '../../../src/model/identifiers.ts';
import type { PagePosition, Store } from '../../../src/store/port.ts';
import { creation, Desk, type Fields, parsed } from '../../helpers/making.ts';
import type { OpenStore } from './suite.ts';

/** What two sources have alike, in short: `name new york times`. */
const inShort = (matched: readonly { on: string; value: string }[]) =>
  matched.map(({ on, value }) => `${on} ${value}`);

/** The sources that may be the same as one: the id and what is alike of each. */
async function duplicatesOf(store: Store, { id }: ResourceDocument, limit = 100) {
  const found = await store.duplicatesOf(id, limit);
  return found?.items.map(({ item, matched }) => [item.id, ...inShort(matched)]);
}

/** All pages of pairs, and the names that none was compared by. */
async function allPairs(store: Store, limit: number) {
  const pairs: string[] = [];
  const common: string[] = [];
  let largest = 0;
  let after: PagePosition | undefined;
  do {
    const page = await store.duplicatePairs(after, limit);
    pairs.push(
      ...page.pairs.map(({ older, newer, matched }) => [older.id, newer.id, ...inShort(matched)].join(' ')),
    );
    common.push(...page.common);
    largest = Math.max(largest, page.pairs.length);
    after = page.next;
  } while (after);
  return { pairs, common, largest };
}

/** Sources that may be the same. */
export async function duplicates(t: Test, openStore: OpenStore): Promise<void> {
  const deskOf = async (test: Test) => new Desk(await openStore(test));
  const named = (en: string, fields: Fields = {}) => ({ name: { en }, ...fields });

  await t.test('sources are alike by a URI, a name of the client, or a name in any language', async (t) => {
    const desk = await deskOf(t);
    const times = await desk.create('source', {
      name: { en: 'The New York Times', ar: 'نيويورك تايمز' },
      aliases: [{ text: 'NYT Company', language: 'en' }],
      sameAs: ['http://www.wikidata.org/entity/Q9684'],
      externalId: 'desk/nyt',
    });
    const others: [fields: Fields, matched: string[]][] = [
      [
        named('Times', { sameAs: ['urn:isni:1', 'https://www.wikidata.org/wiki/Q9684'] }),
        ['sameAs https://www.wikidata.org/entity/Q9684'],
      ],
      [named('A desk', { externalId: 'Desk NYT' }), ['externalId desk nyt']],
      [
        { name: { ar: 'النيويورك تايمز', en: 'new york times' } },
        ['name new york times', 'name نيويورك تايمز'],
      ],
      [named('NYT-Company'), ['name nyt company']],
      [named('A paper', { aliases: [{ text: 'نِيُويُورك تايمز', language: 'ar' }] }), ['name نيويورك تايمز']],
    ];
    const made: string[][] = [];
    for (const [fields, matched] of others) made.push([(await desk.create('source', fields)).id, ...matched]);
    await desk.create(
      'source',
      named('The New York Post', { externalId: 'desk/nyp', sameAs: ['urn:isni:2'] }),
    );
    t.strictSame(await duplicatesOf(desk.store, times), made);
    const found = await desk.store.duplicatesOf(times.id, 100);
    t.match(found, { truncated: false, common: [], position: await desk.position() });
    const item = found?.items[0]?.item;
    t.strictSame(item && parsed(item), await desk.read('source', String(item?.id)), 'as they stand');
    const [first] = made;
    const back = await duplicatesOf(desk.store, { ...times, id: first?.[0] ?? '' });
    t.strictSame(back, [[times.id, ...(first?.slice(1) ?? [])]], 'it holds both ways');
  });

  await t.test('the likest come first', async (t) => {
    const desk = await deskOf(t);
    const uri = { sameAs: ['https://example.org'] };
    const source = await desk.create('source', {
      name: { en: 'Alpha', fr: 'Beta' },
      ...uri,
      externalId: 'gamma',
    });
    const by = async (fields: Fields) => (await desk.create('source', fields)).id;
    const otherKindByName = await by(named('Alpha', { kind: 'person' }));
    const byName = await by(named('Alpha'));
    const byNameLater = await by(named('Beta'));
    const byBothNames = await by({ name: { en: 'Alpha', fr: 'Beta' } });
    const byExternalId = await by(named('Other', { externalId: 'Gamma' }));
    const otherKindByUri = await by(named('Other person', { kind: 'person', ...uri }));
    const byUri = await by(named('Another', uri));
    const byUriAndName = await by(named('Alpha', uri));
    const found = await duplicatesOf(desk.store, source);
    const expected = [
      ...[byUriAndName, byUri, otherKindByUri, byExternalId],
      ...[byBothNames, byName, byNameLater, otherKindByName],
    ];
    t.strictSame(
      found?.map(([id]) => id),
      expected,
    );
    t.strictSame(found?.[0]?.slice(1), ['sameAs https://example.org', 'name alpha'], 'the surest first');
    for (const limit of [1, 3, 8]) {
      const cut = await desk.store.duplicatesOf(source.id, limit);
      t.strictSame(
        cut?.items.map(({ item }) => item.id),
        expected.slice(0, limit),
      );
      t.equal(cut?.truncated, limit < expected.length, `${limit} of them`);
    }
  });

  await t.test('only live sources with a name of their own are alike, and none is like itself', async (t) => {
    const desk = await deskOf(t);
    const source = await desk.create('source', {
      name: { en: 'Officials', fr: 'officials' },
      aliases: [{ text: 'OFFICIALS', language: 'en' }],
    });
    const none = async (one: ResourceDocument, message: string) =>
      t.strictSame(await duplicatesOf(desk.store, one), [], message);
    await none(source, 'itself');
    const anonymous = () =>
      desk.create('source', named('officials', { kind: 'anonymous', citedById: source.id }));
    const [one] = [await anonymous(), await anonymous()];
    await none(source, 'anonymous sources');
    await none(one, 'anonymous sources among themselves');
    const other = await desk.create('source', named('Officials'));
    const alike = [[other.id, 'name officials']];
    t.strictSame(await duplicatesOf(desk.store, source), alike);
    await desk.withdraw(other.id, source.id);
    await none(source, 'a withdrawn one');
    await none(other, 'for a withdrawn one');
    await desk.restore(other.id);
    t.strictSame(await duplicatesOf(desk.store, source), alike, 'restored');
    await desk.update(other.id, named('Ministers'));
    await none(source, 'renamed');
    await desk.update(other.id, { aliases: [{ text: 'officials', language: 'en' }] });
    t.strictSame(await duplicatesOf(desk.store, source), alike, 'renamed again');
    t.equal(await desk.store.duplicatesOf(newIdentifier('source'), 10), undefined, 'for none');
  });

  await t.test('what very many have alike tells little, and it is said', async (t) => {
    const desk = await deskOf(t);
    const { store } = desk;
    const sameAs = ['https://example.org/news'];
    const older = [await desk.create('source', named('Bugle')), await desk.create('source', named('Bugle'))];
    const many = Array.from({ length: 50 }, () => creation('source', named('News', { sameAs })));
    const made = await desk.write(...many.flat());
    const [first, second] = made as [ResourceDocument, ResourceDocument];
    const among = { truncated: false, common: [], items: { length: 49 } };
    t.match(await store.duplicatesOf(first.id, 100), among, 'fifty are compared');

    const byName = await desk.create('source', named('The News'));
    const skipped = await store.duplicatesOf(byName.id, 100);
    t.match(skipped, { truncated: true, common: ['news'], items: { length: 0 } }, 'of more none by a name');
    const byUri = await desk.create('source', named('Other', { sameAs }));
    const oldest = await store.duplicatesOf(byUri.id, 100);
    t.match(oldest, { truncated: true, common: [], items: { length: 50 } }, 'and the oldest by a URI');
    t.strictSame(
      oldest?.items.map(({ item }) => item.id),
      made.map(({ id }) => id),
    );

    for (const { id } of made.slice(2)) await desk.update(id, { sameAs: null });
    await desk.update(first.id, { aliases: [{ text: 'Bugle', language: 'en' }] });
    const { pairs, common } = await allPairs(store, 1);
    t.strictSame(common, ['news'], 'a name is told once for all pairs');
    const [one, other] = older.map(({ id }) => id);
    const uri = 'sameAs https://example.org/news';
    t.strictSame(pairs, [
      `${one} ${other} name bugle`,
      `${one} ${first.id} name bugle`,
      `${other} ${first.id} name bugle`,
      `${first.id} ${second.id} ${uri}`,
      `${first.id} ${byUri.id} ${uri}`,
      `${second.id} ${byUri.id} ${uri}`,
    ]);
  });

  await t.test('pages of pairs hold each pair once', async (t) => {
    const desk = await deskOf(t);
    const { store } = desk;
    t.strictSame(await allPairs(store, 10), { pairs: [], common: [], largest: 0 }, 'none in an empty store');
    // More than one page looks at, most of them like none.
    const commands = Array.from({ length: 300 }, (_, index) => {
      const letters = String.fromCharCode(97 + (index % 26), 97 + Math.floor(index / 26), 97, 97);
      const name = index % 25 === 0 ? { fr: 'Le Monde', en: `Same ${index % 3}` } : { en: letters };
      return creation('source', { name });
    });
    const ids = (await desk.write(...commands.flat())).map(({ id }) => id);
    const expected: string[] = [];
    for (const [index, newer] of ids.entries()) {
      const alike = (await store.duplicatesOf(newer, 100))?.items ?? [];
      const older = alike.filter(({ item }) => ids.indexOf(item.id) < index);
      older.sort((one, other) => ids.indexOf(one.item.id) - ids.indexOf(other.item.id));
      expected.push(...older.map(({ item, matched }) => [item.id, newer, ...inShort(matched)].join(' ')));
    }
    t.equal(expected.length, (12 * 11) / 2);
    for (const limit of [1, 5, 66, 1_000]) {
      const { pairs, largest } = await allPairs(store, limit);
      t.strictSame(pairs, expected, `${limit} on a page`);
      t.ok(largest <= limit);
    }
  });
}
