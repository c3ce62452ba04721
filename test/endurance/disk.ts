import { dirname } from 'node:path';
import type { Call } from './trace.ts';

interface File {
  content: Buffer;
  /** The content when it was last synced. */
  synced: Buffer;
}

type Names = Map<string, File | 'folder'>;

/**
 * A disk that loses in a power cut whatever nobody has synced: the content of a file since it was last synced, and what
 * was made or removed in a folder since the folder was.
 */
export class Disk {
  readonly #root: string;
  readonly #names: Names = new Map();
  readonly #durableNames: Names = new Map();
  #lastChange = -1;

  /** What lies outside of `root`, which is there already, is left alone. */
  constructor(root: string) {
    this.#root = root;
  }

  /** Does what a call has done. Throws where it does to a file what this disk does not know. */
  apply({ name, target, rest, data, result, begun, ended }: Call): void {
    if (result < 0 || (target !== this.#root && !target.startsWith(`${this.#root}/`))) return;
    // It is shared memory: nothing of it outlives the processes.
    if (target.endsWith('-shm')) return;
    if (rest.includes('"...')) throw new Error(`${name} of ${target} is told by half`);
    if (begun < this.#lastChange)
      throw new Error(`${name} of ${target} began before the change before it ended`);
    this.#lastChange = ended;
    const file = this.#names.get(target);
    if (name === 'fsync' || name === 'fdatasync') this.#sync(target);
    else if (name === 'mkdir') this.#names.set(target, 'folder');
    else if (name === 'unlink') this.#names.delete(target);
    else if (name === 'openat' && !rest.includes('O_TRUNC')) this.#open(target, rest);
    else if (name === 'ftruncate' && isFile(file)) resize(file, Number(/\d+$/.exec(rest)?.[0]));
    else if (name === 'pwrite64' && isFile(file))
      write(file, data.subarray(0, result), Number(/\d+$/.exec(rest)?.[0]));
    else throw new Error(`this disk knows no ${name} of ${target}${rest.slice(0, 100)}`);
  }

  /** The files that a power cut would leave, by their paths. */
  survivors(): Map<string, Buffer> {
    const files = [...this.#durableNames].flatMap(([path, file]) =>
      isFile(file) && this.#isReachable(path) ? [[path, file.synced] as const] : [],
    );
    return new Map(files);
  }

  #isReachable(path: string): boolean {
    const folder = dirname(path);
    return folder === this.#root || (this.#durableNames.has(folder) && this.#isReachable(folder));
  }

  #open(path: string, flags: string): void {
    if (path === this.#root || this.#names.has(path) || !flags.includes('O_CREAT')) return;
    this.#names.set(path, { content: Buffer.alloc(0), synced: Buffer.alloc(0) });
  }

  #sync(path: string): void {
    const file = this.#names.get(path);
    if (isFile(file)) {
      file.synced = Buffer.from(file.content);
      return;
    }
    for (const name of [...this.#names.keys(), ...this.#durableNames.keys()]) {
      if (dirname(name) !== path) continue;
      const standing = this.#names.get(name);
      if (standing) this.#durableNames.set(name, standing);
      else this.#durableNames.delete(name);
    }
  }
}

function isFile(file: File | 'folder' | undefined): file is File {
  return typeof file === 'object';
}

function resize(file: File, size: number): void {
  const content = Buffer.alloc(size);
  file.content.copy(content);
  file.content = content;
}

function write(file: File, data: Buffer, at: number): void {
  if (file.content.length < at + data.length) resize(file, at + data.length);
  data.copy(file.content, at);
}
