import { counted, keys, newsroom } from '../helpers/newsroom.ts';

// A nurse says that the ward was closed. The embassy has not heard of it. The company declines to comment. The governor
// does not answer. The mayor doubts it, a senator asks whether it is so. Then the hospital denies it.
//
// By hand: one origin throughout, the nurse (1–1). Before the hospital speaks nobody denies anything: not contested.
// After, it is contested by the hospital and by nobody else. Each stand is in the ledger under its own name.
// Not to be said: that the embassy, the company or the governor denied it; that silence is consent.
newsroom('a denial, a disclaimer, a no-comment and a silence', (room, t) => {
  const closed = room.claim('The ward was closed.');
  const hospital = room.organization('Hospital');
  room.article('Paper', '2022-03-01', [
    room.person('Nurse').affirms(closed),
    room.government('Embassy').says('disclaims_knowledge', closed),
    room.organization('Company').says('declines_to_comment', closed),
    room.person('Governor').says('did_not_respond', closed),
    room.person('Mayor').says('doubts', closed),
    room.person('Senator').says('asks', closed),
  ]);
  const known = room.known(closed);
  t.equal(counted(known), '1–1 shared_origin');
  t.match(known.contested, { value: false, affirming: [{ key: 'Nurse' }] });
  t.strictSame(known.contested.denying, []);
  t.strictSame(Object.fromEntries(known.ledger.items.map(({ key, position }) => [key, position])), {
    Nurse: ['affirms'],
    Embassy: ['disclaims_knowledge'],
    Company: ['declines_to_comment'],
    Governor: ['did_not_respond'],
    Mayor: ['doubts'],
    Senator: ['asks'],
  });

  room.article('Paper', '2022-03-02', [hospital.denies(closed)]);
  const denied = room.known(closed);
  t.equal(counted(denied), '1–1 shared_origin');
  t.equal(denied.contested.value, true);
  t.strictSame(
    denied.contested.denying.map(({ key }) => key),
    ['Hospital'],
  );
});

// The hospital denies it, and the paper's headline says "Ward was not closed" without the hospital. The Star reports that
// the hospital affirms the opposite claim, under the same headline.
//
// By hand: the hospital is the only one who denies. A headline that drops whose denial it is denies nothing by itself.
// Not to be said: that the papers deny it.
newsroom('a headline that drops who denies', (room, t) => {
  const closed = room.claim('The ward was closed.');
  const open = room.claim('The ward was not closed.');
  room.relate(open, 'negation_of', closed);
  const hospital = room.organization('Hospital');
  const headline = { locators: [{ part: 'headline' }], mode: 'own_voice' };
  room.article('Paper', '2022-03-01', [
    room.person('Nurse').affirms(closed),
    hospital.denies(closed),
    room.outlet('Paper').denies(closed, headline),
  ]);
  room.article('Star', '2022-03-02', [hospital.affirms(open), room.outlet('Star').affirms(open, headline)]);
  const known = room.known(closed);
  t.strictSame(keys(known.contested.denying), ['Hospital']);
  const roles = known.ledger.items.flatMap(({ key, stands }) => stands.map(({ role }) => [key, role]));
  t.match(Object.fromEntries(roles), { Paper: 'restatement', Star: 'restatement', Hospital: 'start' });
  t.strictSame(keys(room.known(open).origins.items), ['Hospital']);

  // A paper with nobody behind it denies in its own name.
  room.article('Courier', '2022-03-03', [room.outlet('Courier').denies(closed)]);
  t.strictSame(keys(room.known(closed).contested.denying), ['Courier', 'Hospital']);
});
