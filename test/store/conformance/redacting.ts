import type { Test } from 'tap';
import type { z } from 'zod';
import type { ResourceDocument } from '../../../src/model/definition.ts';
import { resourceTypes } from '../../../src/model/identifiers.ts';
import { referencesOf } from '../../../src/model/references.ts';
import { resources } from '../../../src/model/resources.ts';
import type { Command } from '../../../src/store/port.ts';
import { fullCreations } from '../../helpers/full-documents.ts';
import { Desk, type Fields, parsed } from '../../helpers/making.ts';
import { idsOf, type OpenStore, refused } from './suite.ts';

const mark = 'secret';
const at = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** What a redaction takes out and what it leaves. */
export async function redacting(t: Test, openStore: OpenStore): Promise<void> {
  const desk = new Desk(await openStore(t));
  const { store } = desk;
  const redact = async (id: string, pointers?: readonly string[], more: Fields = {}) => {
    const command = { action: 'redact', id, ...(pointers && { pointers }), ...more } as Command;
    return (await desk.write(command))[0] as ResourceDocument;
  };

  await t.test('the documents that are redacted have every field there is', async (t) => {
    const made = await desk.write(...fullCreations('complete'));
    for (const type of resourceTypes) {
      const found = new Set(made.filter((one) => one.type === type).flatMap((one) => placesIn(one)));
      const server = /^(withdrawal|redactions|claimRevision)/;
      const all = placesOf(resources[type].document).filter((place) => !server.test(place));
      t.strictSame(
        all.filter((place) => !found.has(place)),
        [],
        type,
      );
    }
  });

  await t.test('of the whole content nothing is left but what the record is', async (t) => {
    for (const [index, made] of (await desk.write(...fullCreations(mark))).entries()) {
      const { id, type } = made;
      const before = await desk.update(id, { externalId: `another ${mark} ${index}` });
      const [reason, withdrawal] = [{ en: 'By order' }, { kind: 'duplicate', reason: { en: mark } }];
      await store.commit([{ action: 'withdraw', id, withdrawal }], { actor: 'test', comment: mark });
      if (index % 2 === 0) await desk.restore(id);
      const order: Command = { action: 'redact', id, reason };
      const { items, position } = await store.commit([order], { actor: 'admin', comment: 'Order 7' });
      const left = parsed(items[0] as (typeof items)[number]);

      t.strictSame(left.redactions, [{ pointer: '', at: left.updatedAt, reason }]);
      t.strictSame(Object.keys(left.withdrawal ?? {}), ['at', 'kind', 'reason'], 'it stands no longer');
      t.strictSame(await desk.read(type, id), left, 'it still answers by id');
      const entries = await store.revisions(id, { limit: 100 });
      t.match(entries[0], { position, action: 'redact', actor: 'admin', comment: 'Order 7' });
      t.equal(entries.length, left.revision, 'no revision is gone');
      for (const { json, revision, comment, ...entry } of entries) {
        const logged = JSON.parse(json) as ResourceDocument;
        const message = `${type} ${index}, revision ${revision}`;
        t.notMatch(json, mark, message);
        t.strictSame(textsIn(logged, ['[redacted]', reason.en]), [], `${message}: no text is left`);
        t.ok(resources[type].document.safeParse(logged).success, `${message} fits its schema`);
        t.strictSame(idsOfReferences(logged), idsOfReferences(before), `${message} refers to the same`);
        t.strictSame([logged.id, logged.createdAt, logged.createdBy], [id, made.createdAt, 'test']);
        t.equal(logged.updatedAt, new Date(entry.at).toISOString());
        t.strictSame(logged.redactions, left.redactions, 'it says that it was redacted');
        if (revision < left.revision) t.equal(comment, undefined, `${message}: no comment is left`);
      }
      t.notOk((await idsOf(store, type)).includes(id), 'lists leave it out');
      t.ok((await idsOf(store, type, { withdrawn: true })).includes(id), 'unless asked');
      const named = [{ name: 'externalId', values: [String(before.externalId)] }];
      t.strictSame(await idsOf(store, type, { filters: named, withdrawn: true }), [], 'its name is gone');
    }
  });

  await t.test('what has no content any more is changed no more', async (t) => {
    const { id } = await desk.create('evidence', { externalId: 'redacted' });
    const referring = await desk.create('review', { evidenceIds: [id] });
    await redact(id);
    const commands: Command[] = [
      { action: 'update', id, patch: {} },
      { action: 'update', id, patch: {}, ifRevision: [1] },
      { action: 'withdraw', id, withdrawal: { kind: 'other', reason: { en: 'R' } } },
      { action: 'restore', id },
      { action: 'confirm', id, claimRevision: 1 },
      { action: 'revert', id, toRevision: 1 },
      { action: 'redact', id },
      { action: 'redact', id, pointers: ['/title'] },
    ];
    for (const command of commands)
      await refused(t, desk.write(command), 'redacted', [], JSON.stringify(command));
    t.equal(
      (await desk.update(referring.id, { note: { en: 'A note' } })).revision,
      2,
      'what refers to it is',
    );
    const attempt = desk.create('review', { evidenceIds: [id] });
    const place = { pointer: '/evidenceIds/0', code: 'withdrawn_reference' };
    await refused(t, attempt, 'invalid_document', [place], 'nothing new refers to it');
    const named = await desk.create('evidence', { externalId: 'redacted' });
    t.equal(named.revision, 1, 'its name is free');
  });

  await t.test('redacting twice is as good as once', async (t) => {
    const made = await desk.create('claim', { text: { en: mark, ar: 'أمطرت' }, notes: { en: mark } });
    const once = await redact(made.id, ['/text', '/notes']);
    t.strictSame(once.text, { en: '[redacted]', ar: '[redacted]' });
    const twice = await redact(made.id, ['/text']);
    t.strictSame([twice.revision, twice.text], [3, once.text], 'a placeholder may be redacted again');
    const nothing = { pointer: '/pointers/0', code: 'nothing_there' };
    await refused(t, redact(made.id, ['/notes']), 'invalid_document', [nothing], 'what is gone is not there');
    const whole = await redact(made.id);
    t.strictSame(
      whole.redactions,
      [{ pointer: '', at: whole.updatedAt }],
      'the whole is all there is to tell',
    );
  });

  await t.test('a document that was redacted in parts is written on', async (t) => {
    const made = await desk.create('claim', { notes: { en: mark } });
    const redacted = await redact(made.id, ['/notes'], { reason: { ar: 'بأمر' } });
    const { redactions } = redacted;
    t.strictSame(redactions, [{ pointer: '/notes', at: redacted.updatedAt, reason: { ar: 'بأمر' } }]);
    t.match(redactions?.[0]?.at, at);
    t.strictSame((await desk.update(made.id, { tense: 'future' })).redactions, redactions);
    t.strictSame((await desk.withdraw(made.id)).redactions, redactions);
    t.strictSame((await desk.restore(made.id)).redactions, redactions);
    const revert = (toRevision: number) => desk.write({ action: 'revert', id: made.id, toRevision });
    await refused(t, revert(1), 'conflict', [], 'it does not go back to before the redaction');
    t.strictSame((await revert(2))[0]?.tense, 'past', 'but to after it');
    const server = desk.update(made.id, { redactions: null });
    await refused(t, server, 'invalid_document', [{ pointer: '/redactions', code: 'unknown_field' }], 'told');
  });

  await t.test('what others have become does not keep content from being taken out', async (t) => {
    const parent = await desk.create('source');
    const child = await desk.create('source', { partOf: [{ sourceId: parent.id }], notes: { en: mark } });
    await desk.update(parent.id, { kind: 'person' });
    t.equal((await redact(child.id, ['/notes'])).revision, 2, 'a reference that would be refused now');
    const text = `It begins. A ${mark} passage.`;
    const article = await desk.create('article', { text });
    const exact = `A ${mark} passage`;
    const locators = [{ selectors: [{ type: 'TextQuoteSelector', exact }] }];
    const stand = await desk.create('attribution', { articleId: article.id, locators });
    await redact(stand.id, ['/locators/0/selectors/0/exact']);
    t.equal((await desk.update(stand.id, { mode: 'mixed' })).revision, 3, 'and it can be written on');
    await redact(article.id, ['/text']);
    t.notOk('text' in ((await desk.read('article', article.id)) ?? {}));
    t.equal((await redact(child.id)).revision, 3);
  });

  await t.test('redactions stand beside other commands of one commit', async (t) => {
    const [one, other] = [await desk.create('claim', { notes: { en: mark } }), await desk.create('claim')];
    const [first, second, third] = await desk.write(
      { action: 'redact', id: one.id, pointers: ['/notes'] },
      { action: 'update', id: other.id, patch: { topics: ['beside'] } },
      { action: 'redact', id: String((await desk.create('source')).id) },
    );
    t.notOk('notes' in (first ?? {}));
    t.strictSame(second?.topics, ['beside']);
    t.equal(third?.redactions?.length, 1);
    const failing = desk.write(
      { action: 'redact', id: other.id },
      { action: 'update', id: one.id, patch: { kind: 'nonsense' } },
    );
    await t.rejects(failing, { code: 'invalid_document' });
    t.strictSame((await desk.read('claim', other.id))?.topics, ['beside'], 'or are taken back with them');
  });

  await t.test('kept refusals are forgotten, for they may tell what they refused', async (t) => {
    const receipt = { key: 'k', method: 'POST', path: '/v1/sources', digest: 'd' };
    const holder = await desk.create('source', { externalId: `${mark} name` });
    const command: Command = {
      ...{ action: 'create', type: 'source' },
      fields: { kind: 'person', name: { en: 'A' }, externalId: `${mark} name` },
    };
    const send = () => store.commit([command], { actor: 'test', receipt });
    await refused(t, send(), 'conflict', [{ pointer: '/externalId', code: 'taken' }], 'kept');
    await redact(holder.id);
    t.equal((await send()).items.length, 1, 'asked anew');
  });
}

