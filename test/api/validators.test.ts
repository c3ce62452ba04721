import { fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { startService } from '../helpers/service.ts';

const store = new URL('../../src/store/sqlite/store.ts', import.meta.url).href;

test('a bare document has its revision as its tag, and everything else a tag of the log position', async (t) => {
  const service = await startService(t);
  const { body } = await service.get('/v1/claims?limit=1');
  const [claim] = body.data;
  const bare = await service.get(`/v1/claims/${claim.id}`);
  t.equal(bare.headers.etag, '"1"');
  const list = await service.get('/v1/claims?limit=1');
  t.match(list.headers.etag, /^"109-[\w-]+"$/);
  const others = [
    '/v1/claims?limit=2',
    `/v1/claims/${claim.id}?include=about`,
    `/v1/claims/${claim.id}?fields=text`,
  ];
  const tags = new Set([bare.headers.etag, list.headers.etag]);
  for (const url of others) tags.add((await service.get(url)).headers.etag);
  t.equal(tags.size, 2 + others.length, 'each representation has a tag of its own');
});

test('a client that has it already gets 304, cached or not, until something is written', async (t) => {
  for (const RESPONSE_CACHE of ['on', 'off']) {
    const service = await startService(t, { RESPONSE_CACHE });
    const { body } = await service.get('/v1/claims?limit=1');
    const id = body.data[0].id;
    for (const url of [
      `/v1/claims/${id}`,
      '/v1/claims',
      `/v1/claims/${id}/graph`,
      `/v1/claims/${id}/chains`,
    ]) {
      const { headers } = await service.get(url);
      const { etag = '' } = headers;
      for (const tag of [etag, `W/${etag}`, `"x", ${etag}`, '*']) {
        const again = await service.get(url, { headers: { 'if-none-match': tag } });
        t.match(again, { status: 304, text: '', headers: { etag } }, `${url} ${tag}`);
      }
      t.equal((await service.get(url, { headers: { 'if-none-match': '"x"' } })).status, 200);
      const head = await service.request({ url, method: 'HEAD' });
      t.match(head, { status: 200, text: '', headers: { etag } });
    }
    const before = await service.get(`/v1/claims/${id}`);
    await service.write({ action: 'update', id, patch: { notes: { en: 'Seen' } } });
    const after = await service.get(`/v1/claims/${id}`, {
      headers: { 'if-none-match': before.headers.etag },
    });
    t.match(after, { status: 200, headers: { etag: '"2"' }, body: { notes: { en: 'Seen' } } });
  }
});

test('an answer is never older than what any process has committed', async (t) => {
  const service = await startService(t);
  const { body } = await service.get('/v1/sources?externalId=moscow-beijing/nyt');
  const [{ id }] = body.data;
  const script = join(t.testdirName, 'writer.ts');
  writeFileSync(
    script,
    `import { openSqliteStore } from ${JSON.stringify(store)};
     const { store } = await openSqliteStore({ url: ${JSON.stringify(service.config.DATABASE_URL)}, workers: 1 });
     process.on('message', async (notes) => {
       const patch = { notes: { en: String(notes) } };
       await store.commit([{ action: 'update', id: ${JSON.stringify(id)}, patch }], { actor: 'other' });
       process.send?.('written');
     });
     process.send?.('ready');`,
  );
  const other = fork(script);
  t.teardown(() => other.kill());
  await once(other, 'message');
  for (let turn = 0; turn < 20; turn++) {
    await service.get(`/v1/sources/${id}`);
    other.send(`turn ${turn}`);
    await once(other, 'message');
    const { body: source } = await service.get(`/v1/sources/${id}`);
    t.equal(source.notes.en, `turn ${turn}`);
  }
});
