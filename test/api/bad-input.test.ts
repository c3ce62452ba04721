import { type Test, test } from 'tap';
import { BadBodies, type BadBody } from '../helpers/bad-bodies.ts';
import { Fingerprint } from '../helpers/fingerprint.ts';
import { layGround } from '../helpers/ground.ts';
import { makeKey } from '../helpers/keys.ts';
import { type Answer, startService } from '../helpers/service.ts';
import { writeOperations } from '../helpers/write-operations.ts';

type Json = Record<string, unknown>;

interface Operation {
  readonly method: 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly operationId: string;
  readonly schema: Json | undefined;
}

interface OpenApi {
  readonly paths: Record<string, Record<string, { operationId: string; requestBody?: { content: Json } }>>;
  readonly components: { schemas: Record<string, Json> };
}

function writesOf(document: OpenApi): Operation[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([name, { operationId, requestBody }]) => {
      const method = name.toUpperCase() as Operation['method'];
      if (!['POST', 'PATCH', 'PUT', 'DELETE'].includes(method)) return [];
      const content = requestBody?.content as Record<string, { schema: Json }> | undefined;
      return [{ method, path, operationId, schema: content && Object.values(content)[0]?.schema }];
    }),
  );
}

/** A service without limits, a key for everything, and what is in its database. */
async function start(t: Test) {
  const service = await startService(t, {
    BUNDLED_ARTICLE: 'never',
    KEY_RATE_LIMIT: 'off',
    RATE_LIMIT: 'off',
  });
  const ground = await layGround(service);
  const { headers } = await makeKey(service.store, 'admin');
  const document = service.app.swagger() as unknown as OpenApi;
  return { service, ground, headers, document, fingerprint: new Fingerprint(t, service) };
}

/** What is wrong with the refusal of a bad body; undefined where it is refused as it should be. */
function fault({ status, pointer, code = /./, body: sent }: BadBody, answer: Answer): string | undefined {
  const { body } = answer;
  if (answer.status !== status) return `answered ${answer.status}`;
  if (body.code !== (status === 400 ? 'malformed_body' : 'invalid_document'))
    return `has the code ${body.code}`;
  const places = (body.errors ?? []) as { pointer: string; code: string }[];
  const at =
    places.find((place) => place.pointer === pointer) ??
    places.find((one) => one.pointer.startsWith(pointer));
  if (!at) return `does not point to ${pointer}`;
  if (!code.test(at.code)) return `calls it ${at.code}`;
  const stray = places.find((place) => !leads(sent, place.pointer));
  return stray && `points to ${stray.pointer}, which is nowhere`;
}

/** Whether a pointer leads to a place of a value, or to a member that is missing there. */
function leads(value: unknown, pointer: string): boolean {
  const steps = pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  const holder = steps.slice(0, -1).reduce((at, step) => (at as Json | undefined)?.[step], value);
  return steps.length === 0 || (typeof holder === 'object' && holder !== null);
}

function* batches<Item>(items: Iterable<Item>, size: number): Generator<Item[]> {
  let batch: Item[] = [];
  for (const item of items) {
    batch.push(item);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  yield batch;
}

test('every write refuses what its schema and its rules do not allow', async (t) => {
  const { service, ground, headers, document, fingerprint } = await start(t);
  const operations = writesOf(document);
  t.strictSame(
    operations.map(({ operationId }) => operationId).toSorted(),
    [...writeOperations.keys()].toSorted(),
  );
  let count = 0;
  for (const { operationId, method, schema } of operations) {
    const write = await writeOperations.get(operationId)?.(service, ground);
    if (!write || !schema) continue;
    const send = (payload: unknown) =>
      service.attempt({
        ...{ method, url: write.url, payload: JSON.stringify(payload) },
        headers: { ...headers, 'content-type': 'application/json', ...write.headers },
      });
    const before = fingerprint.content();
    const bad = new BadBodies(document, schema, { ground, self: write.self });
    const faults: string[] = [];
    for (const body of write.bodies) {
      t.ok(bad.fits(body), `${operationId}: the document describes a full body`);
      for (const batch of batches(bad.of(body), 32)) {
        const answers = await Promise.all(batch.map((one) => send(one.body)));
        for (const [index, one] of batch.entries()) {
          const answer = answers[index] as Answer & { violations: string[] };
          count++;
          const wrong = answer.violations[0] ?? fault(one, answer);
          if (wrong !== undefined) faults.push(`${one.name} ${wrong}: ${answer.text.slice(0, 300)}`);
        }
      }
    }
    t.strictSame(faults, [], operationId);
    t.equal(fingerprint.content(), before, `${operationId} has written nothing`);
    for (const body of write.bodies) {
      const answer = await send(body);
      t.ok(answer.status < 300, `${operationId} accepts the good one: ${answer.text.slice(0, 500)}`);
    }
  }
  t.comment(count);
});
