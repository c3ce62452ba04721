import { counted, keys, newsroom } from '../helpers/newsroom.ts';

// One signatory turns, and denies alone what it signed.
//
// By hand: four still stand by the statement, so it is contested; and the one that turned is shown as reversed.
// Not to be said: that the others turned, too.
newsroom('a signatory that turns', (room, t) => {
  const fair = room.claim('The election was fair.');
  const states = ['Aland', 'Bland', 'Cland', 'Dland', 'Eland'].map((name) => room.government(name));
  const joint = { statementKey: 'joint statement', saidAt: '2022-03-01T12:00:00Z', medium: 'statement' };
  room.article(
    'First paper',
    '2022-03-02',
    states.map((state) => state.affirms(fair, joint)),
  );
  const [aland] = states as [(typeof states)[number]];
  room.article('Second paper', '2022-03-05', [aland.denies(fair, { saidAt: '2022-03-04T12:00:00Z' })]);
  const known = room.known(fair);
  t.equal(counted(known), '1–1 shared_origin');
  t.match(known.contested, {
    value: true,
    affirming: [{ key: 'joint statement' }],
    denying: [{ key: 'Aland' }],
  });
  const [turned, statement] = ['Aland', 'joint statement'].map((key) =>
    known.ledger.items.find((one) => one.key === key),
  );
  t.match(turned, { position: ['denies'], reversed: 'yes' });
  t.match(statement, { position: ['affirms'], reversed: 'no' });
});

// One embassy issues a statement, which two papers give, and takes another stand on its own the next day; both of it.
//
// By hand: nobody else has spoken, so nobody contests it: the embassy has reversed itself. Had it denied first and then
// signed with another, it would stand by what it signed last.
newsroom('a statement that its only signatory turns against', (room, t) => {
  const fair = room.claim('The election was fair.');
  const embassy = room.government('Embassy');
  const statement = {
    statementKey: 'embassy statement',
    saidAt: '2022-03-01T12:00:00Z',
    medium: 'statement',
  };
  room.article('First paper', '2022-03-02', [embassy.affirms(fair, statement)]);
  room.article('Second paper', '2022-03-05', [embassy.denies(fair, { saidAt: '2022-03-04T12:00:00Z' })]);
  const known = room.known(fair);
  t.equal(known.contested.value, false);
  t.strictSame(known.contested.affirming, []);
  t.strictSame(keys(known.contested.denying), ['Embassy']);
  t.ok(known.ledger.items.every(({ reversed }) => reversed === 'yes'));

  const joint = { statementKey: 'joint statement', saidAt: '2022-03-07T12:00:00Z', medium: 'statement' };
  const signed = [embassy, room.government('Palace')].map((one) => one.affirms(fair, joint));
  room.article('Third paper', '2022-03-08', signed);
  const later = room.known(fair);
  t.equal(later.contested.value, false, 'what it denied before, it has signed now');
  t.strictSame(keys(later.contested.affirming), ['joint statement']);
});
