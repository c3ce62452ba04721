import type { ResourceDocument } from '../../src/model/definition.ts';
import { possibleBounds } from '../../src/model/edtf.ts';

/** From when to when something may have happened; without an end where that is not known. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

export const always: Span = { from: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY };

export function spanOf(date: unknown): Span {
  const bounds = date === undefined ? undefined : possibleBounds(String(date));
  return { from: bounds?.earliest ?? always.from, until: bounds?.latest ?? always.until };
}

export function isAfter(one: Span, other: Span): boolean {
  return one.from > other.until;
}

/** Whether one source said one thing after another: days without an offset are days of one calendar. */
export function isSaidAfter(one: Saying, other: Saying): boolean {
  if (isAfter(one.when, other.when)) return true;
  return Boolean(one.day && other.day && isAfter(one.day, other.day));
}

interface Saying {
  readonly when: Span;
  readonly day: Span | undefined;
}

const hour = 3_600_000;

/** What is given as the date of something; any time where it is not. */
function said(date: unknown): Saying {
  return { when: spanOf(date), day: dayOf(date) };
}

/** A day as if it were one in Greenwich; an instant is none. */
function dayOf(date: unknown): Span | undefined {
  if (typeof date !== 'string' || date.includes('T')) return undefined;
  const { from, until } = spanOf(date);
  return { from: from + 14 * hour, until: until - 12 * hour };
}

/** What is taken to have happened: everything, or by an instant. */
export type Reading = 'all' | { readonly certainlyBy: number } | { readonly possiblyBy: number };

/**
 * What the record of a newsroom says of claim_1, worked out in the plainest way: the first half of
 * the reference that the analysis is compared with.
 */
export class SlowRecord {
  readonly documents: readonly ResourceDocument[];
  readonly reading: Reading;
  /** Attributions on claim_1 and all that is assessed as one with it, which count. */
  readonly own: readonly ResourceDocument[];
  readonly #known = new Map<string, unknown>();

  constructor(documents: readonly ResourceDocument[], reading: Reading = 'all') {
    this.documents = documents;
    this.reading = reading;
    this.own = this.of('attribution').filter((one) => this.counts(one) && this.isOwn(one));
  }

