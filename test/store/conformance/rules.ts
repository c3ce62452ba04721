import type { Test } from 'tap';
import type { ResourceDocument } from '../../../src/model/definition.ts';
import { newIdentifier, type ResourceType, resourceTypes } from '../../../src/model/identifiers.ts';
import { referencesOf } from '../../../src/model/references.ts';
import { resources } from '../../../src/model/resources.ts';
import type { Command } from '../../../src/store/port.ts';
import { creation, Desk, type Fields } from '../../helpers/making.ts';
import { sample } from './samples.ts';
import { type OpenStore, refused } from './suite.ts';

/** What a commit refuses, each with the place where it is wrong. */
export async function rules(t: Test, openStore: OpenStore): Promise<void> {
  const desk = new Desk(await openStore(t));
  const { store } = desk;
  const commit = (...commands: Command[]) => store.commit(commands, { actor: 'test' });
  const at = (pointer: string, code: string) => [{ pointer, code }];

  /** A resource whose reference `name` is set, where that reference stands, and what it refers to. */
  const referring = async (type: ResourceType, name: string) => {
    const [fields] = await sample(desk, type, name);
    const made = await desk.create(type, fields);
    const found = referencesOf(resources[type], made).filter((one) => one.name === name);
    const pointers = found.map(({ pointer }) => pointer);
    return { fields, made, pointers, referred: found[0]?.id as string };
  };
  const replaced = (fields: Fields, from: string, to: string): Fields =>
    JSON.parse(JSON.stringify(fields).replaceAll(from, to));

  for (const type of resourceTypes) {
    for (const [name, { to }] of Object.entries(resources[type].references)) {
      await t.test(`${type}: what ${name} refers to exists and is live when it is set`, async (t) => {
        const { fields, made, pointers, referred } = await referring(type, name);
        const places = (code: string) => pointers.map((pointer) => ({ pointer, code }));
        const nothing = replaced(fields, referred, newIdentifier(to));
        await refused(
          t,
          commit(...creation(type, nothing)),
          'invalid_document',
          places('dangling_reference'),
          'it refers to nothing',
        );
        const wrongType = replaced(fields, referred, newIdentifier(to === 'claim' ? 'source' : 'claim'));
        const wrong = places('invalid_format');
        await refused(t, commit(...creation(type, wrongType)), 'invalid_document', wrong, 'of another type');
        await desk.withdraw(referred);
        const dead = places('withdrawn_reference');
        await refused(t, commit(...creation(type, fields)), 'invalid_document', dead, 'newly set');
        const updated = await desk.update(made.id, { externalId: made.id });
        t.equal(updated.revision, 2, 'what is held already may have been withdrawn since');
        t.equal((await desk.withdraw(made.id)).revision, 3);
        t.equal((await desk.restore(made.id)).revision, 4);
      });
    }
  }

  await t.test('what is withdrawn may be held by one reference and not be set anew by another', async (t) => {
    const source = await desk.create('source');
    const stand = await desk.create('attribution', { sourceId: source.id });
    await desk.withdraw(source.id);
    const attempt = desk.update(stand.id, { onBehalfOfId: source.id });
    await refused(t, attempt, 'invalid_document', at('/onBehalfOfId', 'withdrawn_reference'), 'newly set');
    const kept = await desk.update(stand.id, { certainty: 'possible' });
    t.equal(kept.sourceId, source.id);
  });

  await t.test('what replaces a withdrawn resource may be withdrawn later', async (t) => {
    const [one, other] = [await desk.create('claim'), await desk.create('claim')];
    await desk.withdraw(one.id, other.id);
    await desk.withdraw(other.id);
    const updated = await desk.update(one.id, { notes: { en: 'A note' } });
    t.equal(updated.withdrawal?.replacedById, other.id);
  });

  await t.test('nothing refers to itself', async (t) => {
    const cases: [ResourceType, string, (id: string) => Fields][] = [
      ['article', '/derivedFromArticleId', (id) => ({ derivedFromArticleId: id })],
      ['source', '/partOf/0/sourceId', (id) => ({ partOf: [{ sourceId: id }] })],
      ['source', '/citedById', (id) => ({ kind: 'anonymous', citedById: id })],
      ['attribution', '/targetId', (id) => ({ targetId: id })],
      ['attribution', '/retractsId', (id) => ({ stance: 'retracts', retractsId: id })],
    ];
    for (const [type, pointer, fields] of cases) {
      const id = newIdentifier(type);
      const attempt = commit(...creation(type, fields(id), id));
      await refused(t, attempt, 'invalid_document', at(pointer, 'self_reference'), `${type}${pointer}`);
      const made = await desk.create(type);
      const update = desk.update(made.id, fields(made.id));
      await refused(
        t,
        update,
        'invalid_document',
        at(pointer, 'self_reference'),
        `${type}${pointer}, updated`,
      );
    }
    const id = newIdentifier('attribution');
    const via = commit(...creation('attribution', { viaId: id }, id));
    await refused(t, via, 'invalid_document', at('/viaId', 'self_reference'), 'its own via');
    const claim = await desk.create('claim');
    const ends = commit(...creation('relation', { fromClaimId: claim.id, toClaimId: claim.id }));
    await refused(t, ends, 'invalid_document', at('/toClaimId', 'same_claim'), 'a claim with itself');
  });

  await t.test('what a resource refers to is of a fitting kind', async (t) => {
    const person = await desk.create('source', { kind: 'person' });
    const partOf = commit(...creation('source', { partOf: [{ sourceId: person.id }] }));
    await refused(t, partOf, 'invalid_document', at('/partOf/0/sourceId', 'wrong_kind'), 'part of a person');
    const [stand, elsewhere] = [await desk.create('attribution'), await desk.create('attribution')];
    const { claimId, articleId, sourceId } = stand;
    const target = commit(...creation('attribution', { claimId, targetId: elsewhere.id }));
    await refused(t, target, 'invalid_document', at('/targetId', 'wrong_claim'), 'a target of another claim');
    const retracts = { sourceId, stance: 'retracts', retractsId: elsewhere.id };
    const places = [...at('/retractsId', 'wrong_claim'), ...at('/retractsId', 'wrong_source')];
    const taken = commit(
      ...creation('attribution', { claimId, articleId, ...retracts, sourceId: person.id }),
    );
    await refused(t, taken, 'invalid_document', places, "takes back another's stand");
    const drawn = { attributionId: stand.id, articleId: elsewhere.articleId };
    const relation = commit(...creation('relation', drawn));
    await refused(t, relation, 'invalid_document', at('/attributionId', 'wrong_article'), 'drawn elsewhere');
  });

  await t.test('a rating lies inside its scale, whichever end is the better', async (t) => {
    const rate = (rating: Fields) => commit(...creation('review', { rating }));
    for (const [best, worst] of [
      [1, 5],
      [5, 1],
    ]) {
      for (const value of [0, 6]) {
        const attempt = rate({ value, best, worst });
        await refused(t, attempt, 'invalid_document', at('/rating/value', 'outside_scale'), `${value}`);
      }
      for (const value of [1, 3.5, 5]) await t.resolves(rate({ value, best, worst }), `${value} is inside`);
    }
    await t.resolves(rate({ value: 9, best: 1, worst: 1 }), 'equal ends are no scale');
    await t.resolves(rate({ value: 9, best: 1 }), 'nor is one end');
  });

  await t.test('an externalId names one resource of its type', async (t) => {
    for (const type of resourceTypes) {
      const externalId = `name of a ${type}`;
      const made = await desk.create(type, { externalId });
      const taken = at('/externalId', 'taken');
      await refused(t, commit(...creation(type, { externalId })), 'conflict', taken, `${type}: taken`);
      const other = await desk.create(type);
      await refused(t, desk.update(other.id, { externalId }), 'conflict', taken, `${type}: by an update`);
      const fresh = [...creation(type, { externalId: 'x' }), ...creation(type, { externalId: 'x' })];
      await refused(t, commit(...fresh), 'conflict', taken, `${type}: twice in one commit`);
      await desk.withdraw(made.id);
      await refused(t, desk.update(other.id, { externalId }), 'conflict', taken, `${type}: still, withdrawn`);
      t.equal((await desk.update(made.id, { externalId })).externalId, externalId, `${type}: its own`);
      const [, moved] = await desk.write(
        { action: 'update', id: made.id, patch: { externalId: null } },
        { action: 'update', id: other.id, patch: { externalId } },
      );
      t.equal(moved?.externalId, externalId, `${type}: given up and taken in one commit`);
    }
    await desk.create('claim', { externalId: 'one name' });
    await t.resolves(desk.create('source', { externalId: 'one name' }), 'each type has names of its own');
  });

  await t.test('a relation that holds both ways is there once', async (t) => {
    const [one, other] = [(await desk.create('claim')).id, (await desk.create('claim')).id];
    const relate = (kind: string, fromClaimId: string, toClaimId: string) =>
      creation('relation', { kind, fromClaimId, toClaimId })[0] as Command;
    const taken = at('', 'taken');
    for (const kind of ['contradicts', 'negation_of', 'same_as']) {
      const both = commit(relate(kind, one, other), relate(kind, other, one));
      await refused(t, both, 'conflict', taken, `${kind}: both ways in one commit`);
      const [made] = (await desk.write(relate(kind, one, other))) as [ResourceDocument];
      await refused(t, commit(relate(kind, one, other)), 'conflict', taken, `${kind}: again`);
      await refused(t, commit(relate(kind, other, one)), 'conflict', taken, `${kind}: the other way`);
      const supports = await desk.create('relation', { fromClaimId: other, toClaimId: one });
      await refused(t, desk.update(supports.id, { kind }), 'conflict', taken, `${kind}: by an update`);
      await desk.withdraw(made.id);
      const [again] = (await desk.write(relate(kind, other, one))) as [ResourceDocument];
      await refused(t, desk.restore(made.id), 'conflict', taken, `${kind}: restored`);
      await desk.update(made.id, { note: { en: 'A note' } });
      await desk.withdraw(again.id);
      t.equal((await desk.restore(made.id)).revision, 4, `${kind}: once the other is gone`);
    }
    for (const kind of ['supports', 'undercuts', 'elaborates', 'conditional_on', 'supersedes']) {
      await t.resolves(commit(relate(kind, one, other), relate(kind, other, one)), `${kind} has a direction`);
    }
  });
}
