import { hash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { type Test, test } from 'tap';
import { databasePath } from '../../src/config.ts';
import { setByServer } from '../../src/model/definition.ts';
import { collections, newIdentifier, type ResourceType, resourceTypes } from '../../src/model/identifiers.ts';
import { mergePatch } from '../../src/model/merge-patch.ts';
import { resources } from '../../src/model/resources.ts';
import { clientFields } from '../../src/store/documents.ts';
import { neededFor } from '../helpers/making.ts';
import { type ApiWriter, startWriter } from '../helpers/writer.ts';

/** A digest of all that a database holds but what it keeps of refusals. */
function contentsOf({ service }: ApiWriter): string {
  const database = new Database(databasePath(service.config.DATABASE_URL), { readonly: true });
  const tables = database
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'receipt' ORDER BY name")
    .pluck()
    .all();
  const rows = tables.map((table) => database.prepare(`SELECT * FROM "${table}"`).raw().all());
  database.close();
  return hash('sha256', JSON.stringify(rows));
}

/** Runs refused requests, and proves that they leave everything as it was. */
async function unchanged(t: Test, writer: ApiWriter, requests: () => Promise<void>): Promise<void> {
  const before = contentsOf(writer);
  await requests();
  t.equal(contentsOf(writer), before, 'everything is as it was, and the log has no new row');
}

interface Sent {
  readonly payload: string | Buffer;
  readonly type?: string;
  readonly headers?: Record<string, string>;
  readonly status: number;
  readonly pointer?: string;
}

const deep = '['.repeat(10_000) + ']'.repeat(10_000);
const transport: Readonly<Record<string, Sent>> = {
  truncated: { payload: '{"kind":"fact', status: 400 },
  'nothing at all': { payload: '', status: 400 },
  'no JSON': { payload: "{'kind': 1}", status: 400 },
  'text after it': { payload: '{} {}', status: 400 },
  'duplicate names': { payload: '{"kind":"a","k\\u0069nd":"b"}', status: 400, pointer: '/kind' },
  'duplicate names inside': { payload: '{"text":{"en":"a","en":"b"}}', status: 400, pointer: '/text/en' },
  __proto__: { payload: '{"__proto__":{"kind":"a"}}', status: 400, pointer: '/__proto__' },
  'depth 10,000': { payload: `{"about":${deep}}`, status: 400 },
  'a lone surrogate': { payload: '{"text":{"en":"\\ud800"}}', status: 400, pointer: '/text/en' },
  NUL: { payload: '{"text":{"en":"a\\u0000b"}}', status: 400, pointer: '/text/en' },
  'a number beyond all': { payload: '{"kind":1e999}', status: 400, pointer: '/kind' },
  'another media type': { payload: '<claim/>', type: 'application/xml', status: 415 },
  'a JSON Patch': { payload: '[]', type: 'application/json-patch+json', status: 415 },
  'no UTF-8': { payload: Buffer.from('{"text":{"en":"caf\xe9"}}', 'latin1'), status: 400 },
  'UTF-16': { payload: Buffer.from('{}', 'utf16le'), type: 'application/json; charset=utf-16', status: 415 },
  gzip: { payload: gzipSync('{}'), headers: { 'content-encoding': 'gzip' }, status: 415 },
  '10 MB': { payload: `"${'x'.repeat(10_000_000)}"`, status: 413 },
  'a list': { payload: '[]', status: 422 },
  'a text': { payload: '"text"', status: 422 },
  'an unknown field': { payload: '{"nonsense":1}', status: 422, pointer: '/nonsense' },
};

test('no body that is broken is taken, whatever it is sent to', async (t) => {
  const writer = await startWriter(t, 'admin');
  const ids = new Map<string, string>();
  for (const type of resourceTypes) ids.set(collections[type], (await writer.create(type)).id);
  const { paths = {} } = writer.service.app.swagger() as unknown as {
    paths?: Record<string, Record<string, { requestBody?: unknown }>>;
  };
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    ['post', 'patch'].filter((method) => methods[method]?.requestBody).map((method) => ({ path, method })),
  );
  t.ok(operations.length > 40, `${operations.length} operations with a body`);
  await unchanged(t, writer, async () => {
    for (const { path, method } of operations) {
      const collection = path.split('/')[2] ?? '';
      if (collection === 'keys') continue;
      const url = path.replace('{id}', ids.get(collection) ?? '');
      for (const [name, { payload, type = 'application/json', headers, status, pointer }] of Object.entries(
        transport,
      )) {
        // One size of each is enough.
        if (name === '10 MB' && collection !== 'claims') continue;
        const answer = await writer.service.request({
          ...{ method: method.toUpperCase() as 'POST', url, payload },
          headers: { ...writer.headers, 'content-type': type, 'if-match': '"1"', ...headers },
        });
        const told = `${method} ${path}: ${name}: ${answer.text.slice(0, 300)}`;
        if (answer.status !== status) t.fail(told);
        const places = (answer.body.errors ?? []).map((one: { pointer?: string }) => one.pointer);
        if (pointer !== undefined && !places.includes(pointer)) t.fail(told);
      }
    }
  });
});

