import { setImmediate as nextTurn } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import { changeJson } from '../interchange/change.ts';
import type { ChangeQuery, LogEntry, Store } from '../store/port.ts';

/** How often the store is asked whether anything was written, in milliseconds. */
const pollingInterval = 50;

/** How much of the log is read at once. Each reader holds so much, and one document more, at most twice. */
const batchLimit = { limit: 100, size: 65_536 };

/** What somebody follows, and where he is. */
export type Followed = Pick<ChangeQuery, 'after' | 'types' | 'claims'>;

/** The next part of the log. */
export interface Batch {
  /** Server-sent events; undefined where nothing was written that is followed. */
  readonly events: Buffer | undefined;
  /** Where to go on. */
  readonly position: number;
  /** Whether there may be more already. */
  readonly more: boolean;
}

interface Waiting {
  readonly until: number;
  readonly isOver: () => boolean;
  readonly wake: () => void;
}

/**
 * Reads the log for all who follow it: what several ask for is read once, and however many ask, only one batch in each
 * turn of the event loop.
 */
export class ChangeFeed {
  readonly #store: Store;
  readonly #batches = new LRUCache<string, Promise<Batch>>({ max: 16 });
  readonly #waiting = new Set<Waiting>();
  #turn: Promise<unknown> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #version: number | undefined;
  #commits = 0;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Differs once it was noticed that something was committed, by any process. */
  get commits(): number {
    return this.#commits;
  }

  /** The next batch. Rejects as the store's `changes` does. */
  next({ after, types, claims }: Followed): Promise<Batch> {
    this.#look();
    const key = JSON.stringify([after, types, claims]);
    const known = this.#batches.get(key);
    if (known) return known;
    const batch = this.#inTurn(() => this.#read({ after, types, claims }));
    this.#batches.set(key, batch);
    batch.catch(() => this.#batches.delete(key));
    return batch;
  }

  /** Waits until `commits` differs from what it was, it is `until` (UTC milliseconds), or `isOver` says so. */
  async changed(commits: number, until: number, isOver: () => boolean): Promise<void> {
    if (this.#commits !== commits || isOver()) return;
    this.#timer ??= setInterval(() => this.#poll(), pollingInterval);
    await new Promise<void>((resolve) => {
      this.#waiting.add({ until, isOver, wake: resolve });
    });
  }

  #poll(): void {
    this.#look();
    const now = Date.now();
    for (const one of this.#waiting) if (one.until <= now || one.isOver()) this.#wake(one);
    if (this.#waiting.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** Batches are kept until something is committed: whoever redacts may rely on it. */
  #look(): void {
    const version = this.#storeVersion();
    if (version !== undefined && version === this.#version) return;
    this.#version = version;
    this.#commits++;
    this.#batches.clear();
    for (const one of this.#waiting) this.#wake(one);
  }

  /** Undefined also where the store fails: then reading tells why. */
  #storeVersion(): number | undefined {
    try {
      return this.#store.version();
    } catch {
      return undefined;
    }
  }

  #wake(one: Waiting): void {
    this.#waiting.delete(one);
    one.wake();
  }

  #inTurn<Result>(read: () => Promise<Result>): Promise<Result> {
    const result = this.#turn.then(() => nextTurn()).then(read);
    this.#turn = result.catch(() => {});
    return result;
  }

  async #read(followed: Followed): Promise<Batch> {
    const { entries, position, more } = await this.#store.changes({ ...followed, ...batchLimit });
    const events = entries.length > 0 ? Buffer.from(entries.map(eventOf).join('')) : undefined;
    return { events, position, more };
  }
}

/** A write as a server-sent event (HTML, 9.2). Its JSON is on one line. */
function eventOf(entry: LogEntry): string {
  return `id: ${entry.position}\nevent: change\ndata: ${changeJson(entry)}\n\n`;
}
