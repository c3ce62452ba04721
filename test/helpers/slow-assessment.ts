import type { ResourceDocument } from '../../src/model/definition.ts';
import { dateBounds } from '../../src/model/edtf.ts';
import { isSaidAfter, SlowRecord } from './slow-record.ts';

type Attribution = ResourceDocument;

/** The figures of an assessment as the design words them, each computed by itself: the reference for the analysis. */
export class SlowAssessment extends SlowRecord {
  starts(): Attribution[] {
    return this.own.filter((one) => this.isStart(one));
  }

  /** Starts on claims that are tied to this one. */
  tied(): Attribution[] {
    const isTied = (one: Attribution) =>
      ['negation_of', 'contradicts', 'undercuts'].some((kind) => this.isTied(one, kind));
    return this.once('tied', () =>
      this.of('attribution').filter((one) => this.counts(one) && this.isStart(one) && isTied(one)),
    );
  }

  unknown(): Attribution[] {
    return this.starts().filter(({ originUnknown, targetId }) => originUnknown === true && !targetId);
  }

  /** The starts by which origins affirm the claim itself. */
  beginning(): Attribution[] {
    return this.starts().filter(
      (one) => one.stance === 'affirms' && !one.targetId && !this.isRestatement(one) && !this.isBelied(one),
    );
  }

  /** A publisher's own voice on what its article also says of another, or in an article that is derived from another. */
  isRestatement(one: Attribution): boolean {
    const isOwnVoice =
      this.resolved(one.sourceId) === this.publisher(one) && !one.viaId && one.onBehalfOfId === undefined;
    if (!isOwnVoice || one.targetId || (one.stance !== 'affirms' && one.stance !== 'denies')) return false;
    const article = this.article(one);
    const isSameClaim = (other: Attribution) =>
      this.isOwn(one) ? this.isOwn(other) : this.resolved(other.claimId) === this.resolved(one.claimId);
    const attributed = this.of('attribution').some(
      (other) =>
        // Whatever the day, the article attributes what it attributes.
        (this.isOwn(other) ? this.isRecorded(other) : this.counts(other)) &&
        this.isStart(other) &&
        isSameClaim(other) &&
        this.article(other) === article &&
        (this.resolved(other.sourceId) !== this.publisher(other) || other.originUnknown === true) &&
        !other.targetId &&
        (other.originUnknown === true ? 'affirms' : other.stance) === one.stance,
    );
    return attributed || article.derivedFromArticleId !== undefined;
  }

  /** Whether the direct quotation of the same statement says otherwise; where quotations differ, none governs. */
  isBelied(one: Attribution): boolean {
    const accounts = this.accounts(one);
    const quoted = new Set(
      accounts.filter(({ mode }) => mode === 'direct_quote').map(({ stance }) => stance),
    );
    return quoted.size === 1 && !quoted.has(one.stance);
  }

  /** All accounts of the statement that a stand gives. */
  accounts(one: Attribution): Attribution[] {
    const candidates = [...new Set([...this.starts(), ...this.tied()])];
    if (!candidates.includes(one)) return [];
    const accounts = new Set([one]);
    for (const account of accounts) {
      for (const other of candidates) {
        if (this.giveOneStatement(account, other) || this.giveOneStatement(other, account))
          accounts.add(other);
      }
    }
    return [...accounts];
  }

  giveOneStatement(one: Attribution, other: Attribution): boolean {
    const isOfOne =
      this.speaker(one) === this.speaker(other) &&
      this.identity(one.sourceId) === this.identity(other.sourceId) &&
      this.resolved(one.claimId) === this.resolved(other.claimId);
    if (!isOfOne) return false;
    if (one.statementKey && one.statementKey === other.statementKey) return true;
    if (this.areOfOneDay(one, other) && !this.areSeveral(one)) return true;
    const behind = [
      this.article(one).derivedFromArticleId,
      ...this.path(one).map(({ citedArticleId }) => citedArticleId),
    ].filter((id) => id !== undefined);
    const mayBeOne = !one.saidAt || !other.saidAt || one.saidAt === other.saidAt;
    return mayBeOne && behind.some((id) => this.resolved(id) === this.article(other).id);
  }