  /** What was asked before is not worked out again. */
  once<Answer>(question: string, answer: () => Answer): Answer {
    if (!this.#known.has(question)) this.#known.set(question, answer());
    return this.#known.get(question) as Answer;
  }

  of(type: string): ResourceDocument[] {
    return this.once(`of ${type}`, () => this.documents.filter((one) => one.type === type));
  }

  find(id: unknown): ResourceDocument | undefined {
    return this.documents.find((one) => one.id === id);
  }

  had({ from, until }: Span): boolean {
    if (this.reading === 'all') return true;
    return 'certainlyBy' in this.reading
      ? until <= this.reading.certainlyBy
      : from <= this.reading.possiblyBy;
  }

  /** Whether a retraction keeps something from counting: what may be retracted does not certainly count. */
  hadRetracted({ from, until }: Span): boolean {
    if (this.reading === 'all') return true;
    return 'certainlyBy' in this.reading
      ? from <= this.reading.certainlyBy
      : until <= this.reading.possiblyBy;
  }

  /** The id that stands for an id, after all replacements. */
  resolved(id: unknown): string {
    const replacedById = this.find(id)?.withdrawal?.replacedById;
    return replacedById === undefined ? String(id) : this.resolved(replacedById);
  }

  isLive(id: unknown): boolean {
    return this.find(this.resolved(id))?.withdrawal === undefined;
  }

  carrier({ viaId }: ResourceDocument): ResourceDocument | undefined {
    return viaId === undefined ? undefined : this.find(this.resolved(viaId));
  }

  /** An attribution and everything along its via; nothing where that leads back to itself. */
  path(attribution: ResourceDocument): ResourceDocument[] {
    const path: ResourceDocument[] = [];
    for (let next: ResourceDocument | undefined = attribution; next; next = this.carrier(next)) {
      if (path.includes(next)) return [];
      path.push(next);
    }
    return path;
  }

  /** Whether our record of it is live, along its via. */
  isRecorded(attribution: ResourceDocument): boolean {
    return this.once(`recorded ${attribution.id}`, () => {
      const path = this.path(attribution);
      const live = (one: ResourceDocument) =>
        !one.withdrawal && [one.claimId, one.articleId, one.sourceId].every((id) => this.isLive(id));
      return path.length > 0 && path.every(live);
    });
  }

  counts(attribution: ResourceDocument): boolean {
    if (!this.isRecorded(attribution) || !this.had(this.publicSince(attribution))) return false;
    return this.path(attribution).every((one) => !this.isRetracted(one));
  }

  article({ articleId }: ResourceDocument): ResourceDocument {
    return this.find(this.resolved(articleId)) as ResourceDocument;
  }

  publisher(attribution: ResourceDocument): string {
    return this.resolved(this.article(attribution).publisherId);
  }

  publicSince(attribution: ResourceDocument): Span {
    const { saidAt, medium } = attribution;
    if (saidAt && (medium === 'statement' || medium === 'television')) return spanOf(saidAt);
    const carrier = this.carrier(attribution);
    return carrier ? this.publicSince(carrier) : spanOf(this.article(attribution).publishedAt);
  }

  saying(attribution: ResourceDocument): Saying {
    return { when: this.saidWhen(attribution), day: dayOf(attribution.saidAt) };
  }

  saidWhen(attribution: ResourceDocument): Span {
    return attribution.saidAt ? spanOf(attribution.saidAt) : this.publicSince(attribution);
  }

  /** Whether its paper retracted it by now, or its source took it back. */
  isRetracted(attribution: ResourceDocument): boolean {
    return this.isRetractedByPaper(attribution) || this.isTakenBack(attribution);
  }

  isRetractedByPaper(attribution: ResourceDocument, had = (when: Span) => this.hadRetracted(when)): boolean {
    const article = this.article(attribution);
    const notices = (article.notices ?? []) as { at?: string; attributionIds?: string[] }[];
    return notices.some(({ at, attributionIds }) => {
      const isAbout = attributionIds?.some((id) => this.resolved(id) === attribution.id) ?? true;
      const when = at ? spanOf(at) : { from: spanOf(article.publishedAt).from, until: always.until };
      return isAbout && had(when);
    });
  }

  /** Not by what a paper reported and then retracted; this may be so wherever the paper may have. */
  isTakenBack({ id, sourceId }: ResourceDocument): boolean {
    return this.of('attribution').some(
      (other) =>
        other.stance === 'retracts' &&
        this.resolved(other.retractsId) === id &&
        this.resolved(other.sourceId) === this.resolved(sourceId) &&
        this.isRecorded(other) &&
        this.hadRetracted(this.publicSince(other)) &&
        !this.path(other).some((one) => this.isRetractedByPaper(one, (when) => this.had(when))),
    );
  }

  /** Whether a stand begins a chain: nobody stands behind it in the record. */
  isStart(attribution: ResourceDocument): boolean {
    return (
      !this.carries(attribution) && (attribution.stance !== 'relays' || attribution.originUnknown === true)
    );
  }

  carries(attribution: ResourceDocument): boolean {
    return this.once(`carries ${attribution.id}`, () =>
      this.of('attribution').some((other) => this.carrier(other) === attribution && this.isRecorded(other)),
    );
  }

  /** The claims that are one with a claim: merged, or joined by relations. */
  same(claimId: unknown): Set<string> {
    return this.once(`same ${claimId}`, () => {
      const all = new Set([this.resolved(claimId)]);
      for (const one of all) {
        for (const { kind, ends } of this.relations()) {
          if (kind === 'same_as' && ends.includes(one)) for (const end of ends) all.add(end);
        }
      }
      return all;
    });
  }

  isOwn({ claimId }: ResourceDocument): boolean {
    return this.same('claim_1').has(this.resolved(claimId));
  }

  relations(): { kind: unknown; ends: [string, string] }[] {
    return this.once('relations', () =>
      this.of('relation')
        .filter(({ withdrawal, fromClaimId, toClaimId, articleId }) => {
          const isLive = [fromClaimId, toClaimId].every((id) => this.isLive(id));
          return !withdrawal && isLive && (articleId === undefined || this.isLive(articleId));
        })
        .map(({ kind, fromClaimId, toClaimId }) => ({
          kind,
          ends: [this.resolved(fromClaimId), this.resolved(toClaimId)],
        })),
    );
  }

  /** Whether a relation of a kind joins the claim of an attribution, or one that is the same, to claim_1. */
  isTied({ claimId }: ResourceDocument, kind: string): boolean {
    const [theirs, own] = [this.same(claimId), this.same('claim_1')];
    if (own.has(this.resolved(claimId))) return false;
    return this.relations().some(
      ({ kind: is, ends: [from, to] }) =>
        is === kind && ((theirs.has(from) && own.has(to)) || (theirs.has(to) && own.has(from))),
    );
  }

  /** Who a source is: after replacements, and whom it was identified as by now. */
  identity(id: unknown, passed: readonly string[] = []): string {
    const source = this.find(this.resolved(id));
    const known = source?.identifiedAs as { sourceId: string; at?: string } | undefined;
    const resolved = this.resolved(id);
    if (passed.includes(resolved)) {
      // Those that were identified as one another are one.
      const loop = passed.slice(passed.indexOf(resolved)).toSorted();
      return loop.find((one) => !this.find(one)?.withdrawal) ?? loop[0] ?? resolved;
    }
    if (!known || !this.had(spanOf(known.at))) return resolved;
    return this.identity(known.sourceId, [...passed, resolved]);
  }

  kindOf(id: string): unknown {
    return this.find(id)?.kind;
  }

  speaker({ onBehalfOfId, sourceId }: ResourceDocument): string {
    return this.identity(onBehalfOfId ?? sourceId);
  }

  key(attribution: ResourceDocument): string {
    return (attribution.statementKey as string | undefined) ?? this.speaker(attribution);
  }

  /** The organisations that a source was with at a time. */
  above(id: string, saying: Saying): string[] {
    const source = this.find(id);
    const memberships = [
      ...((source?.partOf ?? source?.affiliations ?? []) as {
        sourceId: string;
        from?: string;
        to?: string;
      }[]),
    ];
    return memberships
      .filter(({ from, to }) => !isSaidAfter(said(from), saying) && !isSaidAfter(saying, said(to)))
      .map(({ sourceId }) => this.identity(sourceId))
      .filter((one) => this.find(one)?.withdrawal === undefined);
  }

  /** A source and all organisations above it. */
  belongings(id: string, when: Saying): string[] {
    const all = new Set([id]);
    for (const one of all) for (const above of this.above(one, when)) all.add(above);
    return [...all];
  }

  /** Those with nothing above them; all where each is part of another. */
  topmost(id: string, when: Saying): string[] {
    const all = this.belongings(id, when);
    const tops = all.filter((one) => this.above(one, when).length === 0);
    return tops.length > 0 ? tops : all;
  }
}
