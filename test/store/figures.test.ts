import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { test } from 'tap';
import { assessForLists } from '../../src/analysis/assessment.ts';
import type { ClaimGround } from '../../src/analysis/ground.ts';
import { type ListedFigures, noFigures } from '../../src/analysis/listed.ts';
import { Problem } from '../../src/errors.ts';
import type { ResourceDocument } from '../../src/model/definition.ts';
import { identifierType, newIdentifier, type ResourceType } from '../../src/model/identifiers.ts';
import { referencesOf } from '../../src/model/references.ts';
import { resources } from '../../src/model/resources.ts';
import type { Command } from '../../src/store/port.ts';
import { AffectedClaims } from '../../src/store/sqlite/affected-claims.ts';
import type { Caps } from '../../src/store/sqlite/claim-ties.ts';
import { type Connection, openWriter } from '../../src/store/sqlite/connection.ts';
import { renewFigures, smallChange } from '../../src/store/sqlite/figures.ts';
import type { Due } from '../../src/store/sqlite/figures-due.ts';
import { type FiguresOf, openFigures } from '../../src/store/sqlite/figures-of.ts';
import { FiguresReader, type FiguresWork } from '../../src/store/sqlite/figures-reader.ts';
import { GroundWalk } from '../../src/store/sqlite/ground.ts';
import { GroundReader } from '../../src/store/sqlite/ground-view.ts';
import { migrate, readMigrations } from '../../src/store/sqlite/migrations.ts';
import { openJobs } from '../../src/store/sqlite/writer-jobs.ts';
import { wrongFigures } from '../helpers/figures.ts';
import { creation, type Fields } from '../helpers/making.ts';
import { RandomRecord, type Step, step } from '../helpers/random-record.ts';

const migrations = readMigrations(fileURLToPath(new URL('../../migrations/sqlite', import.meta.url)));

/** Figures that differ whenever anything differs that the figures of a claim may rest on. */
function strictFigures(connection: Connection): FiguresOf {
  const record = new GroundReader(connection).now();
  return (claimId) => {
    const ground = new GroundWalk(record).run(claimId);
    return ground && { ...assessForLists(ground), figures: digestOf(ground) };
  };
}

/** The parties of claims and the makers of evidence are in the ground for other figures. */
function digestOf({ documents, wordings }: ClaimGround): ListedFigures {
  const byId = new Map(documents.map((document) => [document.id, document]));
  const reached = new Set(documents.filter(({ type }) => type !== 'article' && type !== 'source'));
  const leadsOn = new Set(['attribution', 'article', 'source']);
  for (const document of reached) {
    const referred = leadsOn.has(document.type) ? referencesOf(resources[document.type], document) : [];
    const replacement = document.withdrawal?.replacedById;
    for (const id of [...referred.map((one) => one.id), replacement ?? '']) {
      const other = byId.get(id);
      if (other) reached.add(other);
    }
  }
  if (reached.size === 1) return noFigures;
  const told = [...reached].map(({ id, revision }) => `${id} ${revision}`).sort();
  const worded = wordings.map(({ claimId, revision }) => `${claimId} ${revision}`).sort();
  const bytes = createHash('sha1')
    .update(JSON.stringify([told, worded]))
    .digest();
  return {
    ...{ contested: bytes.readUInt8(0) > 127, anonymousOnly: bytes.readUInt8(1) > 127 },
    ...{ circular: bytes.readUInt8(2) > 127, staleReview: bytes.readUInt8(3) > 127 },
    ...{ originCountMin: 0, originCountMax: bytes.readUInt16BE(4), outletCount: bytes.readUInt16BE(6) },
  };
}

/** A database with all that writes to it, in this thread, so that every state between two steps can be looked at. */
class Workshop {
  readonly connection: Connection;
  readonly figuresOf: FiguresOf;
  readonly jobs;
  readonly reader: FiguresReader;
  readonly #affected: AffectedClaims;

  constructor(connection: Connection, figuresOf: FiguresOf, caps: Caps) {
    this.connection = connection;
    this.figuresOf = figuresOf;
    this.jobs = openJobs(connection, { figuresOf, caps });
    this.reader = new FiguresReader(connection, figuresOf);
    this.#affected = new AffectedClaims(connection);
  }

  static async open(openOf: typeof openFigures, caps: Caps): Promise<Workshop> {
    const connection = openWriter(':memory:');
    await migrate(connection, migrations);
    await renewFigures(connection);
    return new Workshop(connection, openOf(connection), caps);
  }

