import { gzipSync } from 'node:zlib';
import { test } from 'tap';
import { newIdentifier } from '../../src/model/identifiers.ts';
import { startWriteService, type WriteOperation } from '../helpers/write-service.ts';

interface BadRequest {
  readonly name: string;
  readonly url?: string;
  readonly payload?: string | Buffer | undefined;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly status: number;
  readonly code: string;
  /** Where, as `code pointer` or `code parameter`. */
  readonly place?: string;
}

const large = Buffer.alloc(10_000_000, ' ');

type Body = Readonly<Record<string, unknown>>;

/** Bodies that are no JSON that every reader takes alike, and JSON that is sent as something else. */
function badTransfers(body: Body): BadRequest[] {
  const json = JSON.stringify(body);
  const [first = ''] = Object.keys(body);
  const rest = json.slice(1);
  const malformed = { status: 400, code: 'malformed_body' };
  const unsupported = { status: 415, code: 'unsupported_media_type' };
  const typed = (type: string | undefined) => ({ 'content-type': type });
  return [
    { name: 'no body', payload: undefined, ...malformed },
    { name: 'an empty body', payload: '', headers: typed('application/json'), ...malformed },
    { name: 'a cut-off body', payload: json.slice(0, -1), ...malformed, place: 'not_json *' },
    { name: 'two bodies', payload: json + json, ...malformed, place: 'not_json ' },
    { name: 'Latin-1', payload: Buffer.from(`{"é":0,${rest}`, 'latin1'), ...malformed, place: 'not_utf8 ' },
    { name: 'UTF-16', payload: Buffer.from('{"a":1}', 'utf16le'), ...malformed, place: 'not_json *' },
    {
      name: 'UTF-16, marked',
      payload: Buffer.from(`\ufeff${json}`, 'utf16le'),
      ...malformed,
      place: 'not_utf8 ',
    },
    {
      name: 'a member twice',
      payload: `{"${first}":0,${rest}`,
      ...malformed,
      place: `duplicate_member /${first}`,
    },
    {
      name: '__proto__',
      payload: `{"__proto__":{},${rest}`,
      ...malformed,
      place: 'forbidden_member /__proto__',
    },
    {
      name: 'half of a character',
      payload: `{"a":"\\ud800",${rest}`,
      ...malformed,
      place: 'lone_surrogate /a',
    },
    { name: 'NUL', payload: `{"a":"\\u0000",${rest}`, ...malformed, place: 'nul_character /a' },
    { name: 'a vast number', payload: `{"a":1e999,${rest}`, ...malformed, place: 'number_out_of_range /a' },
    {
      ...{ name: '10,000 levels', payload: `{"a":${'['.repeat(10_000)}${']'.repeat(10_000)},${rest}` },
      ...{ ...malformed, place: `too_deep /a${'/0'.repeat(63)}` },
    },
    {
      ...{ name: 'very many values', payload: `{"a":[${'0,'.repeat(150_000)}0],${rest}` },
      ...{ ...malformed, place: 'too_many_values /a/99998' },
    },
    { name: '10 MB', payload: large, status: 413, code: 'payload_too_large' },
    { name: 'gzip', payload: gzipSync(json), headers: { 'content-encoding': 'gzip' }, ...unsupported },
    ...[
      'text/plain',
      'application/x-www-form-urlencoded',
      'application/json-patch+json',
      'application/jsonl',
    ].map((type) => ({ name: type, payload: json, headers: typed(type), ...unsupported })),
    { name: 'no type', payload: json, headers: typed(undefined), ...unsupported },
    {
      name: 'Latin-1 by name',
      payload: json,
      headers: typed('application/json; charset=latin1'),
      ...unsupported,
    },
  ];
}

