import { spawnSync } from 'node:child_process';

/** A system call, as strace tells it. */
export interface Call {
  readonly name: string;
  /** The path or the socket that it is about. */
  readonly target: string;
  /** What stands after that, as strace writes it. */
  readonly rest: string;
  /** The texts that it was given besides the path, one after another. */
  readonly data: Buffer;
  readonly result: number;
  /** In which line it began and in which it ended: threads run at once. */
  readonly begun: number;
  readonly ended: number;
}

/** What changes files, or leaves by a socket. A question mark goes before what not every machine has. */
const traced = [
  ...[
    '?open',
    'openat',
    '?openat2',
    '?creat',
    '?mkdir',
    'mkdirat',
    '?unlink',
    'unlinkat',
    '?rename',
    '?renameat',
  ],
  ...[
    'renameat2',
    '?link',
    'linkat',
    'ftruncate',
    'truncate',
    'fallocate',
    'fdatasync',
    'fsync',
    'sync_file_range',
  ],
  ...['msync', 'write', 'writev', 'pwrite64', 'pwritev', '?pwritev2', 'sendto', 'sendmsg', 'io_uring_setup'],
];

/**
 * A command that runs another one, as its own process, and writes its system calls to a file: texts in hexadecimal digits
 * and whole, descriptors with what they stand for.
 */
export function tracing(file: string): string[] {
  const output = ['-f', '-D', '-yy', '-xx', '-s', '16384', '-o', file];
  return ['strace', '--seccomp-bpf', ...output, '-e', `trace=${traced.join()}`];
}

/** Why nothing can be traced here; undefined where it can. */
export function whyNotTraced(): string | undefined {
  const [command = '', ...options] = tracing('/dev/null');
  const { error, status, stderr } = spawnSync(command, [...options, 'true'], { encoding: 'utf8' });
  if (error) return `strace cannot be run here: ${error.message}`;
  return status === 0 && stderr === '' ? undefined : `strace cannot trace here: ${stderr.trim()}`;
}

/** The calls of a trace that came to an end, in the order in which they ended. Throws where a line is not understood. */
export function parseTrace(text: string): Call[] {
  const unfinished = new Map<string, { told: string; begun: number }>();
  const calls: Call[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line === '') continue;
    const [, thread = '', told = ''] = /^(\d+) +(.*)$/.exec(line) ?? [];
    if (/^(---|\+\+\+) /.test(told)) continue;
    const [, beginning] = /^(.*) <unfinished \.\.\.>$/.exec(told) ?? [];
    if (beginning !== undefined) {
      unfinished.set(thread, { told: beginning, begun: index });
      continue;
    }
    const [, name, end] = /^<\.\.\. (\w+) resumed>(.*)$/.exec(told) ?? [];
    const earlier = name === undefined ? { told: '', begun: index } : unfinished.get(thread);
    if (name !== undefined && !earlier?.told.startsWith(`${name}(`))
      throw new Error(`nothing begins ${line}`);
    if (name !== undefined) unfinished.delete(thread);
    calls.push(callOf((earlier?.told ?? '') + (end ?? told), earlier?.begun ?? index, index));
  }
  return calls;
}

function callOf(told: string, begun: number, ended: number): Call {
  const [, name = '', given = '', result] = /^(\w+)\((.*)\) += (-?\d+|\?)/.exec(told) ?? [];
  if (result === undefined) throw new Error(`this is no system call: ${told.slice(0, 200)}`);
  const [whole = '', descriptor, path] =
    /^(?:AT_FDCWD(?:<[^>]*>)?, )?(?:-?\d+<((?:->|[^>])*)>|"((?:\\x[\da-f]{2})*)")/.exec(given) ?? [];
  const rest = given.slice(whole.length);
  const texts = [...rest.matchAll(/"((?:\\x[\da-f]{2})*)"/g)].map(([, text = '']) => bytes(text));
  const target = decoded(descriptor ?? path ?? '');
  return { name, target, rest, data: Buffer.concat(texts), result: Number(result), begun, ended };
}

/** Of the names of descriptors strace writes paths in hexadecimal digits, and others as they are. */
function decoded(name: string): string {
  return name.startsWith('\\x') ? bytes(name).toString() : name;
}

function bytes(text: string): Buffer {
  return Buffer.from(text.replaceAll('\\x', ''), 'hex');
}