  /** Commits the commands; false where they were refused. */
  commit(commands: readonly Command[]): boolean {
    const commit = this.connection.transaction(() => {
      this.connection.pragma('defer_foreign_keys = ON');
      return this.jobs.commit(commands, { actor: 'test' });
    });
    try {
      return 'items' in commit();
    } catch (error) {
      if (error instanceof Problem) return false;
      throw error;
    }
  }

  document(id: string): ResourceDocument {
    const json = this.connection
      .prepare(`SELECT document FROM ${identifierType(id)} WHERE id = ?`)
      .pluck()
      .get(id);
    return JSON.parse(json as string);
  }

  next(): FiguresWork | undefined {
    return this.connection.transaction(() => this.reader.next())();
  }

  store({ assessed, parts }: FiguresWork): void {
    this.connection.transaction(() => this.jobs.storeFigures(assessed))();
    for (const part of parts) this.connection.transaction(() => this.jobs.takeApart([part]))();
  }

  drain(): void {
    for (let work = this.next(); work; work = this.next()) this.store(work);
  }

  /** The ids of the claims that are due, by themselves or as part of something. */
  due(): Set<string> {
    const due = this.connection.prepare<[], Due>('SELECT * FROM figures_due').all();
    const keys = new Set(due.flatMap((one) => [...this.#keysOf(one)]));
    const claims = this.connection
      .prepare<[], { key: number; id: string }>('SELECT key, id FROM claim')
      .all();
    const isAllDue = due.some(({ scope }) => scope === 'all');
    return new Set(claims.filter(({ key }) => isAllDue || keys.has(key)).map(({ id }) => id));
  }

  #keysOf({ scope, key, done }: Due): Set<number> {
    if (scope === 'claim' || scope === 'all') return new Set([key]);
    const touched =
      scope === 'around'
        ? [key]
        : (this.#affected.touched({
            articles: new Set(scope === 'article' ? [key] : []),
            sources: new Set(scope === 'source' ? [key] : []),
          }) ?? []);
    const left = [...touched].filter((claim) => scope === 'around' || claim > done);
    return this.#affected.ties.around(left, 1_000) as Set<number>;
  }
}

const capped: Record<string, Caps> = {
  'small changes are counted in their transactions': smallChange,
  'some changes are too large for that': { claims: 3, attributions: 3, linked: 2 },
  'all changes are too large for that': { claims: 0, attributions: 0, linked: 0 },
};
const assessments: Record<string, typeof openFigures> = {
  'any difference in what they rest on': strictFigures,
  'the assessment of claims': openFigures,
};

/** Writes, and between them what a worker reads and, perhaps only after further writes, stores. */
const course = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: step.map((writes) => ({ writes })) },
    { weight: 1, arbitrary: fc.constant({ worker: 'reads' as const }) },
    { weight: 1, arbitrary: fc.constant({ worker: 'stores' as const }) },
  ),
  { minLength: 10, maxLength: 60, size: 'max' },
);

for (const [figures, openOf] of Object.entries(assessments)) {
  for (const [name, caps] of Object.entries(capped)) {
    test(`no claim has wrong figures without being due, and none has in the end: by ${figures}, ${name}`, async (t) => {
      const tried = { written: 0, due: 0, wrong: 0 };
      await fc.assert(
        fc.asyncProperty(course, async (steps) => {
          const workshop = await Workshop.open(openOf, caps);
          follow(workshop, steps, tried);
          workshop.connection.close();
        }),
        { numRuns: 8 },
      );
      t.ok(tried.written > 100, JSON.stringify(tried));
      if (caps !== smallChange) t.ok(tried.due > 50 && tried.wrong > 10, JSON.stringify(tried));
    });
  }
}

