import type { Answer, Request } from './http.ts';

/** A write that a client asks for. Its token is its edit comment, by which the log tells whose it is. */
export interface Write extends Request {
  readonly token: string;
  /** Whether it has an Idempotency-Key, which is its token. */
  readonly keyed: boolean;
  /** How many documents it writes. */
  readonly documents: number;
}

/** What became of a write, as far as its client knows. */
export interface Entry {
  readonly write: Write;
  /** How often it was sent and no answer came. */
  lost: number;
  /** How often it was answered as if written now, not replayed. */
  fresh: number;
  outcome: Written | Refused | undefined;
}

export interface Written {
  readonly id: string;
  readonly revision: number;
  readonly text: string;
}

/** The status of the refusal; 0 where no answer came, and reading showed that nothing was written. */
export interface Refused {
  readonly refusal: number;
}

/** What clients were told, and whatever in it contradicts what they were told before. */
export class Ledger {
  readonly entries = new Map<string, Entry>();
  readonly violations: string[] = [];
  /** How long each acknowledged write took, in milliseconds. */
  readonly latencies: number[] = [];
  /** How often a server was busy. */
  busy = 0;
  /** How many answers were those of earlier requests. */
  replayed = 0;
  /** The highest log position that anybody has seen. */
  position = 0;
  readonly #acknowledged = new Map<string, string>();
  readonly #newest = new Map<string, number>();

  violation(what: string): void {
    this.violations.push(what);
  }

  begin(write: Write): Entry {
    const entry: Entry = { write, lost: 0, fresh: 0, outcome: undefined };
    this.entries.set(write.token, entry);
    return entry;
  }

  /** The highest revision of a resource that anybody was told of. */
  newest(id: string): number {
    return this.#newest.get(id) ?? 0;
  }

  saw(id: string, revision: number): void {
    this.#newest.set(id, Math.max(revision, this.newest(id)));
  }

  /** Notes an answer. False where it decides nothing, and the write is to be sent again. */
  answered(entry: Entry, { status, headers, text, milliseconds }: Answer): boolean {
    if (status === 503) {
      this.busy++;
      return false;
    }
    if (headers['idempotency-replayed'] === 'true') this.replayed++;
    else entry.fresh++;
    if (status === 200 || status === 201) {
      const { id, revision } = JSON.parse(text);
      if (headers.etag !== `"${revision}"`)
        this.violation(`${id} ${revision} came with ETag ${headers.etag}`);
      this.decide(entry, { id, revision, text });
      this.latencies.push(milliseconds);
    } else if (isExpected(status, text)) this.decide(entry, { refusal: status });
    else this.violation(`${entry.write.token} was answered ${status} ${text}`);
    return true;
  }

  /** Notes what became of a write; it must be what was said before. */
  decide(entry: Entry, outcome: Written | Refused): void {
    const { token } = entry.write;
    const before = entry.outcome;
    if (before && JSON.stringify(before) !== JSON.stringify(outcome)) {
      this.violation(`${token} was answered ${JSON.stringify(before)} and ${JSON.stringify(outcome)}`);
    }
    entry.outcome ??= outcome;
    if ('refusal' in outcome) return;
    const { id, revision } = outcome;
    const name = `${id} ${revision}`;
    const holder = this.#acknowledged.get(name) ?? token;
    if (holder !== token) this.violation(`revision ${name} was given to ${holder} and to ${token}`);
    this.#acknowledged.set(name, token);
    this.saw(id, revision);
  }
}

/** A stale revision, or a reference to what has just been withdrawn. */
function isExpected(status: number, text: string): boolean {
  return status === 412 || (status === 422 && text.includes('"withdrawn_reference"'));
}
