import { counted, newsroom } from '../helpers/newsroom.ts';

// One paper tells that on one day the ministry affirmed it, and that it denied it: two statements, whichever came first.
//
// By hand: what it affirmed was said, and is recorded (1–1). Whether it has reversed itself, no date tells.
// Not to be said: that the paper reports one statement in two ways.
newsroom('a ministry that affirms and denies on one day', (room, t) => {
  const rise = room.claim('Taxes will rise.', { tense: 'future' });
  const ministry = room.government('Ministry');
  room.article('Paper', '2022-03-08', [
    ministry.affirms(rise, { saidAt: '2022-03-07', medium: 'statement', mode: 'indirect' }),
    ministry.denies(rise, { saidAt: '2022-03-07', medium: 'statement', mode: 'direct_quote' }),
  ]);
  const known = room.known(rise);
  t.equal(counted(known), '1–1 shared_origin');
  t.match(known.ledger.items, [{ position: ['affirms', 'denies'], reversed: 'unknown' }]);
  t.strictSame(known.drift.items, []);
  t.equal(known.contested.value, false);
});
