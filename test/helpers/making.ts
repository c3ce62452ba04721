import type { ResourceDocument } from '../../src/model/definition.ts';
import { newIdentifier, type ResourceType } from '../../src/model/identifiers.ts';
import type { Command, Store, StoredDocument } from '../../src/store/port.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** What each resource must have; `need` makes a resource that it cannot do without. */
const completed: Record<ResourceType, (given: Fields, need: (type: ResourceType) => string) => Fields> = {
  source: (given) => ({ kind: 'organization', name: { en: 'A source' }, ...given }),
  article: (given, need) => ({
    title: { en: 'A headline' },
    language: 'en',
    publisherId: given.publisherId ?? need('source'),
    ...given,
  }),
  claim: (given) => ({ text: { en: 'It rained.' }, kind: 'factual', tense: 'past', ...given }),
  attribution: (given, need) => ({
    claimId: given.claimId ?? need('claim'),
    sourceId: given.sourceId ?? need('source'),
    articleId: given.articleId ?? need('article'),
    stance: 'affirms',
    certainty: 'certain',
    ...given,
  }),
  relation: (given, need) => ({
    kind: 'supports',
    fromClaimId: given.fromClaimId ?? need('claim'),
    toClaimId: given.toClaimId ?? need('claim'),
    assertedBy: 'editor',
    ...given,
  }),
  evidence: (given, need) => ({
    ...subject(given, need),
    bearing: 'supports',
    kind: 'document',
    title: { en: 'A record' },
    ...given,
  }),
  review: (given, need) => ({
    ...subject(given, need),
    reviewerId: given.reviewerId ?? need('source'),
    verdict: 'false',
    verdictBasis: 'editor',
    ...given,
  }),
};

function subject(given: Fields, need: (type: ResourceType) => string): Fields {
  return given.attributionId === undefined ? { claimId: given.claimId ?? need('claim') } : {};
}

/** These fields with all that a resource must have, and the commands that create what it cannot do without. */
export function neededFor(type: ResourceType, given: Fields = {}): { needed: Command[]; fields: Fields } {
  const needed: Command[] = [];
  const need = (other: ResourceType) => {
    const made = newIdentifier(other);
    needed.push(...creation(other, {}, made));
    return made;
  };
  const fields = completed[type](given, need);
  return { needed, fields };
}

/** Commands that create a resource with these fields, after whatever it cannot do without. */
export function creation(type: ResourceType, given: Fields = {}, id = newIdentifier(type)): Command[] {
  const { needed, fields } = neededFor(type, given);
  return [...needed, { action: 'create', type, id, fields }];
}

/** A text of 200,000 code units, in languages of private use. */
export function largeText(): Record<string, string> {
  const letters = 'abcdefghij';
  const languages = [...letters].flatMap((one) => [...'abcd'].map((other) => `q${other}${one}`));
  return Object.fromEntries(languages.map((language) => [language, 'x'.repeat(5_000)]));
}

/** The document of a stored row. */
export function parsed({ json }: StoredDocument): ResourceDocument {
  return JSON.parse(json) as ResourceDocument;
}

/** Writes to a store in the shortest words. */
export class Desk {
  readonly store: Store;

  constructor(store: Store) {
    this.store = store;
  }

  /** Commits the commands, and gives the documents that stand then. */
  async write(...commands: Command[]): Promise<ResourceDocument[]> {
    const { items } = await this.store.commit(commands, { actor: 'test' });
    return items.map(parsed);
  }

  /** Creates a resource with whatever it cannot do without. */
  async create(type: ResourceType, fields: Fields = {}): Promise<ResourceDocument> {
    return (await this.write(...creation(type, fields))).at(-1) as ResourceDocument;
  }

  async update(id: string, patch: unknown): Promise<ResourceDocument> {
    return (await this.write({ action: 'update', id, patch }))[0] as ResourceDocument;
  }

  async withdraw(id: string, replacedById?: string): Promise<ResourceDocument> {
    const withdrawal = { kind: 'other', reason: { en: 'A mistake' }, ...(replacedById && { replacedById }) };
    return (await this.write({ action: 'withdraw', id, withdrawal }))[0] as ResourceDocument;
  }

  async restore(id: string): Promise<ResourceDocument> {
    return (await this.write({ action: 'restore', id }))[0] as ResourceDocument;
  }

  /** The document with this id as the store holds it. */
  async read(type: ResourceType, id: string): Promise<ResourceDocument | undefined> {
    const found = await this.store.get(type, id);
    return found && parsed(found.item);
  }

  /** The newest log position. */
  async position(): Promise<number> {
    return (await this.store.check()).position;
  }
}
