import { counted, keys, newsroom } from '../helpers/newsroom.ts';

// Two editors entered one claim twice, in other words. The ministry affirms the one at the Tribune and the other at the
// Gazette; the police affirm the second; the union affirms the negation of the first. Then the two are joined by same_as.
//
// By hand: before, each claim has only its own (1–1, not contested; and 2–2). After, both have all of it: the ministry
// counts once, the police once (2–2), and the union contests both.
// Not to be said: three origins; that the two claims are known differently.
newsroom('a claim split in two and joined by same_as', (room, t) => {
  const shut = room.claim('The plant is shut.');
  const closed = room.claim('The plant has been closed.');
  const open = room.claim('The plant is not shut.');
  room.relate(open, 'negation_of', shut);
  const [ministry, police] = [room.government('Ministry'), room.organization('Police')];
  room.article('Tribune', '2022-03-01', [ministry.affirms(shut)]);
  room.article('Gazette', '2022-03-02', [ministry.affirms(closed), police.affirms(closed)]);
  room.article('Courier', '2022-03-03', [room.organization('Union').affirms(open)]);
  t.equal(counted(room.known(shut)), '1–1 shared_origin');
  t.equal(counted(room.known(closed)), '2–2 no_shared_origin_recorded');
  t.equal(room.known(closed).contested.value, false);

  const joined = room.relate(shut, 'same_as', closed);
  for (const claim of [shut, closed]) {
    const known = room.known(claim);
    t.equal(counted(known), '2–2 no_shared_origin_recorded');
    t.strictSame(keys(known.origins.items), ['Ministry', 'Police']);
    t.equal(known.contested.value, true);
    t.strictSame(keys(known.contested.denying), ['Union']);
    t.equal(known.outletCount.value, 2, 'the Courier carries the negation');
  }
  t.strictSame(keys(room.known(open).contested.denying), ['Ministry', 'Police'], 'the way round, too');

  room.withdraw(joined);
  t.equal(counted(room.known(shut)), '1–1 shared_origin', 'apart again');
});

// The second entry is withdrawn as a duplicate instead: whatever was said of it was said of the first.
newsroom('a claim entered twice and merged', (room, t) => {
  const [shut, closed] = [room.claim('The plant is shut.'), room.claim('The plant has been closed.')];
  const [ministry, police] = [room.government('Ministry'), room.organization('Police')];
  room.article('Tribune', '2022-03-01', [ministry.affirms(shut)]);
  room.article('Gazette', '2022-03-02', [ministry.affirms(closed), police.denies(closed)]);
  t.equal(room.known(shut).contested.value, false);
  room.withdraw(closed, shut);
  for (const claim of [shut, closed]) {
    t.equal(counted(room.known(claim)), '1–1 shared_origin');
    t.equal(room.known(claim).contested.value, true);
    t.equal(room.known(claim).outletCount.value, 2);
  }
});
