import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { type Test, test } from 'tap';
import { bearer } from '../helpers/keys.ts';
import { largeText } from '../helpers/making.ts';
import { Disk } from './disk.ts';
import { ask, type Request } from './http.ts';
import { createKey, Server } from './server.ts';
import { type Call, parseTrace, tracing, whyNotTraced } from './trace.ts';

/** Sends a request, and gives the document that it is answered with. */
type Send = (request: Request) => Promise<{ id: string; revision: number }>;

/** What a service did, from the making of its database on. */
interface Traced {
  readonly folder: string;
  readonly database: string;
  readonly calls: readonly Call[];
  /** The documents that clients were answered with, by id and revision. */
  readonly answers: ReadonlyMap<string, string>;
}

async function traced(
  t: Test,
  use: (send: Send) => Promise<unknown>,
  options: string[] = [],
): Promise<Traced> {
  const folder = mkdtempSync(join(tmpdir(), 'hearsay-power-cut-'));
  const root = join(folder, 'disk');
  mkdirSync(root);
  const database = join(root, 'a/b/hearsay.db');
  const [making, serving] = [join(folder, 'making'), join(folder, 'serving')];
  const server = new Server(database, { wrapper: tracing(serving), options });
  const agent = new Agent({ keepAlive: true });
  t.teardown(async () => {
    agent.destroy();
    await server.kill();
    rmSync(folder, { recursive: true });
  });
  const headers = bearer(await createKey(database, tracing(making)));
  await server.start();
  const answers = new Map<string, string>();
  await use(async (request) => {
    const sent = { ...request, headers: { ...headers, ...request.headers } };
    const { text = '' } = (await ask(server.address ?? '', agent, sent)) ?? {};
    const document = JSON.parse(text);
    answers.set(`${document.id} ${document.revision}`, text);
    return document;
  });
  await server.kill();
  t.strictSame(server.faults, []);
  const calls = parseTrace([making, serving].map((file) => readFileSync(file, 'latin1')).join(''));
  return { folder, database, calls, answers };
}

const claimOf = (en: string, more = {}) => ({ text: { en }, kind: 'factual', tense: 'past', ...more });

/** An answer as it left: which revision of what it tells, and how the document begins. */
interface Sent {
  readonly call: Call;
  readonly name: string;
  readonly beginning: string;
}

function sentAnswers(calls: readonly Call[]): Sent[] {
  return calls.flatMap((call) => {
    const text = call.data.toString();
    if (!call.target.startsWith('TCP') || !/^HTTP\/1\.1 20[01] /.test(text)) return [];
    const [, revision, body = ''] = /\r\netag: "(\d+)"\r\n.*?\r\n\r\n(.*)$/s.exec(text) ?? [];
    const [, id] = /"id":"(\w+)"/.exec(body) ?? [];
    // So much of a document is never torn apart over two pages.
    return [{ call, name: `${id} ${revision}`, beginning: body.slice(0, 300) }];
  });
}

/** Whether what an answer tells had been written to the write-ahead log, and that was synced, before the answer began to leave. */
function isSynced({ call: answer, beginning }: Sent, calls: readonly Call[]): boolean {
  const before = calls.filter(({ target, ended }) => target.endsWith('-wal') && ended < answer.begun);
  const written = before.findLast(({ name, data }) => name === 'pwrite64' && data.includes(beginning));
  return (
    written !== undefined &&
    before.some(
      ({ name, result, begun }) => /^f(data)?sync$/.test(name) && result === 0 && begun > written.ended,
    )
  );
}

/** The answers that tell of something that a power cut at the moment when they left would have taken. */
function lostAnswers({ folder, database, calls, answers }: Traced, sent: readonly Sent[]): string[] {
  const root = join(folder, 'disk');
  const disk = new Disk(root);
  let done = 0;
  return sent.flatMap(({ call, name }) => {
    for (; (calls[done]?.ended ?? call.begun) < call.begun; done++) disk.apply(calls[done] as Call);
    const after = join(folder, 'after');
    rmSync(after, { recursive: true, force: true });
    for (const [path, content] of disk.survivors()) {
      mkdirSync(dirname(after + path), { recursive: true });
      writeFileSync(after + path, content);
    }
    return isThere(after + database, name, answers.get(name)) ? [] : [name];
  });
}

function isThere(path: string, name: string, document: string | undefined): boolean {
  let connection: Database.Database;
  try {
    connection = new Database(path, { fileMustExist: true });
  } catch {
    return false;
  }
  try {
    if (connection.pragma('integrity_check', { simple: true }) !== 'ok') return false;
    const logged = connection.prepare('SELECT document FROM log WHERE id = ? AND revision = ?').pluck();
    return logged.get(...name.split(' ')) === document;
  } catch {
    return false;
  } finally {
    connection.close();
  }
}

const why = whyNotTraced();
const options = why === undefined ? {} : { skip: why };

