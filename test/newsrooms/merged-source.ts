import { counted, keys, newsroom } from '../helpers/newsroom.ts';

// The ministry of health was entered twice, as "Ministry" and as "Health". Both say that the mine is safe. Then the second
// entry is withdrawn as a duplicate of the first. An official of "Health" says so, too.
//
// By hand: before, two sources that nothing connects, and the official of one of them: 2–3. After, the ministry and its
// official: 1–2. A denial by "Health" would be the ministry's own change of mind, which contests nothing.
// Not to be said: that the withdrawn entry takes its statements with it.
newsroom('a merged source', (room, t) => {
  const safe = room.claim('The mine is safe.');
  const [ministry, health] = [room.government('Ministry'), room.government('Health')];
  const official = room.person('Official', { affiliations: [{ sourceId: health.id }] });
  room.article('Tribune', '2022-03-01', [ministry.affirms(safe)]);
  room.article('Gazette', '2022-03-02', [health.affirms(safe), official.affirms(safe)]);
  t.equal(counted(room.known(safe)), '2–3 lineage_unknown');

  room.withdraw(health, ministry);
  const known = room.known(safe);
  t.equal(counted(known), '1–2 lineage_unknown');
  t.strictSame(keys(known.origins.items), ['Ministry', 'Official']);
  t.equal(known.outletCount.value, 2);
});

newsroom('a merged source that denies', (room, t) => {
  const safe = room.claim('The mine is safe.');
  const [ministry, health] = [room.government('Ministry'), room.government('Health')];
  room.article('Tribune', '2022-03-01', [ministry.affirms(safe)]);
  room.article('Gazette', '2022-03-05', [health.denies(safe)]);
  t.equal(room.known(safe).contested.value, true);
  room.withdraw(health, ministry);
  const known = room.known(safe);
  t.equal(known.contested.value, false);
  t.match(known.ledger.items, [{ key: 'Ministry', position: ['denies'], reversed: 'yes' }]);
  t.equal(known.ledger.items.length, 1);
});

// Withdrawn as a mistake and replaced by nothing, a source takes what it was said to have said with it.
newsroom('a withdrawn source', (room, t) => {
  const safe = room.claim('The mine is safe.');
  const health = room.government('Health');
  room.article('Gazette', '2022-03-02', [health.affirms(safe)]);
  room.withdraw(health);
  t.equal(counted(room.known(safe)), '0–0 none');
});