/** A record in which claims rest on things in every way there is; each thing is made by a command of its own. */
function restingRecord(): Command[] {
  const commands: Command[] = [];
  const make = (type: ResourceType, fields: Fields = {}) => {
    const id = newIdentifier(type);
    commands.push(...creation(type, fields, id));
    return id;
  };
  const topmost = make('source');
  const above = make('source', { partOf: [{ sourceId: topmost }] });
  const employer = make('source', { partOf: [{ sourceId: above }] });
  const person = make('source', { kind: 'person', affiliations: [{ sourceId: employer }] });
  const vouching = make('source', { kind: 'news_outlet' });
  const identified = make('source');
  const unnamed = make('source', {
    ...{ kind: 'anonymous', citedById: vouching, identifiedAs: { sourceId: identified } },
  });
  const [outlet, agency, printer, principal] = ['', '', '', ''].map(() => make('source')) as [
    string,
    string,
    string,
    string,
  ];
  const story = make('article', { publisherId: agency });
  const copy = make('article', { publisherId: outlet, derivedFromArticleId: story });
  const cited = make('article', { publisherId: printer });
  const drawing = make('article', { publisherId: printer });
  const claims = Array.from({ length: 8 }, () => make('claim'));
  const [one, same, negation, contrary, undercutting, apart, drawn, far] = claims as [string, ...string[]];
  const stand = (claimId: string | undefined, more: Fields = {}) =>
    make('attribution', { claimId, sourceId: person, articleId: copy, ...more });
  const first = stand(one, { onBehalfOfId: principal, citedArticleId: cited });
  stand(one, { viaId: first, sourceId: unnamed });
  stand(same, { articleId: drawing });
  const denial = stand(negation, { stance: 'denies' });
  stand(contrary);
  stand(undercutting, { sourceId: identified });
  const other = stand(apart, { articleId: cited, sourceId: principal });
  stand(far);
  const relate = (kind: string, fromClaimId?: string, toClaimId?: string, more: Fields = {}) =>
    make('relation', { kind, fromClaimId, toClaimId, ...more });
  relate('same_as', one, same);
  relate('negation_of', negation, same);
  relate('contradicts', one, contrary);
  relate('undercuts', undercutting, one);
  relate('same_as', drawn, one, { assertedBy: 'article', articleId: drawing });
  relate('supports', far, one);
  const record = make('evidence', { claimId: one, articleId: cited, publishedAt: '2022-04' });
  make('evidence', { attributionId: denial, bearing: 'refutes' });
  make('review', { claimId: same, evidenceIds: [record], publishedAt: '2022-03' });
  make('review', { attributionId: other });
  return commands;
}

/** Every kind of write of a thing, each after the one before; `other` is of its type. */
function lifeOf(id: string, patch: unknown, other: string): Command[] {
  const withdrawal = { kind: 'duplicate', reason: { en: 'Twice' } };
  return [
    { action: 'update', id, patch },
    { action: 'withdraw', id, withdrawal },
    { action: 'restore', id },
    { action: 'withdraw', id, withdrawal: { ...withdrawal, replacedById: other } },
    { action: 'update', id: other, patch },
    { action: 'withdraw', id: other, withdrawal },
    { action: 'restore', id: other },
    { action: 'restore', id },
  ];
}

const patches: Record<ResourceType, unknown> = {
  source: { description: { en: 'Told' } },
  article: { notes: { en: 'Read' } },
  claim: { notes: { en: 'Weighed' } },
  attribution: { note: { en: 'Heard' } },
  relation: { note: { en: 'Drawn' } },
  evidence: { note: { en: 'Found' } },
  review: { note: { en: 'Judged' } },
};

// Each way by itself; where both are taken, the courses above go at random.
for (const [name, caps] of Object.entries(capped).filter(([name]) => !name.startsWith('some'))) {
  test(`each write of each thing that claims rest on reaches all claims that do: ${name}`, async (t) => {
    const workshop = await Workshop.open(strictFigures, caps);
    const made = restingRecord();
    t.ok(made.every((command) => workshop.commit([command])));
    workshop.drain();
    let changed = 0;
    for (const { id = '' } of made) {
      const type = identifierType(id) as ResourceType;
      const alike = made.filter((one) => identifierType(one.id ?? '') === type).map((one) => one.id ?? '');
      const other = alike[(alike.indexOf(id) + 1) % alike.length] ?? '';
      for (const command of lifeOf(id, patches[type], other)) {
        const before = figuresOfAll(workshop);
        if (!workshop.commit([command])) continue;
        if (before !== figuresOfAll(workshop)) changed++;
        const wrong = wrongFigures(workshop.connection, workshop.figuresOf);
        const due = workshop.due();
        const missed = [...wrong].filter((claim) => !due.has(claim));
        if (missed.length > 0) t.fail(`${JSON.stringify(command)} leaves ${missed}`);
        workshop.drain();
        const left = wrongFigures(workshop.connection, workshop.figuresOf);
        if (left.size > 0) t.fail(`${JSON.stringify(command)} leaves ${[...left]} once all is done`);
      }
    }
    t.ok(changed > 150, `${changed} writes changed what claims rest on`);
    workshop.connection.close();
  });
}

