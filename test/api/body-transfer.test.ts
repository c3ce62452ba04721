import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { type Test, test } from 'tap';
import { bodyLimit as limit, startEcho } from '../helpers/echo.ts';

const chunked = 'Transfer-Encoding: chunked';

function head(method: string, ...lines: string[]): string {
  return `${[`${method} / HTTP/1.1`, 'Host: a', 'Content-Type: application/json', ...lines].join('\r\n')}\r\n\r\n`;
}

function chunk(text: string): string {
  return `${text.length.toString(16)}\r\n${text}\r\n`;
}

async function connectTo(t: Test, app: FastifyInstance): Promise<Socket> {
  const { port, hostname } = new URL(await app.listen({ port: 0, host: '127.0.0.1' }));
  const socket = connect(Number(port), hostname).setEncoding('utf8');
  t.teardown(() => socket.destroy());
  await once(socket, 'connect');
  return socket;
}

/** What is received up to the end of a JSON object. */
async function receive(socket: Socket): Promise<string> {
  let received = '';
  for await (const part of socket.iterator({ destroyOnReturn: false })) {
    received += part;
    if (received.endsWith('}')) break;
  }
  return received;
}

test('a body in chunks is read, and measured as it comes', async (t) => {
  const socket = await connectTo(t, startEcho(t));
  socket.write(head('POST', chunked) + chunk('{"a":"') + chunk('b"}') + chunk(''));
  t.match(await receive(socket), /^HTTP\/1\.1 200 .*\{"body":\{"a":"b"\}/s);
  socket.write(head('POST', chunked) + chunk(''));
  t.match(await receive(socket), /^HTTP\/1\.1 400 .*malformed_body.*missing/s);
  socket.write(head('DELETE', chunked) + chunk(''));
  t.match(await receive(socket), /^HTTP\/1\.1 200 /);
  socket.write(head('POST', chunked));
  for (let sent = 0; sent <= limit; sent += 65_536) socket.write(chunk(' '.repeat(65_536)));
  t.match(await receive(socket), /^HTTP\/1\.1 413 .*payload_too_large.*1048576 bytes/s);
});

for (const [name, start, part, end] of [
  ['in chunks', head('POST', chunked), chunk(' '.repeat(65_536)), chunk('')],
  ['of a known length', head('POST', `Content-Length: ${65_536 * 20}`), ' '.repeat(65_536), ''],
] as const) {
  test(`who sends too much ${name} is answered, and may ask again`, async (t) => {
    const socket = await connectTo(t, startEcho(t));
    socket.write(start);
    for (let count = 0; count < 19; count += 1) socket.write(part);
    t.match(await receive(socket), /^HTTP\/1\.1 413 /);
    socket.write(part + end + head('GET', 'Connection: close'));
    t.match(await receive(socket), /^HTTP\/1\.1 200 /);
  });
}

test('who is refused before the body is read may ask again', async (t) => {
  const socket = await connectTo(t, startEcho(t));
  socket.write(`${head('POST', 'Content-Encoding: gzip', 'Content-Length: 4')}abcd`);
  t.match(await receive(socket), /^HTTP\/1\.1 415 .*accept-encoding: identity/s);
  socket.write(`${head('GET', 'Content-Length: 3')}{"a`);
  t.match(await receive(socket), /^HTTP\/1\.1 200 /);
  socket.write(`${head('POST', 'Content-Length: 3')}{"a`);
  t.match(await receive(socket), /^HTTP\/1\.1 400 .*not_json/s);
});

const brokenOff: [name: string, sent: string][] = [
  ['shorter than Content-Length says', `${head('POST', 'Content-Length: 9')}{"a"`],
  ['cut off within a chunk', `${head('POST', chunked)}5\r\n{"a`],
  ['with a chunk of no size', `${head('POST', chunked)}zz\r\n`],
  ['with two lengths', head('POST', chunked, 'Content-Length: 2') + chunk('')],
];

for (const [name, sent] of brokenOff) {
  test(`a body ${name} is no HTTP`, async (t) => {
    const socket = await connectTo(t, startEcho(t));
    socket.end(sent);
    t.match(await receive(socket), /^HTTP\/1\.1 400 .*malformed_request/s);
  });
}

test('who goes away within a body harms nobody', async (t) => {
  const app = startEcho(t);
  const socket = await connectTo(t, app);
  const begun = once(app.server, 'request');
  socket.write(`${head('POST', 'Content-Length: 9')}{"a"`);
  await begun;
  socket.resetAndDestroy();
  await once(socket, 'close');
  t.equal((await fetch(app.listeningOrigin)).status, 200);
});
