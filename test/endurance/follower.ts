import { Agent } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { EventStream } from '../helpers/event-stream.ts';
import type { Desk, Document } from './client.ts';
import { ask } from './http.ts';
import type { Server } from './server.ts';

/** Reads the log as it grows: each position once, in order, without a gap. */
export abstract class Follower {
  /** How often it turned to a server. */
  connections = 0;
  /** Each write that was read, in order: `id revision comment`. */
  readonly read: string[] = [];
  readonly desk: Desk;
  readonly #number: number;
  #turn = 0;

  /** It begins with the server of this number, and takes turns. */
  constructor(desk: Desk, number: number) {
    this.desk = desk;
    this.#number = number;
  }

  /** Goes on until it is aborted. */
  abstract follow(): Promise<void>;

  get position(): number {
    return this.read.length;
  }

  /** Notes a write, which must be the next one. */
  protected take({ position, id, revision, comment }: Document): void {
    const { ledger } = this.desk;
    if (position !== this.position + 1) {
      ledger.violation(`a reader saw position ${position} after ${this.position}`);
    }
    this.read.push(`${id} ${revision} ${comment}`);
    ledger.position = Math.max(ledger.position, position);
  }

  /** Where a server listens: after each turn mostly another one. */
  protected nextServer(): string | undefined {
    const { servers } = this.desk;
    this.connections++;
    return (servers[(this.#number + this.#turn++) % servers.length] as Server).address;
  }
}

/** Asks for the next writes again and again. */
export class Poller extends Follower {
  readonly #agent = new Agent({ keepAlive: true });

  override async follow(): Promise<void> {
    while (!this.desk.signal.aborted) {
      const server = this.nextServer();
      const moved = server !== undefined && (await this.#poll(server));
      if (!moved) await sleep(20);
    }
    this.#agent.destroy();
  }

  async #poll(server: string): Promise<boolean> {
    const { ledger } = this.desk;
    const { position: seen } = ledger;
    const path = `/v1/changes?limit=200&after=${this.position}`;
    const answer = await ask(server, this.#agent, { method: 'GET', path });
    if (!answer) return false;
    if (answer.status !== 200) {
      ledger.violation(`${path} was answered ${answer.status} ${answer.text}`);
      return false;
    }
    const { data, page } = JSON.parse(answer.text);
    for (const change of data) this.take(change);
    if (page.after !== this.position) ledger.violation(`after ${this.position} comes ${page.after}`);
    if (!page.more && page.after < seen) {
      ledger.violation(`the log ended at ${page.after} after ${seen} had been seen`);
    }
    return data.length > 0;
  }
}

/** Follows the stream, and goes on from the last event wherever a connection ends. */
export class StreamReader extends Follower {
  override async follow(): Promise<void> {
    while (!this.desk.signal.aborted) {
      const server = this.nextServer();
      const headers = { 'last-event-id': String(this.position) };
      const stream =
        server && (await EventStream.open(`${server}/v1/changes/stream`, headers).catch(() => {}));
      if (stream) await this.#take(stream);
      else await sleep(20);
    }
  }

  async #take(stream: EventStream): Promise<void> {
    if (stream.status !== 200) this.desk.ledger.violation(`the stream was answered ${stream.status}`);
    let ended = false;
    stream.ended.then(() => {
      ended = true;
    });
    // Now and then it leaves by itself, to go on elsewhere.
    const until = Date.now() + 1_500;
    while (!ended && !this.desk.signal.aborted && Date.now() < until) {
      await sleep(10);
      for (const { data } of stream.events.splice(0)) this.take(JSON.parse(data));
    }
    stream.close();
    for (const { data } of stream.events.splice(0)) this.take(JSON.parse(data));
  }
}
