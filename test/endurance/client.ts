import { Agent } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, ask, type Request } from './http.ts';
import type { Entry, Ledger, Write } from './ledger.ts';
import type { Server } from './server.ts';

/** What is shared by all who use the servers. */
export interface Desk {
  readonly servers: readonly Server[];
  readonly ledger: Ledger;
  readonly headers: Readonly<Record<string, string>>;
  /** The claims that everybody changes. */
  readonly claims: readonly string[];
  /** Aborts what still goes on when it is all over. */
  readonly signal: AbortSignal;
}

// biome-ignore lint/suspicious/noExplicitAny: documents are looked into as their reader would
export type Document = any;

/** How a claim is changed: it keeps the tokens of its last changes, and counts them all. */
export function changeOf({ topics = [], notes = { en: '0' } }: Document, token: string) {
  return { topics: [...topics, token].slice(-20), notes: { en: String(Number(notes.en) + 1) } };
}

/** A client that writes one thing after another, and notes each answer before it asks for the next. */
export class Client {
  readonly #desk: Desk;
  readonly #name: string;
  readonly #random: () => number;
  readonly #agent = new Agent({ keepAlive: true });
  readonly #earlier: Entry[] = [];
  #count = 0;

  constructor(desk: Desk, name: string, random: () => number) {
    this.#desk = desk;
    this.#name = name;
    this.#random = random;
  }

  /** Writes until this time, in UTC milliseconds. */
  async work(until: number): Promise<void> {
    while (Date.now() < until) {
      const what = this.#random();
      if (what < 0.12) await this.createClaim();
      else if (what < 0.24) await this.#link('evidence', { kind: 'document', bearing: 'supports' });
      else if (what < 0.3) await this.#link('reviews', { verdict: 'false', verdictBasis: 'editor' });
      else await this.#change();
      if (this.#random() < 0.05) await this.#repeatEarlier();
    }
  }

  close(): void {
    this.#agent.destroy();
  }

  async createClaim(): Promise<Entry> {
    const token = this.#token();
    const fields = {
      externalId: token,
      text: { en: `It rained: ${token}.` },
      kind: 'factual',
      tense: 'past',
    };
    return this.#write(token, { method: 'POST', path: '/v1/claims', body: fields });
  }

  /** Links evidence, or a review with a reviewer who is written with it. */
  async #link(collection: 'evidence' | 'reviews', fields: object): Promise<void> {
    const token = this.#token();
    const reviewer = { kind: 'organization', name: { en: `The desk of ${token}` } };
    const body = { ...fields, title: { en: token }, ...(collection === 'reviews' && { reviewer }) };
    const path = `/v1/claims/${this.#claim()}/${collection}`;
    await this.#write(token, { method: 'POST', path, body }, { documents: 'reviewer' in body ? 2 : 1 });
  }

