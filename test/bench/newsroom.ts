import { keyDigest, newKey } from '../../src/model/api-key.ts';
import { newIdentifier } from '../../src/model/identifiers.ts';
import type { Command, Store } from '../../src/store/port.ts';

/** How large a newsroom is. */
export interface NewsroomSize {
  readonly claims: number;
  readonly sources: number;
  readonly articles: number;
}

/** What a benchmark asks for. */
export interface Newsroom {
  readonly claims: string[];
  readonly sources: string[];
  /** An API key that may write. */
  readonly key: string;
}

/** A small seeded generator (mulberry32), so that every run makes the same newsroom. */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const words = {
  en: 'the ministry said that a convoy of trucks crossed border on monday after talks failed sanctions will remain'.split(
    ' ',
  ),
  ar: 'قالت الوزارة إن قافلة من الشاحنات عبرت الحدود يوم الاثنين بعد فشل المحادثات وستبقى العقوبات'.split(
    ' ',
  ),
};
const topics = ['politics', 'economy', 'war', 'health', 'climate', 'sport'];
const batch = 1_000;

/** Fills an empty store with claims of realistic length, each affirmed by one source in one article. */
export async function makeNewsroom(store: Store, size: NewsroomSize, seed = 1): Promise<Newsroom> {
  const next = random(seed);
  const pick = <Item>(items: readonly Item[]) => items[Math.floor(next() * items.length)] as Item;
  // Few sources say much and many say little.
  const skewed = <Item>(items: readonly Item[]) => items[Math.floor(next() ** 2 * items.length)] as Item;
  const sentence = (language: 'en' | 'ar', length: number) =>
    Array.from({ length }, () => pick(words[language])).join(' ');

  const sources = Array.from({ length: size.sources }, () => newIdentifier('source'));
  const articles = Array.from({ length: size.articles }, () => newIdentifier('article'));
  const claims = Array.from({ length: size.claims }, () => newIdentifier('claim'));
  const commands: Command[] = [
    ...sources.map((id, index): Command => {
      const name = { en: `Source ${index}`, ar: `مصدر ${index}` };
      return { action: 'create', type: 'source', id, fields: { kind: 'news_outlet', name } };
    }),
    ...articles.map((id): Command => {
      const fields = { title: { en: sentence('en', 9) }, language: 'en', publisherId: pick(sources) };
      return { action: 'create', type: 'article', id, fields };
    }),
    ...claims.flatMap((id): Command[] => {
      const text = { en: sentence('en', 16), ar: sentence('ar', 14) };
      const fields = {
        text,
        kind: 'factual',
        tense: 'past',
        topics: [pick(topics)],
        occurredAt: '2022-03-14?',
      };
      const stand = { stance: 'affirms', certainty: 'certain', mode: 'indirect' };
      const attribution = { claimId: id, sourceId: skewed(sources), articleId: pick(articles), ...stand };
      return [
        { action: 'create', type: 'claim', id, fields },
        { action: 'create', type: 'attribution', fields: attribution },
      ];
    }),
  ];
  for (let at = 0; at < commands.length; at += batch) {
    await store.commit(commands.slice(at, at + batch), { actor: 'bench' });
  }
  const key = newKey();
  const named = { name: 'Benchmark', scope: 'write', createdBy: 'bench' } as const;
  await store.keys.create({ digest: keyDigest(key), ...named });
  return { claims, sources, key };
}
