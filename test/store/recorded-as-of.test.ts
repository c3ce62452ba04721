import { deepStrictEqual } from 'node:assert/strict';
import { join } from 'node:path';
import fc from 'fast-check';
import { test } from 'tap';
import { Problem } from '../../src/errors.ts';
import type { ResourceDocument } from '../../src/model/definition.ts';
import { type ResourceType, resourceTypes } from '../../src/model/identifiers.ts';
import { hasClaimRevision } from '../../src/model/resources.ts';
import type { Change, Command, ExportedEntry, ExportedLine, Store } from '../../src/store/port.ts';
import { Reader } from '../../src/store/sqlite/reader.ts';
import { Desk, type Fields } from '../helpers/making.ts';
import { openSqliteFile } from '../helpers/sqlite.ts';

/** Numbers that choose what is written: each is taken modulo how many there are to choose from. */
type Choices = readonly number[];

const actions = ['create', 'update', 'withdraw', 'merge', 'restore', 'confirm', 'revert', 'redact'] as const;
type Action = (typeof actions)[number];

/** A small newsroom that writes at random. */
class Newsroom {
  readonly #desk: Desk;
  readonly #documents = new Map<string, ResourceDocument>();
  readonly written = new Map<Action, number>();

  constructor(store: Store) {
    this.#desk = new Desk(store);
  }

  ids(type: ResourceType): string[] {
    return this.#all(type).map(({ id }) => id);
  }

  /** Writes something, unless what it would be is refused. */
  async write(action: Action, type: ResourceType, choices: Choices): Promise<void> {
    const of = action === 'confirm' && !hasClaimRevision(type) ? 'attribution' : type;
    const command = action === 'create' ? this.#creation(type, choices) : this.#change(action, of, choices);
    if (!command) return;
    try {
      for (const document of await this.#desk.write(command)) this.#documents.set(document.id, document);
      this.written.set(action, (this.written.get(action) ?? 0) + 1);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
    }
  }

  #all(type: ResourceType): ResourceDocument[] {
    return [...this.#documents.values()].filter((document) => document.type === type);
  }

  #creation(type: ResourceType, choices: Choices): Command | undefined {
    return { action: 'create', type, fields: this.#fields(type, choices) };
  }

  #change(action: Action, type: ResourceType, choices: Choices): Change | undefined {
    const all = this.#all(type).filter(
      ({ withdrawal }) =>
        ['update', 'revert'].includes(action) || Boolean(withdrawal) === (action === 'restore'),
    );
    const [one, other] = [all[(choices[0] ?? 0) % all.length], all[(choices[1] ?? 0) % all.length]];
    if (!one || !other) return undefined;
    const { id, revision } = one;
    const withdrawal = { kind: 'duplicate', reason: { en: 'Twice' } };
    switch (action) {
      case 'update':
        return { action, id, patch: this.#patch(one, choices) };
      case 'merge':
        return { action: 'withdraw', id, withdrawal: { ...withdrawal, replacedById: other.id } };
      case 'withdraw':
        return { action, id, withdrawal };
      case 'restore':
        return { action, id };
      case 'revert':
        return { action, id, toRevision: 1 + ((choices[1] ?? 0) % revision) };
      case 'redact':
        return { action, id, ...((choices[1] ?? 0) % 2 === 0 && { pointers: ['/externalId'] }) };
      case 'confirm': {
        const about = this.#documents.get(String(one.attributionId)) ?? one;
        const claim = this.#documents.get(String(about.claimId));
        return { action, id, claimRevision: claim?.revision ?? 1 };
      }
      case 'create':
        return undefined;
    }
  }

  /** Other fields of a document, but for those that never move. */
  #patch(document: ResourceDocument, choices: Choices): Fields {
    const fixed = new Set(['claimId', 'attributionId', 'fromClaimId', 'toClaimId', 'viaId', 'targetId']);
    const fields = Object.entries(this.#fields(document.type, choices.toReversed()));
    const articleStays = document.type === 'attribution' ? 'articleId' : '';
    return Object.fromEntries(fields.filter(([name]) => !fixed.has(name) && name !== articleStays));
  }