  areOfOneDay(one: Attribution, other: Attribution): boolean {
    const day = ({ saidAt }: Attribution) => String(saidAt).split('T')[0];
    const isSameDay = (another: Attribution) =>
      another.saidAt && another.medium && another.medium === one.medium && day(another) === day(one);
    if (!one.saidAt || !isOneDay(String(one.saidAt)) || !isSameDay(other)) return false;
    const moments = [...this.starts(), ...this.tied()]
      .filter(
        (another) =>
          this.speaker(one) === this.speaker(another) &&
          this.identity(one.sourceId) === this.identity(another.sourceId) &&
          this.resolved(one.claimId) === this.resolved(another.claimId) &&
          isSameDay(another),
      )
      .map(({ saidAt }) => String(saidAt))
      .filter((saidAt) => saidAt.includes('T'))
      .map(Date.parse);
    const at = ({ saidAt }: Attribution) =>
      String(saidAt).includes('T') ? Date.parse(String(saidAt)) : undefined;
    return new Set(moments).size <= 1 || at(one) === at(other);
  }

  /** Whether one article gives several stances that a source took on the day of a stand, in its medium. */
  areSeveral(one: Attribution): boolean {
    const ofThatDay = [...new Set([...this.starts(), ...this.tied()])].filter(
      (other) =>
        this.speaker(one) === this.speaker(other) &&
        this.identity(one.sourceId) === this.identity(other.sourceId) &&
        this.resolved(one.claimId) === this.resolved(other.claimId) &&
        this.areOfOneDay(one, other),
    );
    return ofThatDay.some((first) =>
      ofThatDay.some(
        (second) => this.article(first) === this.article(second) && first.stance !== second.stance,
      ),
    );
  }

  originKeys(): string[] {
    return [...new Set(this.beginning().map((one) => this.key(one)))];
  }

  kindOfOrigin(key: string): 'named' | 'unnamed' | 'own_voice' {
    const speakers = this.standsOf(key).map((one) => this.kindOf(this.speaker(one)));
    const named = speakers.filter((kind) => kind !== 'anonymous' && kind !== 'collective');
    if (named.length === 0) return 'unnamed';
    return named.every((kind) => kind === 'news_outlet') ? 'own_voice' : 'named';
  }

  standsOf(key: string): Attribution[] {
    return this.beginning().filter((one) => this.key(one) === key);
  }

  originCount(): { min: number; max: number } {
    const keys = this.originKeys();
    const max = keys.length + this.unknown().length;
    const named = keys.filter((key) => this.kindOfOrigin(key) === 'named');
    if (named.length === 0) return { min: keys.length > 0 ? 1 : 0, max };
    const topmost = (key: string) =>
      this.standsOf(key).flatMap((one) => this.topmost(this.speaker(one), this.saying(one)));
    const alone = new Set(
      named
        .map((key) => [...new Set(topmost(key))])
        .filter(({ length }) => length === 1)
        .flat(),
    );
    let families: { keys: string[]; organizations: string[] }[] = [];
    for (const key of named) {
      const organizations = topmost(key);
      // Whoever may belong to an organisation that another certainly speaks for may be of no other.
      if (organizations.some((id) => alone.has(id))) continue;
      const isKin = (family: { organizations: string[] }) =>
        family.organizations.some((one) => organizations.includes(one));
      const kin = families.filter(isKin);
      families = [
        ...families.filter((family) => !isKin(family)),
        {
          keys: [key, ...kin.flatMap((family) => family.keys)],
          organizations: [...organizations, ...kin.flatMap((family) => family.organizations)],
        },
      ];
    }
    return { min: alone.size + families.length, max };
  }

  independence(): string {
    const { min, max } = this.originCount();
    if (max === 0) return 'none';
    if (max === 1) return 'shared_origin';
    return min === max ? 'no_shared_origin_recorded' : 'lineage_unknown';
  }

  anonymity() {
    const kinds = this.originKeys().map((key) => this.kindOfOrigin(key));
    const count = (kind: string) => kinds.filter((one) => one === kind).length;
    const unknown = this.unknown().length;
    return {
      ...{ named: count('named'), unnamed: count('unnamed'), ownVoice: count('own_voice'), unknown },
      anonymousOnly: unknown === 0 && kinds.length > 0 && kinds.every((kind) => kind === 'unnamed'),
    };
  }

