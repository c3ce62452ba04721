import { test } from 'tap';
import { BadBodies, type BadBody } from '../helpers/bad-bodies.ts';
import type { Answer } from '../helpers/service.ts';
import { writeOperations } from '../helpers/write-operations.ts';
import { startWriteService } from '../helpers/write-service.ts';

/** What is wrong with the refusal of a bad body; undefined where it is refused as it should be. */
function fault(
  bad: BadBody,
  { status, body, violations }: Answer & { violations: string[] },
): string | undefined {
  if (violations.length > 0) return violations.join();
  if (status !== bad.status) return `answered ${status}`;
  if (body.code !== (status === 400 ? 'malformed_body' : 'invalid_document'))
    return `has the code ${body.code}`;
  const places = (body.errors ?? []) as { pointer: string; code: string }[];
  const { pointer, code = /./ } = bad;
  const at =
    places.find((place) => place.pointer === pointer) ??
    places.find((one) => one.pointer.startsWith(pointer));
  if (!at) return `does not point to ${pointer}`;
  if (!code.test(at.code)) return `calls it ${at.code}`;
  const stray = places.find((place) => !leads(bad.body, place.pointer));
  return stray && `points to ${stray.pointer}, which is nowhere`;
}

/** Whether a pointer leads to a place of a value, or to a member that is missing there. */
function leads(value: unknown, pointer: string): boolean {
  const steps = pointer.split('/').slice(1);
  const names = steps.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  const holder = names
    .slice(0, -1)
    .reduce((at, name) => (at as Record<string, unknown> | undefined)?.[name], value);
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

test('every write refuses what its schema does not allow, and accepts what is good', async (t) => {
  const { ground, document, operations, fingerprint, prepare, send } = await startWriteService(t);
  const named = operations.map(({ operationId }) => operationId);
  t.strictSame(named.toSorted(), [...writeOperations.keys()].toSorted(), 'there is an example of each');
  for (const operation of operations) {
    const { operationId, schema } = operation;
    if (!schema) continue;
    const { url, headers, bodies, lacks = [], self } = await prepare(operation);
    const before = fingerprint.content();
    const bad = new BadBodies(document, schema, { ground, self });
    t.strictSame(bad.missing(bodies), lacks, `${operationId}: its examples hold every field`);
    const faults: string[] = [];
    for (const body of bodies) {
      t.ok(bad.fits(body), `${operationId}: the document describes its example`);
      for (const batch of batches(bad.of(body), 32)) {
        const sent = batch.map((one) => send(operation, url, JSON.stringify(one.body), headers));
        for (const [index, answer] of (await Promise.all(sent)).entries()) {
          const one = batch[index] as BadBody;
          const wrong = fault(one, answer);
          if (wrong !== undefined) faults.push(`${one.name} ${wrong}: ${answer.text.slice(0, 300)}`);
        }
      }
    }
    t.strictSame(faults, [], operationId);
    t.equal(fingerprint.content(), before, `${operationId} has written nothing`);
    for (const body of bodies) {
      const { status, text } = await send(operation, url, JSON.stringify(body), headers);
      t.ok(status === 200 || status === 201, `${operationId} accepts what is good: ${text.slice(0, 300)}`);
    }
  }
});
