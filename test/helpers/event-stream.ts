import { once } from 'node:events';
import { get, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';

/** An event that was dispatched, with the last event id of that moment. */
export interface StreamEvent {
  readonly id: string;
  readonly type: string;
  readonly data: string;
}

/** Reads server-sent events as HTML, 9.2.6 has it, from chunks of text. */
export class EventParser {
  readonly events: StreamEvent[] = [];
  lastEventId = '';
  comments = 0;
  #rest = '';
  #id = '';
  #type = '';
  #data: string[] = [];

  read(chunk: string): void {
    const lines = (this.#rest + chunk).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#readLine(line);
  }

  #readLine(line: string): void {
    const [, field = '', value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (line === '') this.#dispatch();
    else if (field === '') this.comments++;
    else if (field === 'data') this.#data.push(value);
    else if (field === 'event') this.#type = value;
    else if (field === 'id') this.#id = value;
    else if (field !== 'retry') throw new Error(`there is no field ${field}`);
  }

  #dispatch(): void {
    this.lastEventId = this.#id;
    if (this.#data.length > 0) {
      this.events.push({ id: this.#id, type: this.#type, data: this.#data.join('\n') });
    }
    this.#type = '';
    this.#data = [];
  }
}

/** A client of a stream, over a connection of its own. */
export class EventStream extends EventParser {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Resolves when the connection has ended, one way or another. */
  readonly ended: Promise<void>;
  readonly #response: IncomingMessage;
  #heard = Promise.withResolvers<void>();

  private constructor(response: IncomingMessage) {
    super();
    this.#response = response;
    this.status = response.statusCode ?? 0;
    this.headers = response.headers;
    this.ended = new Promise((resolve) => {
      response.once('close', resolve);
    });
    response.setEncoding('utf8').on('data', (chunk: string) => {
      this.read(chunk);
      this.#heard.resolve();
      this.#heard = Promise.withResolvers();
    });
    response.on('error', () => {});
  }

  static open(url: string, headers: Record<string, string> = {}): Promise<EventStream> {
    return new Promise((resolve, reject) => {
      const accept = { accept: 'text/event-stream', ...headers };
      const request = get(url, { agent: false, headers: accept }, (response) => {
        resolve(new EventStream(response));
      });
      request.on('error', reject);
    });
  }

  /** The log positions of the events so far. */
  get positions(): number[] {
    return this.events.map(({ id }) => Number(id));
  }

  /** Waits until it has come so far; fails where the connection ends before, or it takes longer than 20 seconds. */
  async until(isThere: (stream: EventStream) => boolean): Promise<void> {
    const late = once(AbortSignal.timeout(20_000), 'abort');
    const over = Promise.race([this.ended, late]).then(() => true);
    while (!isThere(this)) {
      const isOver = await Promise.race([this.#heard.promise, over]);
      if (isOver && !isThere(this)) throw new Error(`it came only to ${this.lastEventId}`);
    }
  }

  close(): void {
    this.#response.destroy();
  }
}
