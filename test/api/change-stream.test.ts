import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Writable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { type Test, test } from 'tap';
import { buildApp } from '../../src/app.ts';
import { createLogger } from '../../src/logger.ts';
import type { Store } from '../../src/store/port.ts';
import { startChild } from '../helpers/children.ts';
import { EventParser, EventStream } from '../helpers/event-stream.ts';
import { makeKey } from '../helpers/keys.ts';
import { creation, Desk, largeText } from '../helpers/making.ts';
import { startProgram } from '../helpers/programs.ts';
import { type Service, startService } from '../helpers/service.ts';

interface Listening extends Service {
  readonly address: string;
  /** The server's ends of all connections so far. */
  readonly sockets: readonly Socket[];
  /** Opens a stream that is closed when the test ends. */
  follow(query?: string, headers?: Record<string, string>): Promise<EventStream>;
}

/** A service that listens, empty unless told otherwise. */
async function listen(t: Test, environment: Record<string, string> = {}): Promise<Listening> {
  const service = await startService(t, { BUNDLED_ARTICLE: 'never', ...environment });
  const sockets: Socket[] = [];
  service.app.server.on('connection', (socket: Socket) => sockets.push(socket));
  const address = await service.app.listen({ port: 0, host: '127.0.0.1' });
  const follow = async (query = '', headers = {}) => {
    const stream = await EventStream.open(`${address}/v1/changes/stream${query}`, headers);
    t.teardown(() => stream.close());
    return stream;
  };
  return { ...service, address, sockets, follow };
}

function upTo(last: number, first = 1): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

async function write(store: Store, count: number, fields = {}): Promise<void> {
  const desk = new Desk(store);
  for (let index = 0; index < count; index++) await desk.create('claim', fields);
}

async function eventually(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 10_000; !(await isSo()); await pause(20)) {
    if (Date.now() > deadline) throw new Error('it was not so in time');
  }
}

