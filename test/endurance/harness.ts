import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import Database from 'better-sqlite3';
import { openSqliteStore } from '../../src/store/sqlite/store.ts';
import { random } from '../bench/newsroom.ts';
import { makeKey } from '../helpers/keys.ts';
import { creation } from '../helpers/making.ts';
import { plainEnvironment, root } from '../helpers/programs.ts';

export interface Plan {
  readonly folder: string;
  readonly seconds: number;
  /** How many times a service is killed, at random moments. */
  readonly kills: number;
  readonly clients: number;
  readonly claims: number;
  readonly seed: number;
}

/** What was done, and everything that was not as promised. */
export interface Outcome {
  readonly acknowledged: number;
  readonly replayed: number;
  readonly stale: number;
  /** Requests that got no answer, whose fate a later request with the same key told. */
  readonly recovered: number;
  readonly killed: number;
  readonly milliseconds: readonly number[];
  readonly violations: readonly string[];
}

interface Acknowledged {
  readonly id: string;
  readonly revision: number;
  readonly token: string;
}

interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: the documents of several resources
  readonly body: any;
  readonly replayed: boolean;
}

/** A service in a process of its own, which is started again whenever it has ended. */
class Server {
  readonly #environment: Record<string, string>;
  #child: ReturnType<typeof spawn> | undefined;
  #address = Promise.withResolvers<string>();
  #stopped = false;
  /** What it wrote where it ended by itself. */
  readonly failures: string[] = [];

  constructor(environment: Record<string, string>) {
    this.#environment = environment;
    this.#start();
  }

  get address(): Promise<string> {
    return this.#address.promise;
  }

  async kill(): Promise<void> {
    await this.address;
    this.#child?.kill('SIGKILL');
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  }

