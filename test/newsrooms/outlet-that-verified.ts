import { counted, newsroom } from '../helpers/newsroom.ts';

// The ministry says that the road is open. The Tribune sent a reporter, and vouches for it; the Gazette only passes it on.
//
// By hand: the ministry is the origin (1–1). The Tribune endorses what it carries: that stands in the ledger, and counts as
// no origin, for without the ministry there would be no story. It is no own voice either.
// Not to be said: two origins; that the Gazette endorses anything.
newsroom('an outlet that verified what it relays', (room, t) => {
  const open = room.claim('The road is open.');
  const ministry = room.government('Ministry');
  const tribune = room.outlet('Tribune');
  room.article('Tribune', '2022-03-01', [ministry.affirms(open).via(tribune.affirms(open))]);
  room.article('Gazette', '2022-03-01', [ministry.affirms(open)]);

  const known = room.known(open);
  t.equal(counted(known), '1–1 shared_origin');
  t.strictSame(known.origins.endorsements, ['Tribune affirms in Tribune']);
  t.strictSame(known.origins.restatements, []);
  t.match(known.anonymity, { named: 1, ownVoice: 0 });
  t.equal(known.mediaOnly.value, false);
  t.strictSame(known.drift.items, []);
  const roles = known.ledger.items.flatMap(({ key, stands }) => stands.map(({ role }) => [key, role]));
  t.strictSame(Object.fromEntries(roles), { Ministry: 'start', Tribune: 'endorsement' });
});

// An outlet that carries a claim and says that it is false: it contests nothing, for it is no origin; the ledger shows it.
newsroom('an outlet that refutes what it relays', (room, t) => {
  const open = room.claim('The road is open.');
  const tribune = room.outlet('Tribune');
  room.article('Tribune', '2022-03-01', [
    room.government('Ministry').affirms(open).via(tribune.denies(open)),
  ]);
  const known = room.known(open);
  t.equal(counted(known), '1–1 shared_origin');
  t.strictSame(known.origins.endorsements, []);
  const [entry] = known.ledger.items.filter(({ key }) => key === 'Tribune');
  t.match(entry?.stands, [{ stance: 'denies', means: 'denies' }]);
});