  /** Reads a claim and writes what it makes of it, until nobody was quicker. */
  async #change(): Promise<void> {
    const id = this.#claim();
    for (let attempt = 0; attempt < 50; attempt++) {
      const document = await this.#read(id);
      if (!document) return;
      const token = this.#token();
      const request = this.#changing(document, token);
      const headers = { 'if-match': `"${document.revision}"` };
      const keyed = this.#random() < 0.7;
      const { outcome } = await this.#write(token, { ...request, headers }, { keyed });
      if (!outcome || !('refusal' in outcome) || outcome.refusal === 0) return;
    }
    this.#desk.ledger.violation(`${this.#name} never got to change ${id}`);
  }

  #changing(document: Document, token: string): Request {
    const path = `/v1/claims/${document.id}`;
    const what = this.#random();
    if (document.withdrawal && what < 0.5) return { method: 'DELETE', path: `${path}/withdrawal` };
    if (!document.withdrawal && what < 0.04) {
      const body = { kind: 'other', reason: { en: token } };
      return { method: 'POST', path: `${path}/withdrawal`, body };
    }
    return { method: 'PATCH', path, body: changeOf(document, token) };
  }

  async #read(id: string): Promise<Document> {
    const { ledger } = this.#desk;
    const known = ledger.newest(id);
    const { status, text } = await this.#get(`/v1/claims/${id}`);
    if (status !== 200) return ledger.violation(`${id} was answered ${status} ${text}`);
    const document = JSON.parse(text);
    if (document.revision < known) {
      ledger.violation(`${id} was read at ${document.revision} after ${known} was known`);
    }
    ledger.saw(id, document.revision);
    return document;
  }

  async #write(token: string, request: Request, { keyed = true, documents = 1 } = {}): Promise<Entry> {
    const { ledger, headers } = this.#desk;
    const key = keyed && { 'idempotency-key': `"${token}"` };
    const write: Write = {
      ...{ ...request, token, keyed, documents },
      path: `${request.path}?comment=${token}`,
      headers: { ...headers, ...request.headers, ...key },
    };
    const entry = ledger.begin(write);
    const times = keyed && this.#random() < 0.15 ? 2 : 1;
    const { servers } = this.#desk;
    const first = Math.floor(this.#random() * servers.length);
    // Twice at once goes to two servers.
    const sending = Array.from({ length: times }, (_, index) => this.#deliver(entry, first + index));
    await Promise.all(sending);
    if (keyed) this.#earlier.push(entry);
    return entry;
  }

  /** Sends a write that was answered, perhaps long ago, once more. */
  async #repeatEarlier(): Promise<void> {
    const entry = this.#earlier[Math.floor(this.#random() * this.#earlier.length)];
    if (entry) await this.#deliver(entry, Math.floor(this.#random() * 2));
  }

  /** Sends a write again and again until it is decided, at first to the server with this number. */
  async #deliver(entry: Entry, number: number): Promise<void> {
    const { ledger } = this.#desk;
    for (let attempt = number; ; attempt++) {
      const server = await this.#server(attempt);
      const answer = await ask(server, this.#agent, entry.write);
      if (answer && ledger.answered(entry, answer)) return;
      if (!answer) entry.lost++;
      if (!answer && !entry.write.keyed) return this.#lookFor(entry);
      await sleep(5 + this.#random() * 20);
    }
  }

  /** What has no key cannot be sent again: its client looks whether it is in the history. */
  async #lookFor(entry: Entry): Promise<void> {
    const { path, headers, token } = entry.write;
    const [, id = ''] = /^\/v1\/claims\/(\w+)/.exec(path) ?? [];
    const base = Number(headers?.['if-match']?.slice(1, -1));
    const { status, text } = await this.#get(`/v1/claims/${id}/revisions/${base + 1}`);
    const found = status === 200 && JSON.parse(text);
    if (found?.comment !== token) return this.#desk.ledger.decide(entry, { refusal: 0 });
    const document = JSON.stringify(found.document);
    this.#desk.ledger.decide(entry, { id, revision: base + 1, text: document });
  }

  async #get(path: string): Promise<Answer> {
    for (;;) {
      const server = await this.#server(Math.floor(this.#random() * 2));
      const answer = await ask(server, this.#agent, { method: 'GET', path });
      if (answer) return answer;
      await sleep(5 + this.#random() * 20);
    }
  }

  /** Where a server listens: the one with this number, else another. */
  async #server(number: number): Promise<string> {
    const { servers, signal } = this.#desk;
    for (let attempt = number; ; attempt++) {
      signal.throwIfAborted();
      if (servers.every(({ faults }) => faults.length > 0)) throw new Error(servers[0]?.faults.join());
      const { address } = servers[attempt % servers.length] as Server;
      if (address) return address;
      if (attempt > number) await sleep(10);
    }
  }

  #token(): string {
    this.#count++;
    return `${this.#name}-${this.#count}`;
  }

  /** Some claims are changed more often than others. */
  #claim(): string {
    const { claims } = this.#desk;
    return claims[Math.floor(this.#random() ** 2 * claims.length)] as string;
  }
}
