import { test } from 'tap';
import { chainsOf, chainsOfClaim } from '../../src/analysis/chains.ts';
import type { ResourceDocument } from '../../src/model/definition.ts';
import type { ResourceType } from '../../src/model/identifiers.ts';

type Fields = Readonly<Record<string, unknown>>;

function document(type: ResourceType, id: string, fields: Fields = {}): ResourceDocument {
  const at = '2026-01-01T00:00:00.000Z';
  return { type, id, revision: 1, createdAt: at, updatedAt: at, createdBy: 'test', ...fields };
}

function attribution(id: string, fields: Fields = {}): ResourceDocument {
  const told = { claimId: 'claim', articleId: 'article', sourceId: `${id}'s source`, stance: 'affirms' };
  return document('attribution', id, { ...told, ...fields });
}

/** Officials told a paper, which an outlet relays; the outlet also says so itself. */
function report(): ResourceDocument[] {
  return [
    document('claim', 'claim'),
    document('article', 'article'),
    ...['officials', 'paper', 'outlet', 'headline', 'ministry'].map((of) =>
      document('source', `${of}'s source`),
    ),
    attribution('outlet', { stance: 'relays' }),
    attribution('paper', { stance: 'relays', viaId: 'outlet' }),
    attribution('officials', { viaId: 'paper', onBehalfOfId: "ministry's source" }),
    attribution('headline'),
  ];
}

function withdrawn(documents: readonly ResourceDocument[], ...ids: string[]): ResourceDocument[] {
  const withdrawal = { at: '2026-01-02T00:00:00.000Z', kind: 'other', reason: { en: 'A mistake' } } as const;
  return documents.map((one) => (ids.includes(one.id) ? { ...one, withdrawal } : one));
}

/** The documents with one of them withdrawn as replaced by another. */
function replaced(documents: readonly ResourceDocument[], id: string, replacedById: string) {
  return withdrawn(documents, id).map((one) =>
    one.id === id && one.withdrawal ? { ...one, withdrawal: { ...one.withdrawal, replacedById } } : one,
  );
}

function without(documents: readonly ResourceDocument[], ...ids: string[]): ResourceDocument[] {
  return documents.filter(({ id }) => !ids.includes(id));
}

function spoken(documents: readonly ResourceDocument[]): string[] {
  return chainsOf(documents).map(({ links }) => links.map(({ attribution: { id } }) => id).join(' ← '));
}

const long = 'officials ← paper ← outlet';

test('a chain runs from its start through its carriers to the publisher', async (t) => {
  t.strictSame(spoken(report()), [long, 'headline']);
  const [chain] = chainsOf(report());
  t.match(chain, { articleId: 'article', claimId: 'claim', originUnknown: false });
  t.strictSame(
    chain?.links.map(({ role, source }) => [role, source?.id]),
    [
      ['start', "officials's source"],
      ['carrier', "paper's source"],
      ['carrier', "outlet's source"],
    ],
  );
});

test('two may be carried by one, and a carrier with a stand of its own is no start', async (t) => {
  const documents = [
    attribution('paper'),
    attribution('a', { viaId: 'paper' }),
    attribution('b', { viaId: 'paper' }),
  ];
  t.strictSame(spoken(documents), ['a ← paper', 'b ← paper']);
});

test('an attribution counts while all that it rests on is live', async (t) => {
  const left: Record<string, string[]> = {
    officials: ['headline'],
    paper: ['headline'],
    outlet: ['headline'],
    headline: [long],
    "officials's source": ['headline'],
    "paper's source": ['headline'],
    "outlet's source": ['headline'],
    "headline's source": [long],
    "ministry's source": [long, 'headline'],
    claim: [],
    article: [],
  };
  for (const [id, chains] of Object.entries(left)) {
    t.strictSame(spoken(withdrawn(report(), id)), chains, `without ${id}`);
  }
});

