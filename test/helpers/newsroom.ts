import { setTimeout } from 'node:timers/promises';
import { t as root, type Test, test } from 'tap';
import { type AssessmentAnswer, assess } from '../../src/analysis/assessment.ts';
import type { Wording } from '../../src/analysis/ground.ts';
import type { ResourceDocument } from '../../src/model/definition.ts';
import type { ResourceType } from '../../src/model/identifiers.ts';
import { mergePatch } from '../../src/model/merge-patch.ts';
import type { Command } from '../../src/store/port.ts';
import { type Fields, neededFor } from './making.ts';
import { type Service, startService } from './service.ts';
import { Speaker, type Thing, type Words } from './speaking.ts';

/** All is recorded years after the stories, one thing a minute. */
const firstRecordedAt = Date.parse('2026-01-01T00:00:00.000Z');

type Of<Key extends keyof AssessmentAnswer> = NonNullable<AssessmentAnswer[Key]>;
let rooms = 0;
let started: Promise<Service> | undefined;

/** One service for all newsrooms of the process, which know nothing of one another. */
function service(): Promise<Service> {
  started ??= startService(root, { BUNDLED_ARTICLE: 'never', RATE_LIMIT: 'off' });
  return started;
}

/** Articles of a story as they are recorded one after the other, and what is known of their claims at each point. */
export class Newsroom {
  readonly #number = String(++rooms).padStart(4, '0');
  readonly #commands: Command[] = [];
  readonly #documents = new Map<string, ResourceDocument>();
  readonly #wordings: Wording[] = [];
  readonly #names = new Map<string, string>();
  readonly #outlets = new Map<string, Speaker>();
  readonly #asked: { claim: Thing; asOf: string | undefined; after: number; answer: AssessmentAnswer }[] = [];

  get #now(): string {
    return new Date(firstRecordedAt + this.#commands.length * 60_000).toISOString();
  }

  source(kind: string, name: string, fields: Fields = {}): Speaker {
    return new Speaker(this.create('source', { kind, name: { en: name }, ...fields }, name).id, name);
  }

  person = (name: string, fields?: Fields): Speaker => this.source('person', name, fields);
  government = (name: string, fields?: Fields): Speaker => this.source('government', name, fields);
  organization = (name: string, fields?: Fields): Speaker => this.source('organization', name, fields);

  /** Somebody unnamed, vouched for by an outlet. */
  unnamed(name: string, outlet: string): Speaker {
    return this.source('anonymous', name, { citedById: this.outlet(outlet).id });
  }

  /** The outlet of this name. */
  outlet(name: string): Speaker {
    const outlet = this.#outlets.get(name) ?? this.source('news_outlet', name);
    this.#outlets.set(name, outlet);
    return outlet;
  }

  claim = (text: string, fields: Fields = {}): Thing =>
    this.create('claim', { text: { en: text }, ...fields }, text);

  relate(one: Thing, kind: string, other: Thing): Thing {
    return this.create('relation', { kind, fromClaimId: one.id, toClaimId: other.id }, kind);
  }

  /** What an outlet published. It relays what is said in it, unless the words are its own or come through its own. */
  article(
    outlet: string,
    publishedAt: string | undefined,
    words: readonly Words[],
    fields: Fields = {},
  ): Thing {
    const publisher = this.outlet(outlet);
    const title = `${outlet}, ${publishedAt ?? 'undated'}`;
    const dated = publishedAt === undefined ? {} : { publishedAt };
    const article = this.create('article', { publisherId: publisher.id, ...dated, ...fields }, title);
    this.fill(article, words);
    return article;
  }

  /** Adds to what an article says: where two cite each other, both must be there first. */
  fill({ id }: Thing, words: readonly Words[]): void {
    const outlet = this.#documents.get(id)?.publisherId;
    const publisher = [...this.#outlets.values()].find((one) => one.id === outlet) as Speaker;
    const relaying = new Map<unknown, Words>();
    for (const one of words) {
      const claimId = String(one.fields.claimId);
      const chain = [one, ...one.carriers];
      if (chain.at(-1)?.speaker !== publisher) {
        const relay = relaying.get(claimId) ?? publisher.relays({ id: claimId });
        relaying.set(claimId, relay);
        chain.push(relay);
      }
      this.#hold(chain, id, publisher.name);
    }
  }

  #hold(chain: readonly Words[], articleId: string, outlet: string): void {
    let viaId: string | undefined;
    for (const words of chain.toReversed()) {
      const name = `${words.speaker.name} ${words.fields.stance} in ${outlet}`;
      const via = viaId === undefined ? {} : { viaId };
      words.attributionId ??= this.create('attribution', { ...words.fields, articleId, ...via }, name).id;
      viaId = words.attributionId;
    }
  }

  /** Evidence on a claim, or on what somebody said. */
  evidence(bearing: string, subject: Thing, title: string, fields: Fields = {}): Thing {
    return this.create('evidence', { bearing, ...subjectOf(subject), ...fields }, title);
  }

  review(reviewer: Speaker, verdict: string, subject: Thing, fields: Fields = {}): Thing {
    const given = { reviewerId: reviewer.id, verdict, ...subjectOf(subject), ...fields };
    return this.create('review', given, `${reviewer.name}: ${verdict}`);
  }

