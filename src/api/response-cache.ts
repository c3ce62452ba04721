import type { FastifyReply, FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import type { Store } from '../store/port.ts';
import { type Representation, send } from './representation.ts';

/** How many bytes of answers are kept at most. */
const largestCache = 32 * 1_024 * 1_024;
const largestEntry = 512 * 1_024;

/**
 * Keeps answers for as long as nothing was committed, by any process. The store's version is taken before an answer is
 * read and asked again before it is used, so what is served is never stale.
 */
export class ResponseCache {
  readonly #store: Store;
  readonly #entries = new LRUCache<string, Representation>({
    maxSize: largestCache,
    maxEntrySize: largestEntry,
    sizeCalculation: ({ body }, key) => body.length + key.length,
  });
  readonly #begun = new WeakMap<FastifyRequest, { key: string; version: number }>();
  #version: number | undefined;

  constructor(store: Store) {
    this.#store = store;
  }

  /** The answer to a request that was answered since the last commit, sent; or undefined. */
  sendKnown(request: FastifyRequest, reply: FastifyReply): FastifyReply | undefined {
    const version = this.#store.version();
    if (version === undefined) return undefined;
    if (version !== this.#version) {
      this.#entries.clear();
      this.#version = version;
    }
    const key = `${request.url}\n${request.headers.accept ?? ''}`;
    const known = this.#entries.get(key);
    if (known) return send(request, reply, known);
    this.#begun.set(request, { key, version });
    return undefined;
  }

  /** Keeps the answer to a request that `sendKnown` did not know, unless something was committed since. */
  keep(request: FastifyRequest, representation: Representation): void {
    const begun = this.#begun.get(request);
    if (!begun || begun.version !== this.#version) return;
    // Kept as bytes, so that nothing is encoded again.
    this.#entries.set(begun.key, { ...representation, body: Buffer.from(representation.body) });
  }
}
