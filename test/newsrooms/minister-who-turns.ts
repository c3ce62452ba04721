import { counted, newsroom } from '../helpers/newsroom.ts';

// On Monday the minister says on the radio that taxes will rise. On Tuesday he says on the radio that they will not. A paper
// prints both on Wednesday.
//
// By hand: on Monday evening he affirms, on Tuesday evening he denies and has reversed himself. He is the only one who has
// said anything, so nobody contests him. What he said on Monday was said: it stays recorded as where the claim began (1–1).
// Not to be said: on Monday, anything of Tuesday; ever, that the claim is contested.
newsroom('a minister who affirms on Monday and denies on Tuesday', (room, t) => {
  const rise = room.claim('Taxes will rise.', { tense: 'future' });
  const minister = room.person('Minister');
  room.article('Paper', '2022-03-09', [
    minister.affirms(rise, { saidAt: '2022-03-07T09:00:00Z', medium: 'radio' }),
    minister.denies(rise, { saidAt: '2022-03-08T09:00:00Z', medium: 'radio' }),
  ]);

  const monday = room.knownAsOf(rise, '2022-03-07T20:00:00Z');
  t.strictSame(monday.differing, []);
  for (const reading of [monday.certain, monday.possible]) {
    t.equal(counted(reading), '1–1 shared_origin');
    t.match(reading.ledger.items, [{ key: 'Minister', position: ['affirms'], reversed: 'no' }]);
    t.equal(reading.ledger.items[0]?.stands.length, 1);
    t.equal(reading.contested.value, false);
  }

  const { certain: tuesday } = room.knownAsOf(rise, '2022-03-08T20:00:00Z');
  t.match(tuesday.ledger.items, [{ key: 'Minister', position: ['denies'], reversed: 'yes' }]);
  t.strictSame(
    tuesday.ledger.items[0]?.stands.map(({ means }) => means),
    ['affirms', 'denies'],
  );
  t.equal(tuesday.contested.value, false);
  t.equal(counted(tuesday), '1–1 shared_origin');

  const sunday = room.knownAsOf(rise, '2022-03-06T20:00:00Z');
  t.equal(counted(sunday.possible), '0–0 none', 'nothing had been said');
});

// Both times in private: neither was public before the paper printed it.
newsroom('a minister who turns in private', (room, t) => {
  const rise = room.claim('Taxes will rise.', { tense: 'future' });
  const minister = room.person('Minister');
  room.article('Paper', '2022-03-09T06:00:00Z', [
    minister.affirms(rise, { saidAt: '2022-03-07T09:00:00Z', medium: 'private_conversation' }),
    minister.denies(rise, { saidAt: '2022-03-08T09:00:00Z', medium: 'private_conversation' }),
  ]);
  t.equal(counted(room.knownAsOf(rise, '2022-03-08T20:00:00Z').possible), '0–0 none');
  const { certain } = room.knownAsOf(rise, '2022-03-09T06:00:00Z');
  t.match(
    certain.ledger.items,
    [{ position: ['denies'], reversed: 'yes' }],
    'in the order in which he said it',
  );
});

// The same, given as plain days. Somewhere on Earth it is Monday still when Tuesday begins elsewhere, but a minister who speaks
// on Monday and on Tuesday goes by one calendar. With an instant beside a day nobody knows which of the two came first.
newsroom('a minister who turns from one day to the next', (room, t) => {
  const rise = room.claim('Taxes will rise.', { tense: 'future' });
  const minister = room.person('Minister');
  room.article('Paper', '2022-03-09', [
    minister.affirms(rise, { saidAt: '2022-03-07', medium: 'radio' }),
    minister.denies(rise, { saidAt: '2022-03-08', medium: 'radio' }),
  ]);
  t.match(room.known(rise).ledger.items, [{ position: ['denies'], reversed: 'yes' }]);

  const fall = room.claim('Taxes will fall.', { tense: 'future' });
  room.article('Paper', '2022-03-09', [
    minister.affirms(fall, { saidAt: '2022-03-07', medium: 'radio' }),
    minister.denies(fall, { saidAt: '2022-03-08T01:00:00Z', medium: 'radio' }),
  ]);
  t.match(room.known(fall).ledger.items, [{ position: ['affirms', 'denies'], reversed: 'unknown' }]);
});