test('an attribution counts while what it rests on was replaced by something live', async (t) => {
  for (const id of ['claim', 'article', "officials's source", "paper's source", "outlet's source"]) {
    const [type] = id.split("'s ").reverse() as [ResourceType];
    const both = [...report(), document(type, 'new'), document(type, 'newest')];
    const once = replaced(both, id, 'new');
    const all = [long, 'headline'];
    const left = id === 'claim' || id === 'article' ? [] : ['headline'];
    t.strictSame(spoken(once), all, id);
    t.strictSame(spoken(replaced(once, 'new', 'newest')), all, `${id}, replaced twice`);
    t.strictSame(spoken(withdrawn(once, 'new')), left, `${id}, by what was withdrawn`);
    t.strictSame(spoken(replaced(once, 'new', id)), left, `${id}, by one another`);
    t.strictSame(spoken(without(once, 'new')), left, `${id}, by what is not there`);
  }
});

test('what replaced a carrier carries in its place', async (t) => {
  const other = attribution('other', { stance: 'relays' });
  const instead = [...report(), other, attribution('instead', { stance: 'relays', viaId: 'other' })];
  t.strictSame(spoken(replaced(instead, 'paper', 'instead')), ['officials ← instead ← other', 'headline']);
  t.strictSame(spoken(withdrawn(replaced(instead, 'paper', 'instead'), 'instead')), ['headline']);
  t.strictSame(spoken(withdrawn(replaced(instead, 'paper', 'instead'), 'outlet')), [
    'officials ← instead ← other',
    'headline',
  ]);
  const back = [...report(), attribution('instead', { viaId: 'officials' })];
  t.strictSame(
    spoken(replaced(back, 'paper', 'instead')),
    ['headline'],
    'one that leads back carries nothing',
  );
  t.strictSame(spoken(replaced(report(), 'headline', 'officials')), [long], 'what was replaced is no stand');
});

test('the chains of a claim are those of all that was merged', async (t) => {
  const apart = [
    ...[...report(), document('claim', 'old'), document('claim', 'third')],
    attribution('twice', { claimId: 'old' }),
    attribution('elsewhere', { claimId: 'third' }),
  ];
  const starts = (id: string, documents: readonly ResourceDocument[]) =>
    chainsOfClaim(id, documents).map(({ links: [start] }) => start?.attribution.id);
  t.strictSame(starts('claim', apart), ['officials', 'headline']);
  t.strictSame(starts('old', apart), ['twice']);
  const merged = replaced(apart, 'old', 'claim');
  for (const id of ['claim', 'old']) t.strictSame(starts(id, merged), ['officials', 'headline', 'twice'], id);
  t.strictSame(starts('third', merged), ['elsewhere']);
});

test('a carrier with a stand of its own is a start once what it carried is withdrawn', async (t) => {
  const documents = [attribution('paper'), attribution('officials', { viaId: 'paper' })];
  t.strictSame(spoken(withdrawn(documents, 'officials')), ['paper']);
});

test('one that only relays is a start only where the origin is unknown', async (t) => {
  t.strictSame(spoken([attribution('outlet', { stance: 'relays' })]), []);
  const unknown = attribution('outlet', { stance: 'relays', originUnknown: true });
  t.match(chainsOf([unknown]), [{ originUnknown: true, links: [{ role: 'start' }] }]);
});

test('a chain whose carrier is not among the documents is left out', async (t) => {
  t.strictSame(spoken(without(report(), 'outlet')), ['headline']);
  t.strictSame(spoken(without(report(), 'paper')), ['headline']);
});

test('attributions that carry one another in a circle have no chain', async (t) => {
  const circle = [attribution('a', { viaId: 'b' }), attribution('b', { viaId: 'a' })];
  const into = attribution('c', { viaId: 'a' });
  const itself = attribution('d', { viaId: 'd' });
  t.strictSame(spoken([...circle, into, itself]), []);
  t.strictSame(spoken([into, ...circle, attribution('e')]), ['e']);
});

test('a chain of any length is followed', async (t) => {
  const length = 20_000;
  const documents = Array.from({ length }, (_, index) =>
    attribution(`${index}`, index === 0 ? {} : { viaId: `${index - 1}` }),
  );
  const chains = chainsOf(documents);
  t.strictSame(
    chains.map(({ links }) => links.length),
    [length],
  );
});
