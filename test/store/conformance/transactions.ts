import type { Test } from 'tap';
import { newIdentifier, type ResourceType, resourceTypes } from '../../../src/model/identifiers.ts';
import type { Command } from '../../../src/store/port.ts';
import { creation, Desk } from '../../helpers/making.ts';
import { idsOf, type OpenStore, refused } from './suite.ts';

/** One commit is one transaction, and the log grows by one for each command. */
export async function transactions(t: Test, openStore: OpenStore): Promise<void> {
  const desk = new Desk(await openStore(t));
  const { store } = desk;
  const everything = async () => {
    const all = await Promise.all(resourceTypes.map((type) => idsOf(store, type, { withdrawn: true })));
    return all.flat();
  };

  await t.test('only a store that has never held anything is empty', async (t) => {
    const empty = await openStore(t);
    const into = (commands: Command[]) => empty.commit(commands, { actor: 'test', intoEmptyStore: true });
    t.strictSame(await into([]), { items: [], position: 0 }, 'nothing written leaves it empty');
    const attempts = await Promise.allSettled([into(creation('source')), into(creation('source'))]);
    t.strictSame(attempts.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected'], 'one of two');
    await refused(t, into(creation('source')), 'conflict', [], 'not into what holds something');
    const [id] = await idsOf(empty, 'source');
    await new Desk(empty).withdraw(id as string);
    await refused(t, into(creation('source')), 'conflict', [], 'nor into what has held something');
    t.equal((await empty.check()).position, 2);
  });

  await t.test('the log position grows by one for each command', async (t) => {
    const before = await desk.position();
    const commands = [...creation('review'), ...creation('relation'), ...creation('source')];
    const { position, items } = await store.commit(commands, { actor: 'test', comment: 'Why' });
    t.equal(items.length, commands.length, 'an item for each command');
    t.strictSame(
      items.map(({ id }) => id),
      commands.map((command) => command.id),
      'in their order',
    );
    t.equal(position, before + commands.length);
    t.equal(await desk.position(), position);
    const { id = '' } = items.at(-1) ?? {};
    await desk.update(id, { country: 'CN' });
    await desk.withdraw(id);
    await desk.restore(id);
    t.equal(await desk.position(), position + 3);
    t.strictSame(await store.commit([], { actor: 'test' }), { items: [], position: position + 3 });
  });

  await t.test('a commit that fails leaves nothing', async (t) => {
    const { id: standing } = await desk.create('claim', { externalId: 'taken here' });
    const missing = newIdentifier('source');
    const lasts: [name: string, code: string, command: Command][] = [
      ['fields', 'invalid_document', { action: 'create', type: 'claim', fields: {} }],
      ['dangling', 'invalid_document', { action: 'create', type: 'article', fields: articleOf(missing) }],
      ['missing', 'resource_not_found', { action: 'update', id: missing, patch: {} }],
      ['revision', 'precondition_failed', { action: 'update', id: standing, patch: {}, ifRevision: [7] }],
      ['taken', 'conflict', creation('claim', { externalId: 'taken here' })[0] as Command],
      ['exists', 'conflict', creation('claim', {}, standing)[0] as Command],
      ['empty', 'invalid_document', creation('attribution', { stance: 'relays' }).at(-1) as Command],
    ];
    const before = { ids: await everything(), position: await desk.position() };
    const document = await desk.read('claim', standing);
    for (const [name, code, last] of lasts) {
      const commands: Command[] = [
        ...creation('review', { evidenceIds: [] }),
        { action: 'update', id: standing, patch: { tense: 'future', topics: ['left-over'] } },
        ...creation('relation'),
      ];
      if (last.action === 'update' && last.id === standing) commands.splice(commands.length - 4, 1);
      await t.rejects(store.commit([...commands, last], { actor: 'test' }), { code }, name);
      t.strictSame(
        { ids: await everything(), position: await desk.position() },
        before,
        `${name}: nothing new`,
      );
      t.strictSame(await desk.read('claim', standing), document, `${name}: nothing changed`);
      t.strictSame(await idsOf(store, 'claim', { filters: [{ name: 'topic', values: ['left-over'] }] }), []);
    }
  });

  await t.test('of fifty commits at once, the good ones are there and no others', async (t) => {
    const before = await desk.position();
    const ids = Array.from({ length: 50 }, () => newIdentifier('claim'));
    const taken = newIdentifier('source');
    const bad = (index: number): Command[] => {
      const kinds: Command[][] = [
        [{ action: 'create', type: 'claim', fields: {} }],
        [{ action: 'update', id: newIdentifier('claim'), patch: {} }],
        creation('source', { externalId: 'one of fifty' }),
        [{ action: 'create', type: 'article', fields: articleOf(newIdentifier('source')) }],
      ];
      return kinds[index % kinds.length] ?? [];
    };
    await desk.write(...creation('source', { externalId: 'one of fifty' }, taken));
    const fails = (index: number) => index % 3 === 1;
    const settled = await Promise.allSettled(
      ids.map((id, index) => {
        const good = creation('claim', { topics: ['fifty'] }, id);
        return store.commit(fails(index) ? [...good, ...bad(index)] : good, { actor: `writer ${index}` });
      }),
    );
    t.strictSame(
      settled.map(({ status }) => status),
      ids.map((_, index) => (fails(index) ? 'rejected' : 'fulfilled')),
    );
    const good = ids.filter((_, index) => !fails(index));
    const found = await idsOf(store, 'claim', { filters: [{ name: 'topic', values: ['fifty'] }] });
    t.strictSame(found.toSorted(), good.toSorted());
    t.equal(await desk.position(), before + 1 + good.length);
    const positions = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value.position] : []));
    t.equal(new Set(positions).size, good.length, 'each has a position of its own');
    const [last] = good.slice(-1);
    t.equal((await desk.read('claim', String(last)))?.createdBy, `writer ${ids.indexOf(String(last))}`);
  });

  await t.test('changes of one resource at once are each made on top of another', async (t) => {
    const { id } = await desk.create('claim');
    const writes = Array.from({ length: 20 }, (_, index) => desk.update(id, { notes: { en: `${index}` } }));
    const revisions = (await Promise.all(writes)).map(({ revision }) => revision);
    t.strictSame(
      revisions.toSorted((a, b) => a - b),
      Array.from({ length: 20 }, (_, index) => index + 2),
    );
    const guarded = Array.from({ length: 5 }, () =>
      store.commit([{ action: 'update', id, patch: {}, ifRevision: [21] }], { actor: 'test' }),
    );
    const won = (await Promise.allSettled(guarded)).filter(({ status }) => status === 'fulfilled');
    t.equal(won.length, 1, 'only one is based on the newest revision');
  });

  await t.test('what one commit writes may refer to one another in any order', async (t) => {
    const orders: [name: string, commands: () => Command[]][] = [
      ['an article whose notice names attributions', articleWithNotice],
      ['a review with the evidence it rests on', reviewWithEvidence],
      ['a source identified by evidence about a claim about it', identifiedSource],
      ['a chain', chain],
    ];
    for (const [name, commands] of orders) {
      for (const turned of [false, true]) {
        const given = turned ? commands().reverse() : commands();
        const made = await desk.write(...given);
        t.equal(made.length, given.length, `${name}${turned ? ', turned round' : ''}`);
      }
    }
  });
}

