import { counted, newsroom } from '../helpers/newsroom.ts';

// The palace says that the operation is limited. A paper writes that it spread to the whole country, which undercuts that,
// and that it began in spring, which elaborates it. A general says that roads are closed, which supports it.
//
// By hand: both the first and the second can be true, so nothing is contested; the claim is undercut, the other is not. What
// elaborates or supports a claim adds no origin: 1–1.
// Not to be said: that the paper denies it; that the general affirms it.
newsroom('a claim that is undercut, and not contested', (room, t) => {
  const limited = room.claim('The operation is limited.');
  const spread = room.claim('The operation spread to the whole country.');
  const began = room.claim('The operation began in spring.');
  const roads = room.claim('The roads are closed.');
  room.relate(spread, 'undercuts', limited);
  room.relate(began, 'elaborates', limited);
  room.relate(roads, 'supports', limited);
  const paper = room.outlet('Paper');
  const [palace, general] = [room.government('Palace'), room.person('General')];
  room.article('Paper', '2022-03-01', [
    palace.affirms(limited),
    general.affirms(roads),
    paper.affirms(began),
  ]);
  t.equal(room.known(limited).undercut.value, false, 'nobody has affirmed what undercuts it');

  room.article('Paper', '2022-03-02', [paper.affirms(spread)]);
  const known = room.known(limited);
  t.equal(counted(known), '1–1 shared_origin');
  t.equal(known.undercut.value, true);
  t.match(known.undercut.items, [{ claimId: 'The operation spread to the whole country.' }]);
  t.equal(known.contested.value, false);
  t.strictSame(known.contested.denying, []);
  t.strictSame(
    known.ledger.items.map(({ key }) => key),
    ['Palace'],
  );
  t.equal(room.known(spread).undercut.value, false, 'what undercuts is not undercut');
});
