import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { test } from 'tap';
import { openSqliteStore } from '../../src/store/sqlite/store.ts';
import { makeKey } from '../helpers/keys.ts';
import { addressOf, root, startProgram } from '../helpers/programs.ts';

/** A system call that has returned, in the order of returning. */
interface Call {
  readonly name: string;
  readonly rest: string;
}

const traced = 'trace=openat,close,pwrite64,write,writev,sendto,sendmsg,fsync,fdatasync';

/** The calls of a trace of several threads: a call that is interrupted by another thread's counts when it resumes. */
function callsOf(trace: string): Call[] {
  const begun = new Map<string, string>();
  return trace.split('\n').flatMap((line): Call[] => {
    const [, thread = '', told = ''] = /^(\d+) +(.*)$/.exec(line) ?? [];
    if (told.endsWith('<unfinished ...>')) {
      begun.set(thread, told.replace(/<unfinished \.\.\.>$/, ''));
      // Bytes may have left before the call returns.
      return /^(?:write|writev|sendto|sendmsg)\(/.test(told) && told.includes('HTTP/1.1')
        ? [split(told)]
        : [];
    }
    const whole = /^<\.\.\. \w+ resumed>/.test(told)
      ? (begun.get(thread) ?? '') + told.replace(/^<\.\.\. \w+ resumed>/, '')
      : told;
    return /^\w+\(/.test(whole) ? [split(whole)] : [];
  });
}

function split(told: string): Call {
  const end = told.indexOf('(');
  return { name: told.slice(0, end), rest: told.slice(end + 1) };
}

/** How many answers of 201 were sent, and how many of them while something in the -wal file was not yet synced. */
function answersOf(calls: readonly Call[]): { sent: number; unsynced: number } {
  let unsyncedWrites = 0;
  let written = 0;
  const counted = { sent: 0, unsynced: 0 };
  for (const { name, rest } of calls) {
    const onLog = /^\d+<[^>]*-wal>/.test(rest);
    if (name === 'pwrite64' && onLog) {
      unsyncedWrites++;
      written++;
    } else if ((name === 'fdatasync' || name === 'fsync') && onLog && /= 0$/.test(rest.trim())) {
      unsyncedWrites = 0;
    } else if (/HTTP\/1\.1 201/.test(rest)) {
      counted.sent++;
      if (unsyncedWrites > 0 || written === 0) counted.unsynced++;
      written = 0;
    }
  }
  return counted;
}

test('the trace is read as it should be', (t) => {
  const write = '7 pwrite64(21</x/h.db-wal>, "…", 24, 0) = 24';
  const sync = '7 fdatasync(21</x/h.db-wal>) = 0';
  const answer = '6 write(30<TCP>, "HTTP/1.1 201 Created"…, 300) = 300';
  const unfinished = [
    '7 fdatasync(21</x/h.db-wal> <unfinished ...>',
    answer,
    '7 <... fdatasync resumed>) = 0',
  ];
  const cases: [name: string, lines: string[], unsynced: number][] = [
    ['synced', [write, sync, answer], 0],
    ['not synced', [write, answer], 1],
    ['synced too late', [write, answer, sync], 1],
    ['written after the sync', [write, sync, write, answer], 1],
    ['a sync that is not over', [write, ...unfinished], 1],
    ['a sync that failed', [write, sync.replace('= 0', '= -1 EIO'), answer], 1],
    ['nothing written', [answer], 1],
  ];
  for (const [name, lines, unsynced] of cases) {
    t.strictSame(answersOf(callsOf(lines.join('\n'))), { sent: 1, unsynced }, name);
  }
  t.end();
});

const canTrace = spawnSync('strace', ['-o', '/dev/null', 'true']).status === 0;
const reason = canTrace ? false : 'strace is not here, or may not trace';

test('the log is on the disk before a write is acknowledged', { skip: reason }, async (t) => {
  const folder = t.testdir();
  const DATABASE_URL = pathToFileURL(join(folder, 'hearsay.db')).href;
  const { store } = await openSqliteStore({ url: DATABASE_URL, workers: 1 });
  const { headers } = await makeKey(store, 'write');
  await store.close();
  const trace = join(folder, 'trace');
  const serve = [process.execPath, join(root, 'src/hearsay.js'), 'serve'];
  const service = startProgram(t, 'strace', ['-f', '-y', '-s', '40', '-e', traced, '-o', trace, ...serve], {
    env: { DATABASE_URL, PORT: '0', BUNDLED_ARTICLE: 'never', _TAPJS_PROCESSINFO_COVERAGE_: '0' },
  });
  const address = await addressOf(service);
  for (let count = 0; count < 5; count++) {
    const response = await fetch(`${address}/v1/claims`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ text: { en: `Claim ${count}` }, kind: 'factual', tense: 'past' }),
    });
    t.equal(response.status, 201);
  }
  // The program that traces would pass no signal on.
  process.kill(Number(/"pid":(\d+)/.exec(service.output())?.[1]), 'SIGTERM');
  await service.ended;
  t.strictSame(answersOf(callsOf(readFileSync(trace, 'utf8'))), { sent: 5, unsynced: 0 });
});
