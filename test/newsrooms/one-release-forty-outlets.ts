import { newsroom } from '../helpers/newsroom.ts';

// The ministry of health sends out a press release: the water is safe. Forty papers print it, each naming the ministry.
//
// By hand: forty chains, all with the same start. One origin, so 1–1, and what they share is known: shared_origin.
// The ministry stands on every path; no paper does, for each path ends in another one. Forty outlets carry it.
// Not to be said: that there are forty origins, that only the media say so, that anything is contested.
newsroom('one press release and forty outlets', (room, t) => {
  const safe = room.claim('The water is safe.');
  const ministry = room.government('Ministry');
  for (let paper = 1; paper <= 40; paper += 1) {
    const said = { medium: 'press_release', saidAt: '2022-03-01T08:00:00Z' };
    room.article(`Paper ${paper}`, '2022-03-02', [ministry.affirms(safe, said)]);
  }

  const known = room.known(safe);
  t.match(known.originCount, { min: 1, max: 1 });
  t.equal(known.originCount.basis.length, 40, 'each account of the release');
  t.equal(known.independence.value, 'shared_origin');
  t.match(known.origins, { unknown: [], endorsements: [], restatements: [] });
  t.match(known.origins.items, [{ key: 'Ministry', kind: 'named', sourceIds: ['Ministry'] }]);
  t.equal(known.outletCount.value, 40);
  t.strictSame(known.bottlenecks.items, [{ sourceId: 'Ministry', role: 'origin' }]);
  t.match(known.anonymity, { named: 1, unnamed: 0, ownVoice: 0, unknown: 0, anonymousOnly: false });
  t.equal(known.mediaOnly.value, false);
  t.equal(known.contested.value, false);
  t.strictSame(known.drift.items, []);
  t.strictSame(known.circular.items, []);
  t.strictSame(known.missingLinks.items, []);
  t.equal(known.ledger.items.length, 1);
  t.match(known.ledger.items[0], { key: 'Ministry', position: ['affirms'], reversed: 'no' });
});
