import type { Stance } from '../model/attribution.ts';
import { isQuoted } from './accounts.ts';
import { standingId } from './merging.ts';
import { isAttributed, type Origins } from './origins.ts';
import { type Figure, figure } from './rules.ts';
import type { Stand } from './stands.ts';
import { isBefore } from './time.ts';
import type { View } from './view.ts';

/** What changed on the way from a source to its readers. */
export interface Drift extends Figure {
  readonly items: readonly DriftItem[];
}

/** From one attribution to another that carries it, gives the same statement, or drops it. */
export interface DriftItem {
  readonly kind: 'certainty_raised' | 'stance_changed' | 'attribution_dropped';
  readonly fromId: string;
  readonly toId: string;
  /** What it was and became: certainties or stances. */
  readonly from?: string;
  readonly to?: string;
  /** The attribution whose direct quotation governs. */
  readonly governingId?: string;
  /** The attribution was dropped in a headline or a sub-heading. */
  readonly headline?: true;
}

export function driftOf(view: View, { restatements, statements }: Origins): Drift {
  const starts = view.chains.map(({ start }) => start);
  const attributed = Map.groupBy(starts.filter(isAttributedClaim), ({ articleId }) => articleId);
  const items = [
    ...view.stands.flatMap(driftAlongVia),
    ...statements.flatMap((accounts) => driftBetween(accounts, view)),
    ...restatements.flatMap((stand) => droppedBy(stand, attributedBeside(stand, attributed, view))),
  ];
  return {
    ...figure(
      'drift',
      items.flatMap(({ fromId, toId }) => [fromId, toId]),
    ),
    items,
  };
}

const sureness: Readonly<Record<string, number>> = { possible: 1, probable: 2, certain: 3 };

/** How sure a stand is; undefined where that is not specified, and so not compared. */
function surenessOf({ given }: Stand): number | undefined {
  return sureness[given.certainty];
}

function isSurer(one: Stand, other: Stand): boolean {
  return (surenessOf(one) ?? 0) > (surenessOf(other) ?? Number.POSITIVE_INFINITY);
}

function driftAlongVia(carried: Stand): DriftItem[] {
  const carrier = carried.via;
  if (!carrier) return [];
  const surer = specifiedCarrierOf(carried);
  const items: DriftItem[] = surer && isSurer(surer, carried) ? [raised(carried, surer)] : [];
  const said = carried.given.stance;
  for (const presented of new Set(presentedBy(carrier, carried))) {
    const governs = isQuoted(carried) && { governingId: carried.id };
    if (presented !== said) items.push({ ...changed(carried, carrier, presented), ...governs });
  }
  return items;
}

/** The next carrier that says how sure it is, past those that do not. */
function specifiedCarrierOf({ via }: Stand): Stand | undefined {
  let carrier = via;
  while (carrier && surenessOf(carrier) === undefined) carrier = carrier.via;
  return carrier;
}

/** The stances by which a carrier characterises what it carries. */
function presentedBy({ given }: Stand, carried: Stand): Stance[] {
  const presented = (given.presents ?? []).map(({ stance }) => stance);
  // A carrier may take a side against another; taking one on words that take none changes what they say.
  const takesSide = sides.has(given.stance) && !stated.has(carried.given.stance) && isQuoted(carried);
  return takesSide ? [...presented, given.stance] : presented;
}

const sides: ReadonlySet<Stance> = new Set(['affirms', 'denies']);
/** Stances that themselves say whether the claim holds, or leave that to another. */
const stated: ReadonlySet<Stance> = new Set(['affirms', 'denies', 'relays', 'retracts']);

function driftBetween(accounts: readonly Stand[], { claims }: View): DriftItem[] {
  // What is said of another claim has drifted there.
  if (!accounts.every(({ claimId }) => claims.has(claimId))) return [];
  const items: DriftItem[] = [];
  const quoted = accounts.filter(isQuoted);
  const stances = new Set(quoted.map(({ given }) => given.stance));
  const [governing] = stances.size === 1 ? quoted : [];
  const [basis = governing, ...rest] = governing
    ? [governing, ...accounts.filter((one) => one !== governing)]
    : accounts;
  if (!basis) return items;
  for (const account of rest) {
    if (account.given.stance === basis.given.stance) continue;
    items.push({
      ...changed(basis, account, account.given.stance),
      ...(governing && { governingId: governing.id }),
    });
  }
  const [leastSure] = accounts
    .filter((one) => surenessOf(one) !== undefined)
    .toSorted((one, other) => (surenessOf(one) ?? 0) - (surenessOf(other) ?? 0));
  for (const account of accounts) {
    if (leastSure && isSurer(account, leastSure) && !isBefore(account.since, leastSure.since)) {
      items.push(raised(leastSure, account));
    }
  }
  return items;
}

function raised(from: Stand, to: Stand): DriftItem {
  return {
    ...{ kind: 'certainty_raised', fromId: from.id, toId: to.id },
    ...{ from: from.given.certainty, to: to.given.certainty },
  };
}

function changed(from: Stand, to: Stand, stance: Stance): DriftItem {
  return { kind: 'stance_changed', fromId: from.id, toId: to.id, from: from.given.stance, to: stance };
}

/** A restatement that hedges less than, or as little as, what is attributed gives the claim without its source. */
function droppedBy(restatement: Stand, attributed: readonly Stand[]): DriftItem[] {
  const own = surenessOf(restatement);
  const [first] = attributed;
  if (own === undefined || !first || attributed.some((one) => (surenessOf(one) ?? 0) > own)) return [];
  const isHeadline = (restatement.given.locators ?? []).some(({ part = '' }) => headings.has(part));
  return [
    {
      ...{ kind: 'attribution_dropped', fromId: first.id, toId: restatement.id },
      ...(isHeadline && { headline: true }),
    },
  ];
}

const headings: ReadonlySet<string> = new Set(['headline', 'subheading']);

function isAttributedClaim(stand: Stand): boolean {
  const { stance, originUnknown } = stand.given;
  return isAttributed(stand) && (stance === 'affirms' || originUnknown === true);
}

/** Who is said to affirm the claim in the same article, or in the one that it is derived from. */
function attributedBeside(
  { articleId }: Stand,
  attributed: ReadonlyMap<string, readonly Stand[]>,
  { document }: View,
): readonly Stand[] {
  const origin = standingId(document(articleId)?.derivedFromArticleId, document);
  return attributed.get(articleId) ?? attributed.get(origin) ?? [];
}