  #fields(type: ResourceType, choices: Choices): Fields {
    const number = (at: number) => choices[at % choices.length] ?? 0;
    const among = <Item>(items: readonly Item[], at: number) => items[number(at) % items.length];
    const id = (of: ResourceType, at: number) => among(this.ids(of), at);
    const sometimes = (at: number, fields: Fields) => (number(at) % 3 === 0 ? fields : {});
    const en = `Version ${number(5) % 4}`;
    const externalId = number(6) % 2 === 0 ? `${type} ${choices.join(' ')}` : undefined;
    const about = number(4) % 2 === 0 ? { claimId: id('claim', 0) } : { attributionId: id('attribution', 0) };
    switch (type) {
      case 'source': {
        const kind = among(['organization', 'person', 'anonymous', 'news_outlet', 'government'], 3);
        const above = [{ sourceId: id('source', 0) }];
        if (kind === 'person')
          return { kind, name: { en }, externalId, ...sometimes(1, { affiliations: above }) };
        if (kind !== 'anonymous')
          return { kind, name: { en }, externalId, ...sometimes(1, { partOf: above }) };
        const identified = sometimes(1, { identifiedAs: { sourceId: id('source', 2) } });
        return { kind, name: { en }, externalId, citedById: id('source', 0), ...identified };
      }
      case 'article':
        return {
          ...{ title: { en }, language: 'en', publisherId: id('source', 0), externalId },
          ...sometimes(1, { derivedFromArticleId: id('article', 2) }),
          ...sometimes(2, { text: 'It rained.', publishedAt: `2022-03-1${number(3) % 10}` }),
          ...sometimes(3, { notices: [{ kind: among(['retraction', 'correction'], 4), at: '2022-03-20' }] }),
        };
      case 'claim':
        return {
          ...{ text: { en }, kind: 'factual', tense: 'past', externalId },
          ...sometimes(1, { about: [{ name: { en }, sourceId: id('source', 0) }] }),
        };
      case 'attribution': {
        const all = this.#all('attribution');
        const near = among(all, 3);
        const place = near && number(4) % 2 === 0 ? near : undefined;
        return {
          ...{ claimId: place?.claimId ?? id('claim', 0), articleId: place?.articleId ?? id('article', 1) },
          ...{ sourceId: id('source', 2), certainty: 'certain', externalId },
          stance: among(['affirms', 'denies', 'relays', 'affirms', 'doubts'], 5),
          ...(place && { viaId: place.id }),
          ...sometimes(0, { onBehalfOfId: id('source', 1) }),
          ...sometimes(2, { citedArticleId: id('article', 3) }),
        };
      }
      case 'relation':
        return {
          kind: among(['same_as', 'negation_of', 'contradicts', 'undercuts', 'supports'], 2),
          ...{ fromClaimId: id('claim', 0), toClaimId: id('claim', 1), externalId },
          ...(number(3) % 2 === 0
            ? { assertedBy: 'editor' }
            : { assertedBy: 'article', articleId: id('article', 4) }),
        };
      case 'evidence':
        return {
          ...{
            ...about,
            bearing: among(['supports', 'refutes'], 1),
            kind: 'study',
            title: { en },
            externalId,
          },
          ...sometimes(2, { articleId: id('article', 1), producedById: id('source', 2) }),
        };
      case 'review':
        return {
          ...{ ...about, reviewerId: id('source', 1), verdict: among(['true', 'false'], 2), externalId },
          ...{ verdictBasis: 'editor', publishedAt: '2022-03-15' },
          ...sometimes(3, { evidenceIds: this.ids('evidence').slice(0, 2) }),
        };
    }
  }
}

/** What the log of a store holds up to a position, as an export of that moment. */
async function exportUpTo(store: Store, position: number): Promise<ExportedLine[]> {
  const standing = new Map<string, string>();
  const entries: ExportedEntry[] = [];
  for await (const part of store.export({ history: true })) {
    if (part.part === 'documents') for (const { id, json } of part.items) standing.set(id, json);
    if (part.part === 'changes') entries.push(...part.items.filter((entry) => entry.position <= position));
  }
  const newest = new Map(entries.map((entry) => [entry.id, entry]));
  const jsonOf = ({ id, json }: ExportedEntry) => json ?? String(standing.get(id));
  return [
    ...[...newest.values()].map((entry): ExportedLine => {
      return { part: 'document', type: entry.type, json: jsonOf(entry), pointer: `/${entry.id}` };
    }),
    ...entries.map((entry): ExportedLine => {
      const json = newest.get(entry.id) === entry ? undefined : jsonOf(entry);
      return { ...entry, part: 'change', json, pointer: `/${entry.position}` };
    }),
  ];
}

const step = fc.tuple(
  fc.oneof(
    { weight: 6, arbitrary: fc.constant('create' as const) },
    { weight: 9, arbitrary: fc.constantFrom(...actions, 'merge', 'merge') },
  ),
  fc.constantFrom(...resourceTypes, 'attribution' as const, 'relation' as const, 'claim' as const),
  fc.array(fc.nat(1_000), { minLength: 7, maxLength: 7 }),
);

test('as of a log position, a claim is assessed as in a database rebuilt from the log up to it', async (t) => {
  const written = new Map<Action, number>();
  let compared = 0;
  let run = 0;
  const folder = t.testdir();
  const opened = async () => {
    const file = await openSqliteFile(t, {}, join(folder, `${run++}.db`));
    const reader = new Reader(file.path);
    return { ...file, reader, close: () => [reader.close(), file.store.close()] };
  };
  const property = fc.asyncProperty(
    fc.array(step, { minLength: 80, maxLength: 120, size: 'max' }),
    fc.array(fc.nat(1_000), { minLength: 2, maxLength: 2 }),
    async (steps, moments) => {
      const file = await opened();
      const newsroom = new Newsroom(file.store);
      for (const type of ['source', 'source', 'article', 'claim', 'claim', 'claim', 'attribution'] as const)
        await newsroom.write('create', type, [1, 1, 1, 0, 1, 1, 1]);
      for (const [action, type, choices] of steps) await newsroom.write(action, type, choices);
      for (const [action, times] of newsroom.written) written.set(action, (written.get(action) ?? 0) + times);
      const { position: newest } = await file.store.check();
      for (const moment of moments) {
        const position = 1 + (moment % newest);
        const lines = await exportUpTo(file.store, position);
        const rebuilt = await opened();
        await rebuilt.store.restoreExport(
          position,
          (async function* () {
            yield lines;
          })(),
        );
        for (const id of newsroom.ids('claim')) {
          const then = { position };
          const ground = rebuilt.reader.claimGround(id);
          compared += ground ? 1 : 0;
          deepStrictEqual(file.reader.claimGround(id, then), ground, `${id} as of ${position}`);
          for (const asOf of [undefined, '2022-03-16']) {
            const assessed = await file.store.assess(id, { asOf, recordedAsOf: then });
            deepStrictEqual(assessed, await rebuilt.store.assess(id, { asOf }), `${id} as of ${position}`);
          }
        }
        await Promise.all(rebuilt.close());
      }
      await Promise.all(file.close());
    },
  );
  await fc.assert(property, { numRuns: 5, endOnFailure: true });
  for (const action of actions)
    t.ok((written.get(action) ?? 0) > 0, `${action}: ${written.get(action)} times`);
  t.ok(compared > 10, `${compared} claims were compared`);
});
