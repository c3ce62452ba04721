import type { ResourceDocument } from '../model/definition.ts';
import { type DocumentById, standingFor } from './merging.ts';
import { type Clock, hadHappened, isBefore, type Period, periodOf, sayingOf } from './time.ts';

/** An organisation of a source, and while it was one. */
interface Membership {
  readonly sourceId: string;
  readonly from?: string;
  readonly to?: string;
}

/** Who sources are, and to whom they belong. Sources that are not at hand stand for themselves. */
export class Sources {
  readonly #byId: DocumentById;
  readonly #clock: Clock;
  readonly #identities = new Map<string, string>();
  readonly #organizations = new Map<string, Map<Period, ReadonlySet<string>>>();

  constructor(byId: DocumentById, clock: Clock) {
    this.#byId = byId;
    this.#clock = clock;
  }

  document(id: string): ResourceDocument | undefined {
    return this.#byId(id);
  }

  /** The id of whoever a source is, once what replaced it and whom it was identified as are followed. */
  identity(id: string): string {
    const known = this.#identities.get(id);
    if (known !== undefined) return known;
    const passed = new Set<string>();
    let last = id;
    let next: string | undefined = id;
    while (next !== undefined && !passed.has(next)) {
      passed.add(next);
      last = next;
      next = this.#otherwiseKnownAs(next);
    }
    if (next !== undefined) last = this.#standsForAll([...passed].slice([...passed].indexOf(next)));
    this.#identities.set(id, last);
    return last;
  }

  /** Sources that lead back to one another are one: the first of them that was not withdrawn, in the order of their ids. */
  #standsForAll(loop: readonly string[]): string {
    const live = loop.filter((id) => !this.#byId(id)?.withdrawal);
    return (live.length > 0 ? live : loop).toSorted()[0] ?? '';
  }

  /** Whether a source is named: neither anonymous nor a collective whose members nobody names. */
  isNamed(id: string): boolean {
    const kind = this.#byId(id)?.kind;
    return kind !== 'anonymous' && kind !== 'collective';
  }

  isOutlet(id: string): boolean {
    return this.#byId(id)?.kind === 'news_outlet';
  }

  /** A source, and all organisations that it may have belonged to at a time, directly or by way of others. */
  belongings(id: string, when: Period): ReadonlySet<string> {
    return this.#reached(id, when).all;
  }

  /** The topmost of the organisations that a source may have belonged to at a time; itself where there is none. */
  topmost(id: string, when: Period): ReadonlySet<string> {
    const ofSource = this.#organizations.get(id) ?? new Map<Period, ReadonlySet<string>>();
    const known = ofSource.get(when);
    if (known) return known;
    const { all, topmost } = this.#reached(id, when);
    // Organisations that are part of one another have no top: then each of them is one.
    const found = topmost.size > 0 ? topmost : all;
    this.#organizations.set(id, ofSource.set(when, found));
    return found;
  }

  #reached(id: string, when: Period) {
    const all = new Set([this.identity(id)]);
    const topmost = new Set<string>();
    // A Set is walked in the order of insertion, what is added meanwhile included.
    for (const one of all) {
      const above = this.#organizationsOf(one, when);
      if (above.length === 0) topmost.add(one);
      for (const organization of above) all.add(organization);
    }
    return { all, topmost };
  }

  #organizationsOf(id: string, when: Period): string[] {
    const document = this.#byId(id);
    const memberships = [
      ...((document?.partOf ?? []) as Membership[]),
      ...((document?.affiliations ?? []) as Membership[]),
    ];
    return memberships
      .filter(({ from, to }) => !isBefore(when, sayingOf(from)) && !isBefore(sayingOf(to), when))
      .map(({ sourceId }) => this.identity(sourceId))
      .filter((organization) => !this.#byId(organization)?.withdrawal);
  }

  #otherwiseKnownAs(id: string): string | undefined {
    const document = this.#byId(id);
    if (!document) return undefined;
    const standing = standingFor(document, this.#byId);
    if (standing && standing.id !== id) return standing.id;
    const { identifiedAs } = document as { identifiedAs?: { sourceId: string; at?: string } };
    return identifiedAs && hadHappened(periodOf(identifiedAs.at), this.#clock)
      ? identifiedAs.sourceId
      : undefined;
  }
}