const wrongValues = [
  12.5,
  -1,
  true,
  'nonsense value!',
  '',
  [],
  [[]],
  {},
  { nonsense: 1 },
  { 'xx_YY!': 'a' },
  { en: '' },
];

test('every field refuses what it cannot hold, and says where', async (t) => {
  const writer = await startWriter(t, 'admin');
  for (const type of resourceTypes) {
    const { needed, fields } = neededFor(type);
    await writer.service.write(...needed);
    const made = await writer.create(type);
    const url = `/v1/${collections[type]}`;
    const names = Object.keys(resources[type].document.shape).filter((name) => !setByServer.has(name));
    await unchanged(t, writer, async () => {
      for (const name of names) {
        for (const value of wrongValues) {
          const document = { ...fields, [name]: value };
          if (resources[type].fields.safeParse(document).success) continue;
          const patch = { [name]: value };
          const patched = mergePatch(clientFields(made), patch);
          const answers = [await writer.post(url, document)];
          // A merge patch with an object leaves what it does not name.
          if (!resources[type].fields.safeParse(patched).success)
            answers.push(await writer.patch(`${url}/${made.id}`, patch, '"1"'));
          for (const answer of answers) {
            const places: string[] = (answer.body.errors ?? []).map(
              (one: { pointer: string }) => one.pointer,
            );
            const told = `${type}.${name} = ${JSON.stringify(value)}: ${answer.text.slice(0, 300)}`;
            const related = places.some((place) => place === `/${name}` || place.startsWith(`/${name}/`));
            if (answer.status !== 422 || places.length === 0) t.fail(told);
            if (!related && !resources[type].fixed.includes(name) && !isRuleOf(places)) t.fail(told);
          }
        }
        if (!(name in fields) || resources[type].fields.safeParse({ ...fields, [name]: undefined }).success)
          continue;
        const { [name]: _, ...rest } = fields;
        const answer = await writer.post(url, rest);
        t.match(
          answer,
          { status: 422, body: { errors: [{ pointer: new RegExp(`^/?(${name})?$`) }] } },
          `${type} without ${name}`,
        );
      }
      for (const name of setByServer) {
        if (name === 'type' || name === 'id') continue;
        const answer = await writer.post(url, { ...fields, [name]: 1 });
        t.match(
          answer,
          { status: 422, body: { errors: [{ pointer: `/${name}`, code: 'unknown_field' }] } },
          name,
        );
      }
    });
  }
});

/** Whether a refusal is by a rule between fields, which points to the other one. */
function isRuleOf(places: readonly string[]): boolean {
  return places.every((place) => place !== '');
}

