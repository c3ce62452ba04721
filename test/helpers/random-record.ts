import fc from 'fast-check';
import type { ResourceDocument } from '../../src/model/definition.ts';
import {
  identifierType,
  newIdentifier,
  type ResourceType,
  resourceTypes,
} from '../../src/model/identifiers.ts';
import type { Command } from '../../src/store/port.ts';
import type { Fields } from './making.ts';

/** A write to be, told by numbers: what it is and what it refers to depend on what is there by then. */
export interface Step {
  readonly writes: readonly { readonly what: number; readonly choices: readonly number[] }[];
}

/** Random writes of one request. */
export const step: fc.Arbitrary<Step> = fc.record({
  writes: fc.array(
    fc.record({
      what: fc.nat({ max: 999 }),
      choices: fc.array(fc.nat({ max: 9_999 }), { minLength: 12, maxLength: 12 }),
    }),
    { minLength: 1, maxLength: 3 },
  ),
});

const kinds = ['same_as', 'negation_of', 'contradicts', 'undercuts', 'supports'];
const stances = ['affirms', 'affirms', 'denies', 'relays', 'doubts'];
const dates = ['2022-03-01', '2022-03-05', '2022-03-10', '2022-03', undefined];

/** Makes the commands of random writes, most of which can be written, over what was written before. */
export class RandomRecord {
  readonly #documents: (id: string) => ResourceDocument;
  readonly #ids = new Map<ResourceType, string[]>(resourceTypes.map((type) => [type, []]));

  constructor(documents: (id: string) => ResourceDocument) {
    this.#documents = documents;
  }

  commands({ writes }: Step): Command[] {
    const commands = new Map<string, Command>();
    for (const { what, choices } of writes) {
      const command = this.#command(what, new Chooser(choices));
      if (command?.id !== undefined && !commands.has(command.id)) commands.set(command.id, command);
    }
    return [...commands.values()];
  }

  /** Lets what has been written be referred to. */
  written(ids: readonly string[]): void {
    for (const id of ids) {
      const all = this.#ids.get(identifierType(id) as ResourceType) as string[];
      if (!all.includes(id)) all.push(id);
    }
  }

  /** What the other writes refer to: so many sources, articles, claims and attributions, and some relations. */
  beginning(): Step[] {
    const types: ResourceType[] = [
      'source',
      'source',
      'article',
      'claim',
      'source',
      'article',
      'claim',
      'claim',
    ];
    types.push('attribution', 'relation', 'attribution', 'source', 'attribution', 'attribution', 'relation');
    return types.map((type, index) => ({
      writes: [
        { what: 0, choices: [creatable.indexOf(type), 4, index, index + 1, index, 7, 5, 3, index, 1, 1] },
      ],
    }));
  }

