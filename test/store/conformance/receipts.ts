import type { Test } from 'tap';
import { Problem, type ProblemPlace } from '../../../src/errors.ts';
import { newIdentifier } from '../../../src/model/identifiers.ts';
import type { Command, CommitOptions, Receipt } from '../../../src/store/port.ts';
import { creation, Desk } from '../../helpers/making.ts';
import { type OpenStore, refused } from './suite.ts';

/** A receipt of a request of its own; `changes` make it another one. */
export function receiptOf(key: string, changes: Partial<Receipt> = {}): Receipt {
  return { key, method: 'POST', path: '/v1/claims', digest: 'one', ...changes };
}

/** A request that is sent again is answered as it was, and written once. */
export async function receipts(t: Test, openStore: OpenStore): Promise<void> {
  const desk = new Desk(await openStore(t));
  const { store } = desk;
  const send = (commands: readonly Command[], receipt: Receipt, options: Partial<CommitOptions> = {}) =>
    store.commit(commands, { actor: 'test', receipt, ...options });

  await t.test(
    'it is answered with the documents as they stood then, and the log is as it was',
    async (t) => {
      const standing = await desk.create('claim');
      const requests: Record<string, Command[]> = {
        create: creation('review'),
        'create without an id': [{ action: 'create', type: 'source', fields: fieldsOf('source') }],
        update: [{ action: 'update', id: standing.id, patch: { tense: 'future' }, ifRevision: [1] }],
        withdraw: [
          { action: 'withdraw', id: standing.id, withdrawal: { kind: 'other', reason: { en: 'R' } } },
        ],
        restore: [{ action: 'restore', id: standing.id }],
        several: [...creation('claim'), { action: 'update', id: standing.id, patch: { tense: 'past' } }],
      };
      const answers = new Map<string, unknown>();
      for (const [name, commands] of Object.entries(requests)) {
        const first = await send(commands, receiptOf(name));
        t.notOk('replayed' in first, `${name} is written`);
        answers.set(name, first);
        const position = await desk.position();
        t.strictSame(await send(commands, receiptOf(name)), { ...first, replayed: true }, name);
        t.equal(await desk.position(), position, `${name}: nothing was written`);
      }
      for (const item of (await send(requests.create ?? [], receiptOf('create'))).items)
        await desk.update(item.id, { externalId: `later ${item.id}` });
      for (const [name, first] of answers) {
        const again = await send(requests[name] ?? [], receiptOf(name));
        t.strictSame(again, { ...(first as object), replayed: true }, `${name}, after later writes`);
      }
    },
  );

  await t.test('another request under the same key is refused', async (t) => {
    const commands = creation('claim');
    const first = await send(commands, receiptOf('same key'));
    const other = send(creation('claim'), receiptOf('same key', { digest: 'two' }));
    await refused(t, other, 'idempotency_key_reused', [], 'another digest');
    t.equal(await desk.position(), first.position, 'nothing was written');
    t.ok((await send(commands, receiptOf('same key'))).replayed, 'the first is answered all the same');
  });

  await t.test('another actor, method, path or key is another request', async (t) => {
    const id = newIdentifier('claim');
    await send(creation('claim', {}, id), receiptOf('mine'));
    const write: Command[] = [{ action: 'update', id, patch: {} }];
    const others: [Receipt, Partial<CommitOptions>][] = [
      [receiptOf('mine'), { actor: 'another' }],
      [receiptOf('mine', { method: 'PATCH' }), {}],
      [receiptOf('mine', { path: '/v1/sources' }), {}],
      [receiptOf('Mine'), {}],
      [receiptOf('mine', { path: '/v1/sources', method: 'PATCH' }), { actor: 'another' }],
    ];
    for (const [index, [receipt, options]] of others.entries()) {
      const { items, replayed } = await send(write, receipt, options);
      t.strictSame([items[0]?.revision, replayed], [index + 2, undefined], JSON.stringify(receipt));
    }
  });

  await t.test('what was refused is refused again, though the reason has gone', async (t) => {
    const holder = await desk.create('source', { externalId: 'held' });
    const claim = await desk.create('claim');
    const missing = newIdentifier('source');
    const refusals: [name: string, command: Command, resolve: () => Promise<unknown>][] = [
      [
        'conflict',
        creation('source', { externalId: 'held' })[0] as Command,
        () => desk.update(holder.id, { externalId: null }),
      ],
      [
        'precondition_failed',
        { action: 'update', id: claim.id, patch: {}, ifRevision: [2] },
        () => desk.update(claim.id, {}),
      ],
      [
        'invalid_document',
        creation('article', { publisherId: missing })[0] as Command,
        () => desk.write(...creation('source', {}, missing)),
      ],
    ];
    for (const [code, command, resolve] of refusals) {
      // What stands before it in the request is taken back with it.
      const commands = [...creation('relation'), command];
      const before = await desk.position();
      const first = await problemOf(send(commands, receiptOf(code)));
      t.equal(first.code, code);
      t.equal(await desk.position(), before, `${code}: nothing was written`);
      await resolve();
      const after = await desk.position();
      const again = await problemOf(send(commands, receiptOf(code)));
      t.strictSame(
        toldBy(again),
        { ...toldBy(first), headers: { ...first.headers, 'idempotency-replayed': 'true' } },
        `${code}: told alike, as an answer that was given before`,
      );
      t.equal(await desk.position(), after, `${code}: nothing is written later either`);
      const reused = send(commands, receiptOf(code, { digest: 'two' }));
      await refused(t, reused, 'idempotency_key_reused', [], `${code}: its key is taken`);
      t.ok(await send([command], receiptOf(`${code} anew`)), `${code}: a new request is written`);
    }
  });

  await t.test('that something is not there, or was redacted, is not kept', async (t) => {
    const id = newIdentifier('claim');
    const update: Command[] = [{ action: 'update', id, patch: {} }];
    const receipt = receiptOf('too early');
    await refused(t, send(update, receipt), 'resource_not_found', [], 'not there');
    await desk.write(...creation('claim', {}, id));
    t.equal((await send(update, receipt)).items[0]?.revision, 2, 'written once it is there');
    await desk.write({ action: 'redact', id });
    const late = receiptOf('too late');
    await refused(t, send(update, late), 'redacted', [], 'redacted');
    const other = await send(creation('claim'), { ...late, digest: 'two' });
    t.notOk(other.replayed, 'the key is free');
  });

  await t.test('of many at the same moment one is written', async (t) => {
    const before = await desk.position();
    const receipt = receiptOf('at once');
    const command: Command = { action: 'create', type: 'claim', fields: fieldsOf('claim') };
    const answers = await Promise.all(Array.from({ length: 10 }, () => send([command], receipt)));
    t.equal(await desk.position(), before + 1);
    t.equal(answers.filter(({ replayed }) => !replayed).length, 1);
    t.equal(new Set(answers.map(({ items }) => JSON.stringify(items))).size, 1, 'all are answered alike');
    const different = ['one', 'two', 'three'].map((digest) =>
      send(creation('claim'), receiptOf('raced', { digest })).then(
        () => 'written',
        ({ code }) => code,
      ),
    );
    t.strictSame((await Promise.all(different)).toSorted(), [
      ...['idempotency_key_reused', 'idempotency_key_reused', 'written'],
    ]);
  });

  await t.test('what is known to be wrong with a request refuses it', async (t) => {
    const errors: ProblemPlace[] = [{ pointer: '/reviewer', code: 'required', detail: 'must be there' }];
    const before = await desk.position();
    const receipt = receiptOf('wrong');
    for (const message of ['at first', 'again']) {
      const problem = await problemOf(send([], receipt, { errors }));
      t.strictSame([problem.code, problem.errors], ['invalid_document', errors], message);
    }
    const kept = await problemOf(send([], receipt));
    t.strictSame(kept.errors, errors, 'the receipt alone tells what was wrong');
    await t.rejects(store.commit([], { actor: 'test', errors }), { code: 'invalid_document', errors });
    const wrong: Command = { action: 'create', type: 'claim', pointer: '/claim', fields: { extra: 1 } };
    const both = await problemOf(store.commit([wrong], { actor: 'test', errors }));
    const places = both.errors.map(({ pointer }) => pointer).toSorted();
    const others = ['extra', 'kind', 'tense', 'text'].map((field) => `/claim/${field}`);
    t.strictSame(places, [...others, '/reviewer'], 'with what else is wrong');
    const good = store.commit(creation('claim'), { actor: 'test', errors });
    await refused(
      t,
      good,
      'invalid_document',
      [{ pointer: '/reviewer', code: 'required' }],
      'a good command',
    );
    t.equal(await desk.position(), before, 'nothing was written');
  });

  await t.test('what was redacted since is not in the answer', async (t) => {
    const commands = creation('claim', { notes: { en: 'A secret' } });
    const first = await send(commands, receiptOf('redacted later'));
    await desk.write({ action: 'redact', id: String(first.items[0]?.id), pointers: ['/notes'] });
    const again = await send(commands, receiptOf('redacted later'));
    t.match(again, { replayed: true, items: [{ id: first.items[0]?.id, revision: 1 }] });
    t.notMatch(again.items[0]?.json, /A secret/);
  });
}

function fieldsOf(type: 'claim' | 'source') {
  return (creation(type)[0] as { fields: Readonly<Record<string, unknown>> }).fields;
}

async function problemOf(promise: Promise<unknown>): Promise<Problem> {
  const error = await promise.then(
    () => new Error('it was not refused'),
    (reason: unknown) => reason,
  );
  if (error instanceof Problem) return error;
  throw error;
}

function toldBy({ code, message, errors, headers }: Problem) {
  return { code, message, errors, headers };
}
