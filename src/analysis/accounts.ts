import { dateBounds } from '../model/edtf.ts';
import { Components } from './components.ts';
import { standingId } from './merging.ts';
import type { Stand } from './stands.ts';
import type { View } from './view.ts';

/** Whoever takes a stand: the source that is spoken for, or else the one that speaks, as it is known by the clock. */
export function speakerOf({ onBehalfOfId, sourceId }: Stand, { sources }: View): string {
  return sources.identity(onBehalfOfId ?? sourceId);
}

/**
 * The accounts of one statement among some stands, where there are several: of one source for one speaker on one claim,
 * and joint, or said on the same day in the same medium, or in an article that is derived from the other's or cites it.
 */
export function accountsAmong(stands: readonly Stand[], view: View): Stand[][] {
  const nameOf = (stand: Stand) =>
    `${speakerOf(stand, view)} ${view.sources.identity(stand.sourceId)} ${stand.claimId}`;
  const bySpeaker = Map.groupBy(stands, nameOf);
  return [...bySpeaker.values()].flatMap((some) => (some.length > 1 ? statementsOf(some, view) : []));
}

/**
 * The accounts that the direct quotation of the same statement belies, each with the one that quotes it. Where quotations
 * of one statement differ, none governs.
 */
export function beliedBy(statements: readonly (readonly Stand[])[]): ReadonlyMap<Stand, Stand> {
  const belied = new Map<Stand, Stand>();
  for (const accounts of statements) {
    const quoted = accounts.filter(isQuoted);
    const [governing] = quoted;
    if (!governing || quoted.some(({ given }) => given.stance !== governing.given.stance)) continue;
    for (const account of accounts) {
      if (account.given.stance !== governing.given.stance) belied.set(account, governing);
    }
  }
  return belied;
}

/** Whether an account gives words of the speaker. */
export function isQuoted({ given: { mode, quotes = [] } }: Stand): boolean {
  return mode === 'direct_quote' || (mode !== 'indirect' && quotes.length > 0);
}

function statementsOf(stands: readonly Stand[], view: View): Stand[][] {
  const statements = new Components();
  const byArticle = Map.groupBy(stands, ({ articleId }) => articleId);
  for (const stand of stands) {
    const { statementKey } = stand.given;
    if (statementKey !== undefined) statements.join(stand.id, `joint ${statementKey}`);
    for (const articleId of articlesBehind(stand, view)) {
      for (const other of byArticle.get(articleId) ?? []) {
        if (mayBeOne(stand, other)) statements.join(stand.id, other.id);
      }
    }
  }
  for (const [said, some] of Map.groupBy(stands, saidOn)) {
    if (said === undefined) continue;
    for (const [moment, accounts] of byMoment(some)) {
      if (areSeveral(accounts)) continue;
      for (const { id } of accounts) statements.join(id, `${said} ${moment}`);
    }
  }
  const groups = Map.groupBy(stands, ({ id }) => statements.of(id));
  return [...groups.values()].filter(({ length }) => length > 1);
}

/** The articles that a stand's own is derived from, or that it or its carriers cite. */
export function articlesBehind(stand: Stand, { document }: View): Set<string> {
  const articles = new Set<unknown>([document(stand.articleId)?.derivedFromArticleId]);
  for (let next: Stand | undefined = stand; next; next = next.via) articles.add(next.given.citedArticleId);
  articles.delete(undefined);
  return new Set([...articles].map((id) => standingId(id, document)));
}

function mayBeOne({ given: one }: Stand, { given: other }: Stand): boolean {
  return one.saidAt === undefined || other.saidAt === undefined || one.saidAt === other.saidAt;
}

/** The day and the medium in which something was said; undefined where either is not known. */
function saidOn({ given: { saidAt, medium } }: Stand): string | undefined {
  if (saidAt === undefined || medium === undefined || !isOneDay(saidAt)) return undefined;
  return `said ${isInstant(saidAt) ? saidAt.slice(0, 'YYYY-MM-DD'.length) : saidAt} ${medium}`;
}

/** What was said on one day: all together where one instant of it is given at most, else by instant. */
function byMoment(stands: readonly Stand[]): Map<number | undefined, Stand[]> {
  const moments = Map.groupBy(stands, ({ given: { saidAt = '' } }) => momentOf(saidAt));
  const isOne = [...moments.keys()].filter((moment) => moment !== undefined).length <= 1;
  return isOne ? new Map([[undefined, [...stands]]]) : moments;
}

function momentOf(date: string): number | undefined {
  return isInstant(date) ? Date.parse(date.toUpperCase()) : undefined;
}

/** Whether one article gives several stances, and so tells of several statements. */
function areSeveral(stands: readonly Stand[]): boolean {
  const stances = new Map<string, string>();
  return stands.some(({ articleId, given: { stance } }) => {
    const other = stances.get(articleId) ?? stance;
    stances.set(articleId, stance);
    return other !== stance;
  });
}

const day = 24 * 3_600_000;

function isInstant(date: string): boolean {
  return /t/i.test(date);
}

/** Whether a date is an instant or names one day; it spans 26 hours more, for every time zone. */
function isOneDay(date: string): boolean {
  const { earliest, latest } = dateBounds(date) ?? { earliest: null, latest: null };
  return earliest !== null && latest !== null && latest - earliest <= day + 26 * 3_600_000;
}