test('a stream tells what is written from now on, as the list does', async (t) => {
  const { follow, get, store, write } = await listen(t, { BUNDLED_ARTICLE: 'auto' });
  const stream = await follow();
  await stream.until(({ comments }) => comments > 0);
  t.match(stream.headers, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  t.same([stream.status, stream.lastEventId, stream.events], [200, '109', []], 'it says where it begins');
  const [claim] = await write(...creation('claim', { text: { en: 'Two\nlines\r\n\u2028and more' } }));
  await store.commit([{ action: 'update', id: claim?.id ?? '', patch: { topics: ['rain'] } }], {
    actor: 'key_1',
    comment: 'A topic',
  });
  await stream.until(({ events }) => events.length === 2);
  t.same(
    stream.events.map(({ id, type }) => [id, type]),
    [
      ['110', 'change'],
      ['111', 'change'],
    ],
  );
  const { body } = await get('/v1/changes?after=109');
  t.same(
    stream.events.map(({ data }) => JSON.parse(data)),
    body.data,
  );
});

test('a stream begins where it is told to, and first of all after the last event', async (t) => {
  const { follow, store } = await listen(t);
  await write(store, 5);
  const cases: [string, Record<string, string>, number][] = [
    ['?after=0', {}, 1],
    ['?after=3', {}, 4],
    ['', { 'last-event-id': '2' }, 3],
    ['?after=1', { 'last-event-id': '4' }, 5],
    ['?after=99', { 'last-event-id': '0' }, 1],
  ];
  for (const [query, headers, first] of cases) {
    const stream = await follow(query, headers);
    await stream.until(({ lastEventId }) => lastEventId === '5');
    t.same(stream.positions, upTo(5, first), `${query} ${JSON.stringify(headers)}`);
  }
});

test('a stream that cannot be is refused before it begins', async (t) => {
  const { get, request } = await listen(t, { BUNDLED_ARTICLE: 'auto' });
  const url = '/v1/changes/stream';
  t.match(await get(`${url}?after=110`), { status: 410, body: { code: 'position_gone' } });
  const gone = await get(`${url}?after=0`, { headers: { 'last-event-id': '110' } });
  t.match(gone, { status: 410, body: { code: 'position_gone' } });
  for (const id of ['', 'x', '-1', '1.5', '1e3', ' 1, 2', '99999999999999999']) {
    const { status, body } = await get(url, { headers: { 'last-event-id': id } });
    t.match({ status, ...body }, { status: 400, code: 'invalid_header', detail: /^Last-Event-ID must be/ });
  }
  for (const query of ['after=x', 'limit=5', 'resource=rain', 'claim=x']) {
    t.equal((await get(`${url}?${query}`)).status, 400, query);
  }
  t.equal((await get(url, { headers: { accept: 'application/json' } })).status, 406);
  const head = await request({ url, method: 'HEAD' });
  t.match(head, { status: 200, text: '', headers: { 'content-type': /^text\/event-stream/ } });
});

test('while two processes write, every reader gets each change once and in order, however often it reconnects', async (t) => {
  const { config, follow, get, store } = await listen(t);
  const each = 60;
  const child = startChild(
    t,
    `const { openSqliteStore } = await load('store/sqlite/store.ts');
     const { store } = await openSqliteStore({ url: ${JSON.stringify(config.DATABASE_URL)}, workers: 1 });
     say('ready');
     await told;
     const fields = { text: { en: 'Elsewhere' }, kind: 'factual', tense: 'past' };
     await Promise.all([1, 2].map(async () => {
       for (let turn = 0; turn < ${each}; turn++) {
         await store.commit([{ action: 'create', type: 'claim', fields }], { actor: 'other' });
       }
     }));
     await store.close();`,
  );
  await child.says('ready');
  const last = 4 * each;
  const steady = await Promise.all([follow('?after=0'), follow('?after=0'), follow()]);
  const restless = upTo(5).map(async () => {
    const positions: number[] = [];
    let reconnections = 0;
    for (let lastEventId = '0'; lastEventId !== String(last); reconnections++) {
      const stream = await follow('?after=0', { 'last-event-id': lastEventId });
      const tired = pause(Math.random() * 150).then(() => stream.close());
      await Promise.race([stream.until((one) => one.lastEventId === String(last)), tired]).catch(() => {});
      stream.close();
      await stream.ended;
      positions.push(...stream.positions);
      lastEventId = stream.lastEventId || lastEventId;
    }
    return { positions, reconnections };
  });
  child.tell();
  await Promise.all([write(store, each), write(store, each)]);
  await child.ended();
  for (const stream of steady) {
    await stream.until(({ lastEventId }) => lastEventId === String(last));
    t.same(stream.positions, upTo(last));
  }
  for (const { positions, reconnections } of await Promise.all(restless)) {
    t.same(positions, upTo(last), `after ${reconnections} connections`);
    t.ok(reconnections > 1);
  }
  const { body } = await get('/v1/changes?limit=1000');
  t.same(
    steady[0].events.map(({ data }) => JSON.parse(data)),
    body.data,
  );
  const actors = new Set(body.data.map(({ actor }: { actor: string }) => actor));
  t.same([...actors].toSorted(), ['other', 'test'], 'both have written');
});

test('a filtered stream tells what is asked for, and moves on past the rest', async (t) => {
  const { follow, store } = await listen(t, { HEARTBEAT: '100' });
  const desk = new Desk(store);
  const claim = await desk.create('claim');
  const streams: [string, number[]][] = [
    ['resource=evidence', [2, 5]],
    ['resource=claim,review', [1, 3]],
    [`claim=${claim.id}`, [1, 2]],
    [`claim=${claim.id}&resource=evidence`, [2]],
    ['resource=relation', []],
  ];
  const open = await Promise.all(streams.map(([query]) => follow(`?after=0&${query}`)));
  await desk.create('evidence', { claimId: claim.id });
  const { id } = await desk.create('claim');
  await desk.create('source');
  await desk.create('evidence', { claimId: id });
  for (const [index, [query, expected]] of streams.entries()) {
    const stream = open[index];
    await stream?.until(({ lastEventId }) => lastEventId === '5');
    t.same(stream?.positions, expected, query);
  }
});

test('what has been redacted is in no stream that begins afterwards', async (t) => {
  const { follow, store } = await listen(t);
  const desk = new Desk(store);
  const { id } = await desk.create('claim', { notes: { en: 'A secret' } });
  const before = await follow('?after=0');
  await before.until(({ events }) => events.length === 1);
  t.match(before.events[0]?.data, 'A secret');
  await desk.write({ action: 'redact', id, pointers: ['/notes'] });
  const after = await follow('?after=0');
  await after.until(({ events }) => events.length === 2);
  t.notMatch(after.events.map(({ data }) => data).join(), 'A secret');
});

test('a quiet stream shows that it lives, and no timeout of requests ends it', async (t) => {
  const { follow, store } = await listen(t, {
    HEARTBEAT: '100',
    STREAM_PATIENCE: '300',
    REQUEST_TIMEOUT: '200',
  });
  const began = Date.now();
  const stream = await follow();
  await stream.until(({ comments }) => comments >= 10);
  t.ok(Date.now() - began > 800, 'and not more often than it should');
  const slow = await listen(t, { STREAM_PATIENCE: '100' });
  const quiet = await slow.follow();
  await pause(400);
  for (const [one, to] of [
    [stream, store],
    [quiet, slow.store],
  ] as const) {
    await write(to, 1);
    await one.until(({ events }) => events.length === 1);
  }
});

/** A reader that asks for everything and then takes nothing. */
async function stuckReader(t: Test, address: string): Promise<Socket> {
  const { port, hostname } = new URL(address);
  const socket = connect(Number(port), hostname);
  t.teardown(() => socket.destroy());
  socket.on('error', () => {});
  await once(socket, 'connect');
  socket.pause();
  socket.write('GET /v1/changes/stream?after=0 HTTP/1.0\r\nHost: a\r\n\r\n');
  return socket;
}

test('a reader that takes nothing costs little, is cut, and goes on without loss', async (t) => {
  const { address, follow, sockets, store } = await listen(t, { STREAM_PATIENCE: '1000' });
  const readers = await Promise.all(upTo(5).map(() => stuckReader(t, address)));
  await eventually(() => sockets.length === 5);
  const before = process.memoryUsage().arrayBuffers;
  const documents = 110;
  let [held, memory] = [0, 0];
  const measure = setInterval(() => {
    held = Math.max(held, ...sockets.map(({ writableLength }) => writableLength));
    memory = Math.max(memory, process.memoryUsage().arrayBuffers - before);
  }, 5);
  t.teardown(() => clearInterval(measure));
  await write(store, documents, { notes: largeText() });
  await eventually(() => sockets.every(({ destroyed }) => destroyed));
  t.ok(held > 0, 'there was something that they did not take');
  t.ok(held < 600_000, `of ${documents} documents of 200 kB, ${held} bytes were held for one reader`);
  t.ok(memory < 20_000_000, `and ${memory} bytes for all of them`);

  const parser = new EventParser();
  const [socket] = readers;
  socket?.setEncoding('utf8').on('data', (chunk: string) => {
    parser.read(chunk.replace(/^HTTP.*?\r\n\r\n/s, ''));
  });
  socket?.resume();
  if (socket && !socket.closed) await once(socket, 'close');
  const lost = documents - parser.events.length;
  t.ok(parser.events.length > 0 && lost > 0, `${lost} of them had not come`);
  const rest = await follow('', { 'last-event-id': parser.lastEventId });
  await rest.until(({ lastEventId }) => lastEventId === String(documents));
  const positions = [...parser.events, ...rest.events].map(({ id }) => Number(id));
  t.same(positions, upTo(documents));
});

test('so many streams are open at once, and one more as soon as one is left', async (t) => {
  const { follow, get } = await listen(t, { STREAMS: '2' });
  const [one] = await Promise.all([follow(), follow()]);
  const refused = await get('/v1/changes/stream');
  t.match(refused, { status: 503, headers: { 'retry-after': '5' }, body: { code: 'too_many_streams' } });
  t.match((await get('/metrics')).text, /^hearsay_change_streams 2$/m);
  one?.close();
  await eventually(async () => (await follow()).status === 200);
});

test('two hundred streams get every change', async (t) => {
  const { follow, store } = await listen(t);
  const streams = await Promise.all(upTo(200).map(() => follow()));
  await Promise.all([write(store, 25), write(store, 25)]);
  for (const stream of streams) await stream.until(({ lastEventId }) => lastEventId === '50');
  const wrong = streams.filter(({ positions }) => positions.join() !== upTo(50).join());
  t.equal(wrong.length, 0);
});

test('streams end as soon as the service closes, whether their readers take what is sent or not', async (t) => {
  const { address, app, follow, sockets, store } = await listen(t);
  await write(store, 40, { notes: largeText() });
  const stream = await follow();
  await stuckReader(t, address);
  await eventually(() => sockets.length === 2 && (sockets[1]?.writableLength ?? 0) > 0);
  const began = Date.now();
  await app.close();
  await stream.ended;
  t.ok(Date.now() - began < 1_000, `it took ${Date.now() - began} ms`);
});

test('a stream ends when whoever reads it may do so no longer, also while much is written', async (t) => {
  const { config, store } = await startService(t, { BUNDLED_ARTICLE: 'never', HEARTBEAT: '100' });
  const app = await buildApp({ config, store, logger: createLogger('silent') });
  const allowed = new Set(['/v1/changes/stream?after=0', '/v1/changes/stream']);
  app.addHook('onRequest', (request, _reply, done) => {
    request.stillAllowed = async () => allowed.has(request.url);
    done();
  });
  const address = await app.listen({ port: 0, host: '127.0.0.1' });
  t.teardown(() => app.close());
  const [busy, quiet] = await Promise.all([...allowed].map((url) => EventStream.open(address + url)));
  await quiet?.until(({ comments }) => comments > 2);
  allowed.delete('/v1/changes/stream');
  await quiet?.ended;
  allowed.clear();
  let over = false;
  busy?.ended.then(() => {
    over = true;
  });
  for (const deadline = Date.now() + 5_000; !over && Date.now() < deadline; ) await write(store, 1);
  t.ok(over, 'it ended though there was always something to tell');
});

test('a stream is logged once, when it has ended', async (t) => {
  const { config, store } = await startService(t, { BUNDLED_ARTICLE: 'never' });
  const lines: string[] = [];
  const log = new Writable({
    write: (chunk, _encoding, done) => {
      lines.push(String(chunk));
      done();
    },
  });
  const app = await buildApp({ config, store, logger: createLogger('info', log) });
  const address = await app.listen({ port: 0, host: '127.0.0.1' });
  t.teardown(() => app.close());
  const left = await EventStream.open(`${address}/v1/changes/stream?after=0`);
  await left.until(({ comments }) => comments > 0);
  const requests = () => lines.map((line) => JSON.parse(line)).filter(({ req }) => req);
  t.same(requests(), []);
  left.close();
  await eventually(() => requests().length === 1);
  await EventStream.open(`${address}/v1/changes/stream`);
  await app.close();
  await eventually(() => requests().length === 2);
  for (const request of requests()) {
    t.match(request, {
      level: 30,
      msg: 'request',
      req: { method: 'GET', url: /^\/v1\/changes\/stream/, remoteAddress: '127.0.0.1' },
      res: { statusCode: 200 },
    });
  }
});

test('a client of the standard goes on by itself where it was cut before anything had come', async (t) => {
  const { address, sockets, store } = await listen(t);
  await write(store, 3);
  const code = `
    // While it waits to connect again, nothing else would keep it alive.
    setInterval(() => {}, 1_000);
    const source = new EventSource('${address}/v1/changes/stream');
    source.onopen = () => console.log('open');
    source.addEventListener('change', ({ lastEventId, data }) =>
      console.log(lastEventId, JSON.parse(data).position));`;
  const client = startProgram(t, process.execPath, ['--experimental-eventsource', '--eval', code]);
  const says = (text: string) => eventually(() => client.output().includes(text));
  await says('open\n');
  sockets[0]?.destroy();
  await write(store, 2);
  await says('5 5\n');
  t.equal(client.output(), 'open\nopen\n4 4\n5 5\n');
});

test('a stream ends once the key that it was asked with is revoked', async (t) => {
  const { address, follow, store } = await listen(t, { READ_ACCESS: 'key', HEARTBEAT: '100' });
  const { id, headers } = await makeKey(store, 'read');
  const stream = await follow('', headers);
  await stream.until(({ comments }) => comments > 2);
  await store.keys.revoke(id);
  await stream.ended;
  t.equal((await fetch(`${address}/v1/changes/stream`, { headers })).status, 401);
});