test('references and rules refuse what does not fit', async (t) => {
  const writer = await startWriter(t, 'admin');
  const gone = await writer.create('source');
  await writer.post(
    `/v1/sources/${gone.id}/withdrawal`,
    { kind: 'other', reason: { en: 'A slip' } },
    { 'if-match': '"1"' },
  );
  const person = await writer.create('source', { kind: 'person' });
  const carrier = await writer.create('attribution', { stance: 'affirms' });
  const within = { claimId: carrier.claimId, articleId: carrier.articleId };
  const carried = await writer.create('attribution', { ...within, viaId: carrier.id });
  const dates = [
    '2022-13',
    '2022-02-30',
    'yesterday',
    '../..',
    '[2022,2023]',
    'Y170000',
    '2022-03-14T25:00:00Z',
    '2022-03-14T12:00:00',
  ];
  const cases: [type: ResourceType, fields: Record<string, unknown>, pointer: string, code?: string][] = [
    ['attribution', { sourceId: gone.id }, '/sourceId', 'withdrawn_reference'],
    ['attribution', { sourceId: newIdentifier('source') }, '/sourceId', 'dangling_reference'],
    ['attribution', { sourceId: carrier.claimId }, '/sourceId', 'invalid_format'],
    ['attribution', { viaId: carrier.id }, '/viaId', 'wrong_chain'],
    ['attribution', { ...within, stance: 'relays' }, '/originUnknown', 'required'],
    ['attribution', { inferred: true }, '/note', 'required'],
    ['source', { partOf: [{ sourceId: person.id }] }, '/partOf/0/sourceId', 'wrong_kind'],
    ['source', { kind: 'anonymous' }, '/citedById', 'required'],
    ['review', { rating: { value: 6, best: 1, worst: 5 } }, '/rating/value', 'outside_scale'],
    ['evidence', { attributionId: carrier.id, claimId: carrier.claimId }, ''],
    ['relation', { fromClaimId: carrier.claimId, toClaimId: carrier.claimId }, '/toClaimId', 'same_claim'],
    ...dates.map((occurredAt): (typeof cases)[number] => ['claim', { occurredAt }, '/occurredAt']),
    ...['', 'xx_YY', '123456789', 'e', 'EN'].map((tag): (typeof cases)[number] => [
      'claim',
      { text: { [tag]: 'a' } },
      '/text',
    ]),
  ];
  for (const [type, given, pointer, code] of cases) {
    const { needed, fields } = neededFor(type, given);
    await writer.service.write(...needed);
    await unchanged(t, writer, async () => {
      const answer = await writer.post(`/v1/${collections[type]}`, fields);
      t.equal(answer.status, 422, JSON.stringify(given));
      const [place] = answer.body.errors;
      t.ok(place.pointer.startsWith(pointer), `${place.pointer} for ${pointer}`);
      if (code) t.equal(place.code, code);
    });
  }
  await unchanged(t, writer, async () => {
    const cycle = await writer.patch(`/v1/attributions/${carrier.id}`, { viaId: carried.id }, '"1"');
    t.match(cycle, { status: 422, body: { errors: [{ pointer: '/viaId', code: 'cycle' }] } });
    const self = await writer.patch(`/v1/attributions/${carrier.id}`, { viaId: carrier.id }, '"1"');
    t.match(self, { status: 422, body: { errors: [{ pointer: '/viaId', code: 'self_reference' }] } });
  });
});

test('random documents are taken whole, or refused and nothing written', async (t) => {
  const writer = await startWriter(t, 'admin');
  const words = fc.dictionary(
    fc.constantFrom('en', 'ar', 'pt-BR', 'fa'),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
    { minKeys: 1, maxKeys: 3 },
  );
  const mostly = <Good, Bad>(good: fc.Arbitrary<Good>, bad: fc.Arbitrary<Bad>) =>
    fc.oneof({ weight: 9, arbitrary: good }, { weight: 1, arbitrary: bad });
  const fields = fc.record(
    {
      text: fc.oneof({ weight: 9, arbitrary: words }, { weight: 1, arbitrary: fc.jsonValue() }),
      kind: mostly(fc.constantFrom('factual', 'evaluative'), fc.constant('rumour')),
      tense: fc.constantFrom('past', 'present', 'future'),
      topics: mostly(
        fc.array(fc.constantFrom('war', 'trade'), { maxLength: 2 }),
        fc.constant(['Not a slug']),
      ),
      occurredAt: mostly(fc.constantFrom('2022', '2022-03-14?', '../2023'), fc.constant('2022-02-30')),
      notes: mostly(words, fc.string({ unit: 'binary' })),
    },
    { requiredKeys: ['text', 'kind', 'tense'] },
  );
  const counts = { taken: 0, refused: 0 };
  await fc.assert(
    fc.asyncProperty(fields, async (document) => {
      const { position } = await writer.service.store.check();
      const { status, body } = await writer.post('/v1/claims', document);
      const after = (await writer.service.store.check()).position;
      if (status === 201) {
        counts.taken++;
        const read = (await writer.get(`/v1/claims/${body.id}`)).body;
        const { type, id, revision, createdAt, updatedAt, createdBy, ...own } = read;
        t.strictSame(own, JSON.parse(JSON.stringify(document)), 'it comes back as it was sent');
        return after === position + 1;
      }
      counts.refused++;
      return status >= 400 && status < 500 && after === position;
    }),
    { numRuns: 250 },
  );
  t.ok(counts.taken > 10 && counts.refused > 10, JSON.stringify(counts));
});