  #command(what: number, choose: Chooser): Command | undefined {
    if (what < 600) {
      const type = choose.of(creatable);
      const fields = this.#fields(type, choose);
      return fields && { action: 'create', type, id: newIdentifier(type), fields };
    }
    const type = choose.of(resourceTypes);
    const id = choose.of(this.#all(type));
    if (id === undefined) return undefined;
    const document = this.#documents(id);
    if (what < 800) {
      const fixed = new Set(['claimId', 'articleId', 'attributionId', 'fromClaimId', 'toClaimId', 'viaId']);
      const fields = Object.entries(this.#fields(type, choose) ?? {});
      const patch = Object.fromEntries(fields.filter(([name]) => type === 'article' || !fixed.has(name)));
      return { action: 'update', id, patch };
    }
    if (document.withdrawal) return { action: 'restore', id };
    const replacedById = what < 930 ? choose.of(this.#all(type).filter((other) => other !== id)) : undefined;
    const withdrawal = { kind: 'other', reason: { en: 'A slip' }, ...(replacedById && { replacedById }) };
    return { action: 'withdraw', id, withdrawal };
  }

  #all(type: ResourceType): readonly string[] {
    return this.#ids.get(type) ?? [];
  }

  #fields(type: ResourceType, choose: Chooser): Fields | undefined {
    const any = (of: ResourceType) => choose.of(this.#all(of));
    const maybe = (of: ResourceType, field: string) => {
      const id = choose.number(3) === 0 ? any(of) : undefined;
      return id === undefined ? {} : { [field]: id };
    };
    const dated = (field: string) => {
      const date = choose.of(dates);
      return date === undefined ? {} : { [field]: date };
    };
    const subject = () => {
      const [claimId, attributionId] = [any('claim'), any('attribution')];
      if (attributionId !== undefined && choose.number(2) === 0) return { attributionId };
      return claimId === undefined ? undefined : { claimId };
    };
    switch (type) {
      case 'source':
        return this.#source(choose);
      case 'article': {
        const publisherId = any('source');
        const derived = maybe('article', 'derivedFromArticleId');
        const notices = choose.number(4) === 0 ? [{ kind: 'retraction', at: '2022-03-20' }] : [];
        const fields = { title: { en: 'A headline' }, language: 'en', notices };
        if (publisherId === undefined) return undefined;
        return { ...fields, publisherId, ...derived, ...dated('publishedAt') };
      }
      case 'claim':
        return { text: { en: `It rained ${choose.number(3)} times.` }, kind: 'factual', tense: 'past' };
      case 'attribution':
        return this.#attribution(choose, maybe, dated);
      case 'relation': {
        const [fromClaimId, toClaimId] = [any('claim'), any('claim')];
        const articleId = choose.number(3) === 0 ? any('article') : undefined;
        const drawn =
          articleId === undefined ? { assertedBy: 'editor' } : { assertedBy: 'article', articleId };
        const fields = { kind: choose.of(kinds), fromClaimId, toClaimId, ...drawn };
        return fromClaimId === undefined || fromClaimId === toClaimId ? undefined : fields;
      }
      case 'evidence': {
        const fields = { bearing: choose.of(['supports', 'refutes', 'context']), kind: 'document' };
        const on = subject();
        return (
          on && {
            ...on,
            ...fields,
            title: { en: 'A record' },
            ...maybe('article', 'articleId'),
            ...dated('publishedAt'),
          }
        );
      }
      case 'review': {
        const on = subject();
        const [reviewerId, evidenceId] = [any('source'), any('evidence')];
        const evidenceIds = evidenceId !== undefined && choose.number(2) === 0 ? [evidenceId] : [];
        const fields = { verdict: 'false', verdictBasis: 'editor', evidenceIds, ...dated('publishedAt') };
        return on && reviewerId !== undefined ? { ...on, reviewerId, ...fields } : undefined;
      }
    }
  }

  #source(choose: Chooser): Fields {
    const above = choose.of(this.#all('source'));
    const name = { en: 'A source' };
    if (above === undefined) return { kind: 'organization', name };
    switch (choose.number(5)) {
      case 0:
        return { kind: 'person', name, affiliations: [{ sourceId: above }] };
      case 1:
        return { kind: 'organization', name, partOf: [{ sourceId: above }] };
      case 2:
        return { kind: 'anonymous', name, citedById: above };
      case 3: {
        const who = choose.of(this.#all('source'));
        return { kind: 'anonymous', name, citedById: above, identifiedAs: { sourceId: who } };
      }
      default:
        return { kind: choose.of(['organization', 'news_outlet', 'news_outlet']), name };
    }
  }

  #attribution(
    choose: Chooser,
    maybe: (of: ResourceType, field: string) => Fields,
    dated: (field: string) => Fields,
  ): Fields | undefined {
    const carrier = choose.number(3) === 0 ? choose.of(this.#all('attribution')) : undefined;
    const via = carrier === undefined ? undefined : this.#documents(carrier);
    const claimId = via?.claimId ?? choose.of(this.#all('claim'));
    const articleId = via?.articleId ?? choose.of(this.#all('article'));
    const sourceId = choose.of(this.#all('source'));
    if (claimId === undefined || articleId === undefined || sourceId === undefined) return undefined;
    const stance = choose.of(stances);
    return {
      ...{ claimId, articleId, sourceId, stance, certainty: 'certain', ...(via && { viaId: via.id }) },
      ...(stance === 'relays' && { originUnknown: true }),
      ...maybe('source', 'onBehalfOfId'),
      ...maybe('article', 'citedArticleId'),
      ...dated('saidAt'),
    };
  }
}

/** What attributions rest on comes up as often as they do. */
const creatable: readonly ResourceType[] = [
  ...resourceTypes,
  'source',
  'claim',
  'attribution',
  'attribution',
];

/** Chooses by one number after the other. */
class Chooser {
  readonly #numbers: readonly number[];
  #next = 0;

  constructor(numbers: readonly number[]) {
    this.#numbers = numbers;
  }

  number(below: number): number {
    return (this.#numbers[this.#next++ % this.#numbers.length] ?? 0) % below;
  }

  of<Item>(items: readonly Item[]): Item {
    return items[this.number(Math.max(1, items.length))] as Item;
  }
}