/** Requests that are wrong whatever their body is. */
function badHeads({ parameters, path, schema }: WriteOperation, url: string): BadRequest[] {
  const query = { status: 400, code: 'invalid_query_parameter' };
  const header = { status: 400, code: 'invalid_header' };
  const bad: BadRequest[] = [
    {
      ...{ name: 'an unknown parameter', url: `${url}?nonsense=1` },
      ...{ status: 400, code: 'unknown_query_parameter', place: 'unknown nonsense' },
    },
    { name: 'a NUL', url: `${url}?comment=%00`, status: 400, code: 'malformed_url' },
    { name: 'no UTF-8', url: `${url}?comment=%e9`, status: 400, code: 'malformed_url' },
    { name: 'an endless URL', url: `${url}?comment=${'x'.repeat(9_000)}`, status: 414, code: 'uri_too_long' },
  ];
  if (parameters.has('comment')) {
    bad.push(
      {
        name: 'a long comment',
        url: `${url}?comment=${'x'.repeat(1_001)}`,
        ...query,
        place: 'invalid comment',
      },
      { name: 'no comment', url: `${url}?comment=`, ...query, place: 'invalid comment' },
      { name: 'two comments', url: `${url}?comment=a&comment=b`, ...query, place: 'repeated comment' },
    );
  }
  if (parameters.has('if-match')) {
    for (const tag of ['3', '"3', '', '"3" "4"', `"${'x'.repeat(1_000)}"`]) {
      bad.push({ name: `If-Match: ${tag.slice(0, 9)}`, headers: { 'if-match': tag }, ...header });
    }
    if (parameters.get('if-match')) {
      const required = { status: 428, code: 'precondition_required' };
      bad.push({ name: 'no revision', headers: { 'if-match': undefined }, ...required });
    }
    const stale = { status: 412, code: 'precondition_failed' };
    bad.push({ name: 'a stale revision', headers: { 'if-match': '"99"' }, ...stale });
  }
  if (parameters.has('idempotency-key')) {
    for (const key of ['', 'two words', '"', 'x'.repeat(256)]) {
      bad.push({
        name: `Idempotency-Key: ${key.slice(0, 9)}`,
        headers: { 'idempotency-key': key },
        ...header,
      });
    }
  }
  if (!schema) {
    const body = { payload: '{}', status: 400, code: 'malformed_body' };
    bad.push({ name: 'a body where none is taken', ...body }, { name: 'text', ...body, payload: 'because' });
    bad.push({ name: '10 MB', payload: large, status: 413, code: 'payload_too_large' });
  }
  if (!path.includes('{id}')) return bad;
  const id = /[a-z]+_[0-7][0-9a-z]{25}/.exec(url)?.[0] ?? '';
  const [type = ''] = id.split('_');
  const other = newIdentifier(type === 'claim' ? 'source' : 'claim');
  const wrong = type === 'key' ? 'malformed_identifier' : 'wrong_identifier_type';
  bad.push(
    { name: 'no id', url: url.replace(id, 'x'), status: 400, code: 'malformed_identifier' },
    { name: 'no end', url: url.replace(id, id.repeat(20)), status: 400, code: 'malformed_identifier' },
    { name: 'an id of another type', url: url.replace(id, other), status: 400, code: wrong },
    {
      ...{ name: 'an id of nothing', url: url.replace(id, `${type}_${other.split('_')[1]}`) },
      ...{ status: 404, code: 'resource_not_found' },
    },
  );
  return bad;
}

test('every write refuses what cannot be read, and what its head says wrongly', async (t) => {
  const { operations, fingerprint, prepare, send } = await startWriteService(t);
  for (const operation of operations) {
    const { operationId } = operation;
    const { url, headers, bodies } = await prepare(operation);
    const [body] = bodies;
    const good = body && JSON.stringify(body);
    const before = fingerprint.content();
    const requests = [...(body ? badTransfers(body) : []), ...badHeads(operation, url)];
    for (const request of requests) {
      const { name, status, code, place } = request;
      const payload = 'payload' in request ? request.payload : good;
      const answer = await send(operation, request.url ?? url, payload, { ...headers, ...request.headers });
      const [{ pointer, parameter, code: found } = {} as Record<string, string>] = answer.body?.errors ?? [];
      const at = place?.endsWith('*') ? '*' : (pointer ?? parameter);
      t.strictSame(
        [answer.status, answer.body?.code, place && `${found} ${at}`, answer.violations],
        [status, code, place, []],
        `${operationId}: ${name}`,
      );
    }
    t.equal(fingerprint.content(), before, `${operationId} has written nothing`);
    if (!good) continue;
    const accepted = await send(operation, url, good, headers);
    t.ok(accepted.status === 200 || accepted.status === 201, `${operationId} accepts what is good`);
  }
});

test('a refusal is answered again where the same request is sent with the same key', async (t) => {
  const { operations, fingerprint, prepare, send } = await startWriteService(t);
  const kept = operations.filter(({ parameters, schema }) => parameters.has('idempotency-key') && schema);
  t.ok(kept.length > 40);
  for (const operation of kept) {
    const { operationId } = operation;
    const { url, headers, bodies } = await prepare(operation);
    const before = fingerprint.content();
    const named = { ...headers, 'idempotency-key': operationId };
    const bad = JSON.stringify({ nonsense: 1 });
    const first = await send(operation, url, bad, named);
    const again = await send(operation, url, bad, named);
    t.match(first, { status: 422, body: { code: 'invalid_document' }, violations: [] }, operationId);
    t.strictSame([again.status, again.body.errors], [422, first.body.errors]);
    t.notOk('idempotency-replayed' in first.headers);
    t.equal(again.headers['idempotency-replayed'], 'true', `${operationId} is answered as before`);
    const other = await send(operation, url, JSON.stringify(bodies[0]), named);
    t.match(other, { status: 422, body: { code: 'idempotency_key_reused' }, violations: [] });
    t.equal(fingerprint.content(), before, `${operationId} has written nothing`);
  }
});