function articleOf(publisherId: string) {
  return { title: { en: 'A headline' }, language: 'en', publisherId };
}

function withId(type: ResourceType, fields: object): [id: string, Command[]] {
  const id = newIdentifier(type);
  return [id, creation(type, { ...fields }, id)];
}

function articleWithNotice(): Command[] {
  const articleId = newIdentifier('article');
  const [attribution, attributions] = withId('attribution', { articleId });
  const notices = [{ kind: 'correction', attributionIds: [attribution] }];
  return [...attributions, ...creation('article', { notices }, articleId)];
}

function reviewWithEvidence(): Command[] {
  const attributionId = newIdentifier('attribution');
  const [evidence, records] = withId('evidence', { attributionId });
  const [, reviews] = withId('review', { attributionId, evidenceIds: [evidence] });
  return [...records, ...reviews, ...creation('attribution', {}, attributionId)];
}

function identifiedSource(): Command[] {
  const sourceId = newIdentifier('source');
  const [claimId, claims] = withId('claim', { about: [{ name: { en: 'It' }, sourceId }] });
  const [evidenceId, records] = withId('evidence', { claimId });
  const [person, people] = withId('source', { kind: 'person' });
  const identifiedAs = { sourceId: person, evidenceId };
  const anonymous = creation('source', { kind: 'anonymous', citedById: person, identifiedAs }, sourceId);
  return [...claims, ...records, ...people, ...anonymous];
}

function chain(): Command[] {
  const [claimId, claims] = withId('claim', {});
  const [articleId, articles] = withId('article', {});
  const common = { claimId, articleId };
  const [paper, papers] = withId('attribution', { ...common, stance: 'relays' });
  const [agency, agencies] = withId('attribution', { ...common, stance: 'relays', viaId: paper });
  const [, officials] = withId('attribution', { ...common, viaId: agency });
  return [...officials, ...agencies, ...papers, ...articles, ...claims];
}
