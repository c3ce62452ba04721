import { newIdentifier } from '../../src/model/identifiers.ts';
import type { Command, Store } from '../../src/store/port.ts';
import { random } from './newsroom.ts';

const words =
  'the ministry said that a convoy of trucks crossed the border on monday after talks failed and sanctions will remain'.split(
    ' ',
  );
const media = ['press_conference', 'statement', 'interview', 'television', 'social_media'];
const day = 86_400_000;
const batch = 1_000;

/** Chooses and words things, the same in every run. */
export class Chance {
  readonly next: () => number;

  constructor(seed: number) {
    this.next = random(seed);
  }

  happens(share: number): boolean {
    return this.next() < share;
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[Math.floor(this.next() * items.length)] as Item;
  }

  sentence(length: number): string {
    return Array.from({ length }, () => this.pick(words)).join(' ');
  }

  /** A day within the hundred after a first one. */
  date(): string {
    return new Date(Date.UTC(2022, 1, 1) + Math.floor(this.next() * 100) * day).toISOString().slice(0, 10);
  }
}

/** Who publishes and who is quoted. */
export interface Voices {
  readonly outlets: readonly string[];
  readonly speakers: readonly string[];
}

export interface Resource {
  readonly type: 'source' | 'article' | 'claim' | 'attribution';
  readonly id: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** 500 outlets, 30 organisations and 300 people who are with one of these, some for a time only. */
export function makeVoices(chance: Chance): Voices & { readonly resources: readonly Resource[] } {
  const sources = (count: number, fieldsOf: (index: number) => Resource['fields']): Resource[] =>
    Array.from({ length: count }, (_, index) => ({
      ...{ type: 'source', id: newIdentifier('source'), fields: fieldsOf(index) },
    }));
  const outlets = sources(500, (index) => ({ kind: 'news_outlet', name: { en: `The Paper ${index}` } }));
  const organizations = sources(30, (index) => ({ kind: 'organization', name: { en: `Ministry ${index}` } }));
  const speakers = sources(300, (index) => {
    const sourceId = chance.pick(organizations).id;
    const years = chance.happens(0.3) ? { from: '2020', to: '2022-03' } : {};
    return {
      ...{ kind: 'person', name: { en: `Speaker ${index}` } },
      affiliations: [{ sourceId, title: { en: 'spokesperson' }, ...years }],
    };
  });
  const ids = (resources: readonly Resource[]) => resources.map(({ id }) => id);
  return {
    ...{ outlets: ids(outlets), speakers: ids(speakers) },
    resources: [...outlets, ...organizations, ...speakers],
  };
}

/** The fields of an article of one of the outlets. */
export function articleFields(chance: Chance, outlets: readonly string[]): Resource['fields'] {
  const publisherId = chance.pick(outlets);
  const publishedAt = chance.date();
  return { title: { en: chance.sentence(9) }, language: 'en', publisherId, publishedAt };
}

/** With what words a source is quoted; one in eight denies. */
export function quotedFields(chance: Chance): Resource['fields'] {
  const text = chance.sentence(28);
  return {
    stance: chance.happens(0.125) ? 'denies' : 'affirms',
    certainty: chance.pick(['certain', 'certain', 'probable', 'unspecified']),
    ...{ mode: 'direct_quote', medium: chance.pick(media), saidAt: chance.date() },
    cue: { text: 'said', language: 'en' },
    quotes: [{ text, language: 'en', verbatim: 'yes', translated: 'no' }],
  };
}

/**
 * Fills an empty store with one claim, so many attributions on it and as many articles: in three of ten articles another
 * outlet is relayed, with its article or without, and a story copied that is in no other; two of ten copy one that is.
 */
export async function makeReportedClaim(store: Store, attributions: number, seed = 1): Promise<string> {
  const chance = new Chance(seed);
  const { outlets, speakers, resources } = makeVoices(chance);
  const all = [...resources];
  const add = (type: Resource['type'], fields: Resource['fields']): string => {
    const id = newIdentifier(type);
    all.push({ type, id, fields });
    return id;
  };
  const claimId = add('claim', { text: { en: chance.sentence(16) }, kind: 'factual', tense: 'past' });
  const reports: string[] = [];
  for (let left = attributions; left > 0; left--) {
    const isRelayed = left > 1 && chance.happens(0.3);
    const fields = articleFields(chance, outlets);
    const story = isRelayed ? add('article', articleFields(chance, outlets)) : chance.pick(reports);
    const isCopy = story !== undefined && (isRelayed || chance.happens(0.3));
    const articleId = add('article', { ...fields, ...(isCopy && { derivedFromArticleId: story }) });
    const told = { claimId, articleId };
    const quoted = { ...told, sourceId: chance.pick(speakers), ...quotedFields(chance) };
    if (isRelayed) {
      const cited = reports.length > 0 && chance.happens(0.5) && { citedArticleId: chance.pick(reports) };
      const carrier = { ...told, ...cited, sourceId: chance.pick(outlets), ...relaying };
      add('attribution', { ...quoted, viaId: add('attribution', carrier) });
      left--;
    } else {
      add('attribution', chance.happens(0.02) ? { ...quoted, ...relaying, originUnknown: true } : quoted);
    }
    reports.push(articleId);
    // A carrier and what it carries are written together.
    if (all.length >= batch || left <= 1) await createAll(store, all.splice(0));
  }
  return claimId;
}

/** What an outlet says that only passes on what another says. */
export const relaying = { stance: 'relays', certainty: 'unspecified', mode: 'indirect', quotes: [] };

async function createAll(store: Store, resources: readonly Resource[]): Promise<void> {
  const commands = resources.map((resource): Command => ({ action: 'create', ...resource }));
  await store.commit(commands, { actor: 'bench' });
}