/** The places of a document that hold a value, list indices left out. */
function placesIn(value: unknown, at: readonly string[] = []): string[] {
  if (Array.isArray(value)) return value.flatMap((one) => placesIn(one, at));
  if (typeof value !== 'object' || value === null) return [at.join('.')];
  return [at.join('.'), ...Object.entries(value).flatMap(([name, one]) => placesIn(one, [...at, name]))];
}

/** The places that a schema names, lists entered. */
function placesOf(schema: z.ZodType, at: readonly string[] = []): string[] {
  const { type, innerType, element, shape, options } = schema.def as unknown as {
    type: string;
    innerType: z.ZodType;
    element: z.ZodType;
    shape: Record<string, z.ZodType>;
    options: z.ZodType[];
  };
  if (type === 'optional') return placesOf(innerType, at);
  if (type === 'array') return placesOf(element, at);
  if (type === 'union') return options.flatMap((one) => placesOf(one, at));
  const here = at.length > 0 ? [at.join('.')] : [];
  if (type !== 'object') return here;
  return [...here, ...Object.entries(shape).flatMap(([name, one]) => placesOf(one, [...at, name]))];
}

function idsOfReferences(document: ResourceDocument): string[] {
  return referencesOf(resources[document.type], document).map(({ name, id }) => `${name} ${id}`);
}

const identifier = /^[a-z]+_[0-9a-z]{26}$/;

/** Every text in a document, once, but for ids, times, the names of a list of values, and what is `known`. */
function textsIn(document: ResourceDocument, known: readonly string[]): string[] {
  const texts = new Set<string>();
  JSON.stringify(document, (_name, value) => {
    const told = typeof value === 'string' && !identifier.test(value) && !at.test(value);
    if (told && value !== '' && !/^[a-z_]+$/.test(value) && !known.includes(value)) texts.add(value);
    return value;
  });
  return [...texts];
}