/** A source that affirms so many claims in one article. */
function affirmedClaims(count: number): { source: string; commands: Command[] } {
  const [source, articleId] = [newIdentifier('source'), newIdentifier('article')];
  const claims = Array.from({ length: count }, () => newIdentifier('claim'));
  const commands = [
    ...creation('source', {}, source),
    ...creation('article', { publisherId: source }, articleId),
    ...claims.flatMap((id) => creation('claim', {}, id)),
    ...claims.flatMap((claimId) => creation('attribution', { claimId, sourceId: source, articleId })),
  ];
  return { source, commands };
}

test('what was read before a later write stays due for that write', async (t) => {
  const workshop = await Workshop.open(strictFigures, { claims: 0, attributions: 0, linked: 0 });
  const { source, commands } = affirmedClaims(1);
  const update: Command = { action: 'update', id: source, patch: { description: { en: 'Told' } } };
  workshop.commit(commands);
  workshop.store(workshop.next() as FiguresWork);
  const read = workshop.next() as FiguresWork;
  workshop.commit([update]);
  const due = workshop.connection
    .prepare<[], Due>("SELECT * FROM figures_due WHERE scope = 'source'")
    .get() as Due;
  workshop.store({ assessed: [], parts: [{ due, claims: [1], around: [], done: undefined }] });
  workshop.store(read);
  t.equal(wrongFigures(workshop.connection, workshop.figuresOf).size, 1);
  t.equal(workshop.due().size, 1);
  workshop.drain();
  t.equal(wrongFigures(workshop.connection, workshop.figuresOf).size, 0);
  workshop.connection.close();
});

test('what is due again while it is taken apart is taken apart from its beginning', async (t) => {
  const workshop = await Workshop.open(strictFigures, { claims: 0, attributions: 0, linked: 0 });
  const { source, commands } = affirmedClaims(600);
  const update: Command = { action: 'update', id: source, patch: { description: { en: 'Told' } } };
  workshop.commit(commands);
  workshop.drain();
  workshop.commit([update]);
  const [part, ...others] = workshop.next()?.parts ?? [];
  t.equal(others.length, 1);
  workshop.store({ assessed: [], parts: part ? [part] : [] });
  workshop.commit([{ ...update, patch: { description: { en: 'Retold' } } } as Command]);
  workshop.store({ assessed: [], parts: others });
  t.equal(wrongFigures(workshop.connection, workshop.figuresOf).size, 600);
  t.equal(workshop.due().size, 600);
  workshop.connection.prepare("DELETE FROM figures_due WHERE scope = 'claim'").run();
  t.equal(workshop.due().size, 600, 'all of it is due as one');
  workshop.drain();
  t.equal(wrongFigures(workshop.connection, workshop.figuresOf).size, 0);
  workshop.connection.close();
});

function figuresOfAll({ connection, figuresOf }: Workshop): string {
  const ids = connection.prepare<[], string>('SELECT id FROM claim').pluck().all();
  return JSON.stringify(ids.map((id) => figuresOf(id)?.figures));
}

function follow(
  workshop: Workshop,
  steps: readonly ({ writes: Step } | { worker: 'reads' | 'stores' })[],
  tried: { written: number; due: number; wrong: number },
): void {
  const record = new RandomRecord((id) => workshop.document(id));
  let read: FiguresWork | undefined;
  for (const one of [...record.beginning().map((writes) => ({ writes })), ...steps]) {
    if ('writes' in one) {
      const commands = record.commands(one.writes);
      if (commands.length === 0 || !workshop.commit(commands)) continue;
      record.written(commands.map(({ id }) => String(id)));
      tried.written++;
    } else if (one.worker === 'reads') {
      read = workshop.next();
    } else if (read) {
      workshop.store(read);
      read = undefined;
    }
    const [wrong, due] = [wrongFigures(workshop.connection, workshop.figuresOf), workshop.due()];
    tried.due += due.size;
    tried.wrong += wrong.size;
    const missed = [...wrong].filter((id) => !due.has(id));
    if (missed.length > 0) throw new Error(`${missed} should be due after ${JSON.stringify(one)}`);
  }
  workshop.drain();
  const [wrong, due] = [wrongFigures(workshop.connection, workshop.figuresOf), workshop.due()];
  if (wrong.size + due.size > 0) throw new Error(`left: ${[...wrong]}; due: ${[...due]}`);
}