test('what is answered is on the disk by then', options, async (t) => {
  const run = await traced(t, async (send) => {
    const create = (fields: object) => send({ method: 'POST', path: '/v1/claims', body: fields });
    const { id } = await create(claimOf('It rained.'));
    for (const revision of [1, 2, 3]) {
      const headers = { 'if-match': `"${revision}"` };
      const body = { text: { en: `It rained ${revision} times.` } };
      await send({ method: 'PATCH', path: `/v1/claims/${id}`, body, headers });
    }
    await Promise.all(['one', 'two', 'three', 'four', 'five'].map((word) => create(claimOf(word))));
    // So much that the write-ahead log is carried over into the database and begins anew.
    for (let count = 0; count < 14; count++) await create(claimOf('It poured.', { notes: largeText() }));
  });
  const { calls, answers, database } = run;
  const sent = sentAnswers(calls);
  t.strictSame(
    sent.map(({ name }) => name).sort(),
    [...answers.keys()].sort(),
    'every answer is in the trace',
  );
  const starts = calls.filter(
    ({ name, target, rest }) => name === 'pwrite64' && target === `${database}-wal` && rest.endsWith(', 0'),
  );
  t.ok(starts.length > 2, `the write-ahead log began ${starts.length} times`);
  t.strictSame(
    sent.filter((one) => !isSynced(one, calls)).map(({ name }) => name),
    [],
    'the write-ahead log is synced before the answer leaves',
  );
  t.strictSame(lostAnswers(run, sent), [], 'a power cut takes nothing that was answered');
});

test('the same is found wanting where commits do not wait for the disk', options, async (t) => {
  const weakening = fileURLToPath(new URL('./synchronous-normal.ts', import.meta.url));
  const create = (send: Send) => send({ method: 'POST', path: '/v1/claims', body: claimOf('It rained.') });
  const run = await traced(t, create, ['--import', weakening]);
  const sent = sentAnswers(run.calls);
  const names = [...run.answers.keys()];
  t.strictSame(
    sent.map(({ name }) => name),
    names,
  );
  t.strictSame(
    sent.map((one) => isSynced(one, run.calls)),
    [false],
  );
  t.strictSame(lostAnswers(run, sent), names);
});

const hex = (text: string) =>
  [...Buffer.from(text)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
const wal = `27<${hex('/data/hearsay.db-wal')}>`;
const body = '{"id":"claim_1"}';
const write = `pwrite64(${wal}, "${hex(`....${body}`)}", 20, 32) = 20`;
const sync = `fsync(${wal}) = 0`;
const head = 'HTTP/1.1 201 Created\r\netag: "1"\r\nvary: Accept\r\n\r\n';
const answer = `write(30<TCP:[127.0.0.1:80->127.0.0.1:81]>, "${hex(head + body)}", 60) = 60`;

test('a trace is read thread by thread', async (t) => {
  const cases: Record<string, [lines: string[], synced: boolean]> = {
    'synced in between': [[`7 ${write}`, `7 ${sync}`, `6 ${answer}`], true],
    'with fdatasync': [[`7 ${write}`, `7 ${sync.replace('fsync', 'fdatasync')}`, `6 ${answer}`], true],
    'never synced': [[`7 ${write}`, `6 ${answer}`], false],
    'synced too early': [[`7 ${sync}`, `7 ${write}`, `6 ${answer}`], false],
    'synced too late': [[`7 ${write}`, `6 ${answer}`, `7 ${sync}`], false],
    'without success': [
      [`7 ${write}`, `7 fsync(${wal}) = -1 EIO (Input/output error)`, `6 ${answer}`],
      false,
    ],
    'another file': [[`7 ${write}`, `7 ${sync.replace(hex('-wal'), '')}`, `6 ${answer}`], false],
    'another document': [
      [`7 ${write.replace(hex('claim_1'), hex('claim_2'))}`, `7 ${sync}`, `6 ${answer}`],
      false,
    ],
    'under way when it left': [
      [`7 ${write}`, `7 fsync(${wal} <unfinished ...>`, `6 ${answer}`, '7 <... fsync resumed>) = 0'],
      false,
    ],
    'over when it left': [
      [
        `7 ${write}`,
        `7 fsync(${wal} <unfinished ...>`,
        '6 --- SIGCHLD {} ---',
        '7 <... fsync resumed>) = 0',
        `6 ${answer}`,
      ],
      true,
    ],
    'begun before the write was over': [
      [
        `7 pwrite64(${wal}, "${hex(`....${body}`)}", 20, 32 <unfinished ...>`,
        `8 ${sync}`,
        '7 <... pwrite64 resumed>) = 20',
        `6 ${answer}`,
      ],
      false,
    ],
  };
  for (const [name, [lines, synced]] of Object.entries(cases)) {
    const calls = parseTrace(`${lines.join('\n')}\n`);
    const [sent] = sentAnswers(calls);
    t.equal(sent && isSynced(sent, calls), synced, name);
  }
  for (const line of ['7 <... fsync resumed>) = 0', '7 fsync(3', 'fsync(3) = 0'])
    t.throws(() => parseTrace(line));
});
