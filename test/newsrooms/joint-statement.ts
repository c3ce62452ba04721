import { counted, newsroom } from '../helpers/newsroom.ts';

// Five states sign one statement: the election was fair. Two papers name all of the signatories.
//
// By hand: who signs one statement speaks once: 1–1, with five sources behind one key.
// Not to be said: that five states found so independently of each other.
// Then one of them says it again in an interview. That is another statement, so two at most; but whoever speaks has signed
// the first, so there is still one at least: 1–2.
newsroom('a joint statement of five states', (room, t) => {
  const fair = room.claim('The election was fair.');
  const states = ['Aland', 'Bland', 'Cland', 'Dland', 'Eland'].map((name) => room.government(name));
  const joint = { statementKey: 'joint statement', saidAt: '2022-03-01T12:00:00Z', medium: 'statement' };
  for (const paper of ['First paper', 'Second paper']) {
    room.article(
      paper,
      '2022-03-02',
      states.map((state) => state.affirms(fair, joint)),
    );
  }
  const known = room.known(fair);
  t.equal(counted(known), '1–1 shared_origin');
  t.equal(known.origins.items.length, 1);
  t.strictSame(known.origins.items[0]?.sourceIds, ['Aland', 'Bland', 'Cland', 'Dland', 'Eland']);
  t.match(known.anonymity, { named: 1 });
  t.equal(known.outletCount.value, 2);
  t.equal(known.contested.value, false);

  const [aland] = states as [(typeof states)[number]];
  room.article('Third paper', '2022-03-05', [aland.affirms(fair, { saidAt: '2022-03-04T12:00:00Z' })]);
  t.equal(counted(room.known(fair)), '1–2 lineage_unknown');
});
