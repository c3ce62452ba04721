import { counted, keys, newsroom } from '../helpers/newsroom.ts';

// On Monday a minister says on the radio that the deal is done; on Wednesday, on the radio, he takes that back. On Friday
// the union denies it.
//
// By hand: until Wednesday he is the one origin (1–1). Since, nobody affirms it: 0–0, and the union contests nobody. What he
// said stays in the ledger as taken back; he has reversed himself.
// Not to be said: that he never said so; that he denies it (he only does not say so any more); that we withdrew anything.
newsroom('a minister who takes his words back', (room, t) => {
  const done = room.claim('The deal is done.');
  const minister = room.person('Minister');
  const said = minister.affirms(done, { saidAt: '2022-03-07T09:00:00Z', medium: 'radio' });
  room.article('Tribune', '2022-03-08T06:00:00Z', [said]);
  const taken = { saidAt: '2022-03-09T09:00:00Z', medium: 'radio', retractsId: said.id };
  room.article('Tribune', '2022-03-10T06:00:00Z', [minister.says('retracts', done, taken)]);
  room.article('Gazette', '2022-03-11T06:00:00Z', [room.organization('Union').denies(done)]);

  const { certain: tuesday } = room.knownAsOf(done, '2022-03-08T20:00:00Z');
  t.equal(counted(tuesday), '1–1 shared_origin');
  t.strictSame(tuesday.retractions.items, []);

  const { certain: thursday } = room.knownAsOf(done, '2022-03-10T20:00:00Z');
  t.equal(counted(thursday), '0–0 none');
  t.strictSame(thursday.retractions.items, [
    { attributionId: 'Minister affirms in Tribune', kind: 'source', byId: 'Minister retracts in Tribune' },
  ]);
  const [entry] = thursday.ledger.items;
  t.match(entry, { key: 'Minister', position: ['retracts'], reversed: 'yes' });
  t.strictSame(
    entry?.stands.map(({ stance, takenBack }) => [stance, takenBack]),
    [
      ['affirms', true],
      ['retracts', undefined],
    ],
  );

  const known = room.known(done);
  t.equal(known.contested.value, false);
  t.strictSame(keys(known.contested.affirming), []);
  t.strictSame(keys(known.contested.denying), ['Union']);
});

// The same minister; but the paper that wrote of his taking it back retracts that story on Saturday.
//
// By hand: between Thursday and Saturday nobody affirms it (0–0). Since, nothing recorded here says that he took it back, and
// he is the one origin again (1–1).
// Not to be said: that he took it back; that he reversed himself.
newsroom('a report of taking back that its paper retracts', (room, t) => {
  const done = room.claim('The deal is done.');
  const minister = room.person('Minister');
  const said = minister.affirms(done, { saidAt: '2022-03-07T09:00:00Z', medium: 'radio' });
  room.article('Tribune', '2022-03-08T06:00:00Z', [said]);
  const taken = minister.says('retracts', done, { retractsId: said.id });
  const retraction = { kind: 'retraction', at: '2022-03-12T06:00:00Z' };
  room.article('Gazette', '2022-03-10T06:00:00Z', [taken], { notices: [retraction] });

  t.equal(counted(room.knownAsOf(done, '2022-03-10T20:00:00Z').certain), '0–0 none');
  const { certain: sunday } = room.knownAsOf(done, '2022-03-13T06:00:00Z');
  t.equal(counted(sunday), '1–1 shared_origin');

  const known = room.known(done);
  t.equal(counted(known), '1–1 shared_origin');
  t.match(known.ledger.items, [{ key: 'Minister', position: ['affirms'], reversed: 'no' }]);
  t.strictSame(
    known.ledger.items[0]?.stands.map(({ stance, takenBack }) => [stance, takenBack]),
    [['affirms', undefined]],
  );
  t.strictSame(known.retractions.items.map(({ attributionId, kind }) => [attributionId, kind]).sort(), [
    ['Gazette relays in Gazette', 'notice'],
    ['Minister retracts in Gazette', 'notice'],
  ]);
});

// Nobody knows on which day of March the paper retracted it: by mid-March he certainly had not been given back his words,
// and possibly had.
newsroom('a report of taking back that may have been retracted by then', (room, t) => {
  const done = room.claim('The deal is done.');
  const minister = room.person('Minister');
  const said = minister.affirms(done);
  room.article('Tribune', '2022-02-07T06:00:00Z', [said]);
  const taken = minister.says('retracts', done, { retractsId: said.id });
  const notices = [{ kind: 'retraction', at: '2022-03' }];
  room.article('Gazette', '2022-02-10T06:00:00Z', [taken], { notices });

  const { certain, possible } = room.knownAsOf(done, '2022-03-15T06:00:00Z');
  t.equal(counted(certain), '0–0 none');
  t.equal(counted(possible), '1–1 shared_origin');
});

// What the minister took back turns out to have been said by the secretary, and our record is put right.
//
// By hand: nobody takes back what another said. The secretary is the one origin (1–1).
newsroom("words taken back that were another one's", (room, t) => {
  const done = room.claim('The deal is done.');
  const minister = room.person('Minister');
  const said = minister.affirms(done);
  room.article('Tribune', '2022-03-08', [said]);
  room.article('Tribune', '2022-03-10', [minister.says('retracts', done, { retractsId: said.id })]);
  t.equal(counted(room.known(done)), '0–0 none');
  room.update(said, { sourceId: room.person('Secretary').id });
  t.equal(counted(room.known(done)), '1–1 shared_origin');
  t.strictSame(room.known(done).retractions.items, []);
});