  /** Creates a document; its name stands for its id in what is known. */
  create(type: ResourceType, given: Fields, name: string): Thing {
    const number = String(this.#documents.size).padStart(4, '0');
    const id = `${type}_01h000000000000000${this.#number}${number}`;
    const { fields } = neededFor(type, given);
    const claim = String(given.claimId ?? this.#documents.get(String(given.attributionId))?.claimId);
    const claimRevision = this.#documents.get(claim)?.revision;
    this.#names.set(id, [...this.#names.values()].includes(name) ? `${name} (${number})` : name);
    const of = { type, id, revision: 1, createdAt: this.#now, updatedAt: this.#now, createdBy: 'test' };
    this.#write(
      { action: 'create', type, id, fields },
      { ...fields, ...of, ...(claimRevision && { claimRevision }) },
    );
    return { id };
  }

  /** Changes what is recorded of a thing; our record, not the world. */
  update({ id }: Thing, patch: Fields): void {
    const document = mergePatch(this.#documents.get(id), patch) as ResourceDocument;
    this.#write({ action: 'update', id, patch }, { ...document, revision: document.revision + 1 });
  }

  /** Takes a record of ours back. */
  withdraw({ id }: Thing, replacedBy?: Thing): void {
    const document = this.#documents.get(id) as ResourceDocument;
    const given = { kind: 'entered_in_error', reason: { en: 'A slip' } } as const;
    const withdrawal = { ...given, ...(replacedBy && { replacedById: replacedBy.id }) };
    this.#write(
      { action: 'withdraw', id, withdrawal },
      { ...document, revision: document.revision + 1, withdrawal: { at: this.#now, ...withdrawal } },
    );
  }

  #write(command: Command, document: ResourceDocument): void {
    this.#commands.push(command);
    this.#documents.set(document.id, document);
    if (document.type !== 'claim') return;
    const { id: claimId, revision, text } = document as ResourceDocument & Pick<Wording, 'text'>;
    this.#wordings.push({ claimId, revision, at: Date.parse(this.#now), text });
  }

  /** What is known of a claim by all that has been recorded so far, with names in place of ids. */
  known(claim: Thing): Of<'assessment'> {
    return this.#ask(claim).assessment as Of<'assessment'>;
  }

  /** What is known to have been said by then, of what has been recorded so far. */
  knownAsOf(
    claim: Thing,
    asOf: string,
  ): { certain: Of<'certain'>; possible: Of<'possible'>; differing: Of<'differing'> } {
    return this.#ask(claim, asOf) as ReturnType<Newsroom['knownAsOf']>;
  }

  #ask(claim: Thing, asOf?: string): AssessmentAnswer {
    const documents = [...this.#documents.values()];
    const ground = { claimId: claim.id, documents, wordings: [...this.#wordings], truncated: false };
    const answer = this.#named(assess(ground, asOf)) as AssessmentAnswer;
    this.#asked.push({ claim, asOf, after: this.#commands.length, answer });
    return answer;
  }

  #named(answer: unknown): unknown {
    return JSON.parse(JSON.stringify(answer), (_, value) => this.#names.get(value) ?? value);
  }

  /** Writes all of it to a store, and asks all that was asked anew over HTTP, as of the same points of the log. */
  async serve(t: Test): Promise<void> {
    const { store, write, attempt } = await service();
    const { position } = await store.check();
    for (const commands of inCommits(this.#commands)) {
      // The next commit has a later time.
      await write(...commands);
      await setTimeout(2);
    }
    for (const { claim, asOf, after, answer } of this.#asked) {
      const recordedAsOf = String(position + after);
      const query = new URLSearchParams({ recordedAsOf, ...(asOf !== undefined && { asOf }) });
      const url = `/v1/claims/${claim.id}/assessment?${query}`;
      const { status, body, violations } = await attempt({ url });
      t.equal(status, 200, 'the assessment is served');
      t.strictSame(violations, [], 'as the contract says');
      const served = { ...body, asOf: undefined, recordedAsOf: undefined };
      t.strictSame(this.#named(served), answer, 'what is served is what the pure functions know');
    }
  }
}

function subjectOf({ id }: Thing): Fields {
  return id.startsWith('claim') ? { claimId: id } : { attributionId: id };
}

/** What carries something is created with it; whatever is changed or linked later is written later. */
function inCommits(commands: readonly Command[]): Command[][] {
  const commits: Command[][] = [[]];
  for (const command of commands) {
    const isLater = command.action !== 'create' || command.type === 'evidence';
    if (isLater) commits.push([]);
    commits.at(-1)?.push(command);
  }
  return commits;
}

/** How many origins there are at least and at most, and whether they share one. */
export function counted({ originCount: { min, max }, independence }: Of<'assessment'>): string {
  return `${min}–${max} ${independence.value}`;
}

/** Whom the entries of a list are of. */
export function keys(list: readonly { readonly key: string }[]): string[] {
  return list.map(({ key }) => key).sort();
}

/** Tells a story in a newsroom of its own, and what must be known of it; then once more by a real service. */
export function newsroom(story: string, tell: (room: Newsroom, t: Test) => void): void {
  test(story, async (t) => {
    const room = new Newsroom();
    tell(room, t);
    await room.serve(t);
  });
}
