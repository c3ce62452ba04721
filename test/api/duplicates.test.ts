import { test } from 'tap';
import { newIdentifier } from '../../src/model/identifiers.ts';
import type { Command } from '../../src/store/port.ts';
import { type Service, startService } from '../helpers/service.ts';

async function createSource({ write }: Service, fields: Record<string, unknown>) {
  const [item] = await write({
    action: 'create',
    type: 'source',
    fields: { kind: 'news_outlet', ...fields },
  });
  return JSON.parse(item?.json ?? '');
}

async function theTimes({ get }: Service): Promise<string> {
  return (await get('/v1/sources?externalId=moscow-beijing/nyt')).body.data[0].id;
}

test('sources that may be the same are proposed with what they have alike', async (t) => {
  const service = await startService(t);
  const id = await theTimes(service);
  const url = `/v1/sources/${id}/duplicates`;
  t.same((await service.get(url)).body, { data: [], truncated: false });
  const byName = await createSource(service, { name: { ar: 'النيويورك تايمز', en: 'new york times' } });
  const sameAs = ['https://www.wikidata.org/wiki/Q9684'];
  const byUri = await createSource(service, { name: { en: 'NYT' }, sameAs });
  const { status, headers, body } = await service.get(url);
  t.equal(status, 200);
  t.equal(headers['content-type'], 'application/json; charset=utf-8');
  t.same(body, {
    data: [
      { source: byUri, matched: [{ on: 'sameAs', value: 'https://www.wikidata.org/entity/Q9684' }] },
      {
        source: byName,
        matched: [
          { on: 'name', value: 'new york times' },
          { on: 'name', value: 'نيويورك تايمز' },
        ],
      },
    ],
    truncated: false,
  });
  const cut = await service.get(`${url}?limit=1`);
  t.same(cut.body, { data: body.data.slice(0, 1), truncated: true });
  const { etag } = headers;
  t.match(await service.get(url, { headers: { 'if-none-match': etag } }), { status: 304, text: '' });
  const withdrawal = { kind: 'duplicate', reason: { en: 'Recorded twice' }, replacedById: id };
  await service.write({ action: 'withdraw', id: byUri.id, withdrawal });
  const merged = await service.get(url, { headers: { 'if-none-match': etag } });
  t.same(merged.body, { data: body.data.slice(1), truncated: false }, 'what was merged is proposed no more');
});

test('names that too many sources have are named', async (t) => {
  const service = await startService(t, { BUNDLED_ARTICLE: 'never' });
  const fields = { kind: 'collective', name: { en: 'Media reports' } };
  const commands = Array.from({ length: 51 }, (): Command => ({ action: 'create', type: 'source', fields }));
  const [first] = await service.write(...commands);
  const { body } = await service.get(`/v1/sources/${first?.id}/duplicates`);
  t.same(body, { data: [], truncated: true, common: ['media reports'] });
});

test('what cannot be asked for is refused', async (t) => {
  const service = await startService(t);
  const id = await theTimes(service);
  const [claim] = (await service.get('/v1/claims?limit=1')).body.data;
  const cases: [path: string, status: number, code: string][] = [
    [`${newIdentifier('source')}/duplicates`, 404, 'resource_not_found'],
    ['nyt/duplicates', 400, 'malformed_identifier'],
    [`${claim.id}/duplicates`, 400, 'wrong_identifier_type'],
    [`${id}/duplicates?limit=0`, 400, 'invalid_query_parameter'],
    [`${id}/duplicates?limit=101`, 400, 'invalid_query_parameter'],
    [`${id}/duplicates?likeness=name:nyt`, 400, 'unknown_query_parameter'],
    ['?likeness=name:nyt', 400, 'unknown_query_parameter'],
  ];
  for (const [path, status, code] of cases) {
    const url = `/v1/sources${path.startsWith('?') ? '' : '/'}${path}`;
    t.match(await service.get(url), { status, body: { code } }, url);
  }
  const accept = 'text/csv';
  t.match(await service.get(`/v1/sources/${id}/duplicates`, { headers: { accept } }), { status: 406 });
});