  #start(): void {
    const child = spawn(process.execPath, [join(root, 'src/hearsay.js'), 'serve'], {
      env: { ...plainEnvironment(), _TAPJS_PROCESSINFO_COVERAGE_: '0', ...this.#environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        output = (output + chunk).slice(-20_000);
        const address = /Hearsay listens on (http:\/\/[^\s"]+?)\. /.exec(output)?.[1];
        if (address) this.#address.resolve(address);
      });
    }
    child.on('exit', (code, signal) => {
      if (this.#stopped) return;
      if (signal !== 'SIGKILL')
        this.failures.push(`a service ended with ${code ?? signal}: ${output.slice(-2_000)}`);
      this.#address = Promise.withResolvers();
      this.#start();
    });
  }
}

/** Two services on one database, and clients that write to both, while services are killed. */
export async function endure({ folder, seconds, kills, clients, claims, seed }: Plan): Promise<Outcome> {
  const path = join(folder, 'hearsay.db');
  const DATABASE_URL = pathToFileURL(path).href;
  const { store } = await openSqliteStore({ url: DATABASE_URL, workers: 1 });
  const commands = Array.from({ length: claims }, () => creation('claim', { topics: ['shared'] })).flat();
  const shared = (await store.commit(commands, { actor: 'endurance' })).items.map(({ id }) => id);
  const keys = await Promise.all(Array.from({ length: clients }, () => makeKey(store, 'write')));
  await store.close();
  const environment = {
    ...{ DATABASE_URL, PORT: '0', BUNDLED_ARTICLE: 'never', LOG_LEVEL: 'info', HEARTBEAT: '1000' },
    ...{ RATE_LIMIT: 'off', KEY_RATE_LIMIT: 'off', LOCK_TIMEOUT: '20000' },
  };
  const servers = [new Server(environment), new Server(environment)] as const;
  await Promise.all(servers.map(({ address }) => address));
  const end = Date.now() + seconds * 1_000;
  const tally = { replayed: 0, stale: 0, recovered: 0, killed: 0 };
  const acknowledged: Acknowledged[] = [];
  const milliseconds: number[] = [];
  const violations: string[] = [];

  const ask = async (server: Server, target: string, init: RequestInit): Promise<Answer | undefined> => {
    const began = performance.now();
    try {
      const response = await fetch(`${await server.address}${target}`, init);
      const body = await response.json();
      milliseconds.push(performance.now() - began);
      return { status: response.status, body, replayed: response.headers.has('idempotency-replayed') };
    } catch {
      // It was killed, or is just being started again.
      await pause(10);
      return undefined;
    }
  };
  /** Sends a write with a key of its own, to either service, until one of them has told its fate. */
  const write = async (
    headers: Record<string, string>,
    method: string,
    target: string,
    body: unknown,
    next: () => number,
  ) => {
    const init = {
      method,
      headers: { ...headers, 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
      body: JSON.stringify(body),
    };
    for (let attempt = 0; ; attempt++) {
      const answer = await ask(servers[next() < 0.5 ? 0 : 1], target, init);
      if (!answer || answer.status === 503) continue;
      if (answer.status >= 500) violations.push(`${method} ${target} was answered with ${answer.status}`);
      if (answer.replayed) tally.replayed++;
      if (answer.replayed && attempt > 0) tally.recovered++;
      // What was answered is the same however often it is sent, and to whichever service.
      if (answer.status < 300 && next() < 0.1) {
        const again = await ask(servers[next() < 0.5 ? 0 : 1], target, init);
        if (again && again.status !== 503 && JSON.stringify(again.body) !== JSON.stringify(answer.body))
          violations.push(`${method} ${target} sent again was answered otherwise`);
        if (again?.replayed) tally.replayed++;
      }
      return answer;
    }
  };
  const client = async (index: number) => {
    const next = random(seed * 1_000 + index);
    const headers = { ...keys[index]?.headers };
    for (let turn = 0; Date.now() < end; turn++) {
      const token = `c${index}-t${turn}`;
      if (next() < 0.5) {
        const claim = { text: { en: token }, kind: 'factual', tense: 'past' };
        const { status, body } = await write(headers, 'POST', '/v1/claims', claim, next);
        if (status === 201) acknowledged.push({ id: body.id, revision: body.revision, token });
        else violations.push(`a post was answered with ${status} ${JSON.stringify(body)}`);
        continue;
      }
      const id = shared[Math.floor(next() * shared.length)] ?? '';
      const read = await ask(servers[next() < 0.5 ? 0 : 1], `/v1/claims/${id}`, {});
      if (read?.status !== 200) continue;
      const topics = [...read.body.topics.slice(-20), token];
      const conditional = { ...headers, 'if-match': `"${read.body.revision}"` };
      const { status, body } = await write(conditional, 'PATCH', `/v1/claims/${id}`, { topics }, next);
      if (status === 200) acknowledged.push({ id, revision: body.revision, token });
      else if (status === 412) tally.stale++;
      else violations.push(`a patch was answered with ${status} ${JSON.stringify(body)}`);
      if (status === 200 && body.revision !== read.body.revision + 1)
        violations.push(`${id} went from ${read.body.revision} to ${body.revision}: an update was lost`);
    }
  };
  const positions: number[] = [];
  let written = false;
  const reader = async () => {
    for (let after = 0; ; ) {
      const over = written;
      const answer = await ask(
        servers[positions.length % 2 === 0 ? 0 : 1],
        `/v1/changes?limit=1000&after=${after}`,
        {},
      );
      if (answer && answer.status !== 200) violations.push(`the feed was answered with ${answer.status}`);
      positions.push(...(answer?.body.data ?? []).map((one: { position: number }) => one.position));
      after = positions.at(-1) ?? 0;
      if (over && answer?.body.page.more === false) return;
      await pause(20);
    }
  };
  const killer = async () => {
    const next = random(seed);
    const share = (seconds * 1_000) / (kills + 1);
    while (tally.killed < kills && Date.now() < end) {
      await pause(share * (0.3 + next() * 1.2));
      await servers[next() < 0.5 ? 0 : 1].kill();
      tally.killed++;
    }
  };
  const clientsDone = Promise.all(Array.from({ length: clients }, (_, index) => client(index))).then(() => {
    written = true;
  });
  await Promise.all([clientsDone, reader(), killer()]);
  await Promise.all(servers.map((server) => server.stop()));
  violations.push(...servers.flatMap(({ failures }) => failures));
  violations.push(...inspect(path, acknowledged, positions, shared.length));
  return { ...tally, acknowledged: acknowledged.length, milliseconds, violations };
}

/** Everything in the database that is not as it was acknowledged. */
function inspect(
  path: string,
  acknowledged: readonly Acknowledged[],
  positions: readonly number[],
  before: number,
): string[] {
  const database = new Database(path, { readonly: true });
  const found: string[] = [];
  const check = (holds: boolean, sentence: string) => {
    if (!holds) found.push(sentence);
  };
  const one = (sql: string) => database.prepare(sql).pluck().get();
  check(database.pragma('integrity_check', { simple: true }) === 'ok', 'the integrity check fails');
  check((database.pragma('foreign_key_check') as unknown[]).length === 0, 'references lead to nothing');
  const entry = database
    .prepare<[string, number], string>('SELECT document FROM log WHERE id = ? AND revision = ?')
    .pluck();
  for (const { id, revision, token } of acknowledged) {
    check(
      entry.get(id, revision)?.includes(`"${token}"`) ?? false,
      `${token} at revision ${revision} of ${id} was lost`,
    );
  }
  const distinct = new Set(acknowledged.map(({ id, revision }) => `${id} ${revision}`));
  check(distinct.size === acknowledged.length, 'a revision was acknowledged twice');
  const sum = one('SELECT sum(revision) FROM claim') as number;
  check(
    sum === acknowledged.length + before,
    `${sum} revisions, ${acknowledged.length} acknowledged and ${before} before`,
  );
  check(one('SELECT count(*) FROM log') === sum, 'the log has another number of rows');
  check(
    one("SELECT count(DISTINCT document ->> '$.text.en') FROM claim") ===
      sum - (one('SELECT sum(revision - 1) FROM claim') as number) - before + 1,
    'a claim was posted twice',
  );
  check(one('SELECT max(seq) = count(*) AND min(seq) = 1 FROM log') === 1, 'the log has a gap');
  check(
    one('SELECT count(*) FROM log AS l JOIN log AS n ON n.seq = l.seq + 1 WHERE n.at < l.at') === 0,
    'times go back',
  );
  check(
    one(
      'SELECT count(*) FROM claim JOIN log ON log.id = claim.id AND log.revision = claim.revision WHERE log.document <> claim.document OR log.seq <> claim.changed',
    ) === 0,
    'a row is not as its newest entry in the log',
  );
  const whole = positions.every((position, index) => position === index + 1);
  check(
    whole && positions.length === sum,
    `a reader of the feed saw ${positions.length} of ${sum} writes, or not in order`,
  );
  database.close();
  return found;
}