  originsAreParties(): string {
    const parties = this.of('claim')
      .filter((claim) => !claim.withdrawal && this.same('claim_1').has(claim.id))
      .flatMap(({ about }) =>
        (about as { sourceId: string }[]).map(({ sourceId }) => this.identity(sourceId)),
      );
    const { named, unnamed, ownVoice, unknown } = this.anonymity();
    if (named + ownVoice === 0 || unnamed + unknown > 0) return 'unknown';
    const isParty = (one: Attribution) =>
      this.belongings(this.speaker(one), this.saying(one)).some((id) => parties.includes(id));
    return this.beginning().every(isParty) ? 'yes' : 'no';
  }

  /** Every stand on the claim, with what it means for it. */
  meanings(): { one: Attribution; means: string }[] {
    const paths = this.starts().flatMap((start) => this.path(start).slice(1));
    const carriers = new Set(paths.filter((one) => this.own.includes(one)));
    const takenBack = this.of('attribution').filter(
      (one) => this.isRecorded(one) && this.isOwn(one) && this.had(this.publicSince(one)) && this.isGone(one),
    );
    const bare = takenBack.filter((one) => !this.carries(one));
    const own = [...this.starts(), ...carriers, ...bare].map((one) => ({ one, means: String(one.stance) }));
    const tied = this.tied()
      .filter(({ targetId }) => !targetId)
      .flatMap((one) => {
        const means: string[] = [];
        const negates = this.isTied(one, 'negation_of');
        if (negates && one.stance === 'affirms') means.push('denies');
        if (negates && one.stance === 'denies') means.push('rejects_denial');
        if (this.isTied(one, 'contradicts') && one.stance === 'affirms') means.push('affirms_contrary');
        return means.map((meaning) => ({ one, means: meaning }));
      });
    return [...own, ...tied].filter(({ means }) => means !== 'relays');
  }

  /** Whether its source took it back, or one that carries it, and no paper retracted any of these. */
  isGone(one: Attribution): boolean {
    const path = this.path(one);
    return (
      path.some((other) => this.isTakenBack(other)) && !path.some((other) => this.isRetractedByPaper(other))
    );
  }

  /** What each key says of the claim last, as far as the dates tell. */
  positions(): Record<string, string[]> {
    const meanings = this.meanings();
    const keys = [...new Set(meanings.map(({ one }) => this.key(one)))].sort();
    return Object.fromEntries(
      keys.map((key) => {
        const own = meanings.filter(
          ({ one }) => this.key(one) === key && !one.targetId && !this.isBelied(one),
        );
        return [key, [...new Set(this.last(own).map(({ means }) => means))].sort()];
      }),
    );
  }

  last(some: { one: Attribution; means: string }[]) {
    return some.filter(
      ({ one }) => !some.some((other) => isSaidAfter(this.saying(other.one), this.saying(one))),
    );
  }

  /** One source denies, and another one, or a chain of unknown origin, affirms. */
  contested(): boolean {
    const committal = this.meanings().filter(
      ({ one, means }) =>
        ['affirms', 'denies', 'affirms_contrary', 'retracts'].includes(means) &&
        this.isStart(one) &&
        !one.targetId &&
        !this.isBelied(one) &&
        !this.isGone(one) &&
        !this.isRestatement(one),
    );
    const speakers = [...new Set(committal.map(({ one }) => this.speaker(one)))];
    const last = speakers.flatMap((speaker) =>
      this.last(committal.filter(({ one }) => this.speaker(one) === speaker)),
    );
    const affirming = last.filter(({ means }) => means === 'affirms');
    const against = last.filter(({ means }) => means === 'denies' || means === 'affirms_contrary');
    return against.some(
      ({ one }) =>
        this.unknown().length > 0 ||
        affirming.some(
          (other) => this.key(other.one) !== this.key(one) && this.speaker(other.one) !== this.speaker(one),
        ),
    );
  }
}

function isOneDay(date: string): boolean {
  const { earliest, latest } = dateBounds(date) ?? {};
  return earliest != null && latest != null && latest - earliest <= 50 * 3_600_000;
}
