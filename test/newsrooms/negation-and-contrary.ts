import { counted, keys, newsroom } from '../helpers/newsroom.ts';

// Forty people died, says the witness. They did not, says the ministry: it affirms the negation. "It is not true that forty
// did not die", says the police, which denies the negation. Four died, says the hospital: a contrary figure.
//
// By hand, of "Forty died": one origin, the witness (1–1). Against it stand the ministry, which denies it, and the hospital.
// The police rejects the denial, and says no more than that: it affirms nothing.
// Not to be said: that the police is a second origin; that whoever denies the contrary figure affirms this one.
newsroom('a claim, its negation and a contrary figure', (room, t) => {
  const forty = room.claim('Forty people died.');
  const negation = room.claim('Forty people did not die.');
  const four = room.claim('Four people died.');
  room.relate(forty, 'negation_of', negation);
  room.relate(four, 'contradicts', forty);
  const [witness, ministry] = [room.person('Witness'), room.government('Ministry')];
  const [police, hospital] = [room.organization('Police'), room.organization('Hospital')];
  const undertaker = room.person('Undertaker');

  room.article('Paper', '2022-03-01', [witness.affirms(forty), police.denies(negation)]);
  t.equal(room.known(forty).contested.value, false);

  room.article('Paper', '2022-03-02', [ministry.affirms(negation)]);
  t.strictSame(keys(room.known(forty).contested.denying), ['Ministry']);

  room.article('Paper', '2022-03-03', [hospital.affirms(four), undertaker.denies(four)]);
  const known = room.known(forty);
  t.equal(counted(known), '1–1 shared_origin');
  t.strictSame(keys(known.contested.affirming), ['Witness']);
  t.strictSame(keys(known.contested.denying), ['Hospital', 'Ministry']);
  const meanings = known.ledger.items.flatMap(({ key, stands }) => stands.map(({ means }) => [key, means]));
  t.strictSame(Object.fromEntries(meanings), {
    Witness: 'affirms',
    Ministry: 'denies',
    Police: 'rejects_denial',
    Hospital: 'affirms_contrary',
  });
  t.strictSame(known.ledger.items.find(({ key }) => key === 'Ministry')?.stands[0]?.stance, 'affirms');

  // Of the negation, all of it the other way round.
  const other = room.known(negation);
  t.equal(counted(other), '1–1 shared_origin');
  t.strictSame(keys(other.contested.affirming), ['Ministry']);
  t.strictSame(keys(other.contested.denying), ['Police', 'Witness'], 'the police denies it outright');
  t.notOk(keys(other.ledger.items).includes('Hospital'), 'nothing is recorded between the two claims');
});

// Nobody affirms the claim: a denial alone contests nothing, nor does a rejected denial.
newsroom('a denial that is rejected, and nobody who affirms', (room, t) => {
  const forty = room.claim('Forty people died.');
  const negation = room.claim('Forty people did not die.');
  room.relate(forty, 'negation_of', negation);
  const [ministry, police] = [room.government('Ministry'), room.organization('Police')];
  room.article('Paper', '2022-03-01', [ministry.affirms(negation), police.denies(negation)]);
  const known = room.known(forty);
  t.equal(counted(known), '0–0 none');
  t.equal(known.contested.value, false);
});
