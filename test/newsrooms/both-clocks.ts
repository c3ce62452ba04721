import { counted, keys, newsroom } from '../helpers/newsroom.ts';

// On 1 March a driver, on 5 March a guard tell a paper of the fire. We record the guard first and find the driver's story
// later. Later still we find that the guard's story had been entered by mistake.
//
// By hand, what had been said by the 2nd: at first nothing that we knew of (0–0), then the driver (1–1). What had been said
// by the 6th: the guard; then both (2–2: two people of whom nothing else is known); then the driver alone.
// Not to be said: that we knew of the driver all along; that nobody had spoken by the 2nd.
newsroom('both clocks at once', (room, t) => {
  const burned = room.claim('The warehouse burned.');
  const [driver, guard] = [room.person('Driver'), room.person('Guard')];
  const [second, sixth] = ['2022-03-02T18:00:00Z', '2022-03-06T18:00:00Z'];
  const by = (instant: string) => {
    const { certain, possible } = room.knownAsOf(burned, instant);
    t.strictSame(certain, possible, 'dates so far apart leave nothing open');
    return [counted(certain), ...keys(certain.origins.items)];
  };

  const guarded = guard.affirms(burned);
  room.article('Evening', '2022-03-05', [guarded]);
  t.strictSame(by(second), ['0–0 none']);
  t.strictSame(by(sixth), ['1–1 shared_origin', 'Guard']);

  room.article('Morning', '2022-03-01', [driver.affirms(burned)]);
  t.strictSame(by(second), ['1–1 shared_origin', 'Driver']);
  t.strictSame(by(sixth), ['2–2 no_shared_origin_recorded', 'Driver', 'Guard']);
  t.match(room.known(burned).firstAppearance.items, [{ articleId: 'Morning, 2022-03-01' }]);

  room.withdraw(guarded);
  t.strictSame(by(second), ['1–1 shared_origin', 'Driver']);
  t.strictSame(by(sixth), ['1–1 shared_origin', 'Driver']);
});

// A paper of the 5th has it from the agency's site of the 1st, which had it from the driver. It was public on the 1st.
//
// By hand, on the 2nd: the driver is the origin, and no outlet that we have an article of had carried it yet.
// Not to be said: that it first became public with the paper.
newsroom('something that an agency had published before the paper', (room, t) => {
  const burned = room.claim('The warehouse burned.');
  const published = { saidAt: '2022-03-01T08:00:00Z', medium: 'website' };
  const agency = room.outlet('Agency').relays(burned, published);
  const confided = { saidAt: '2022-02-27', medium: 'private_conversation' };
  const driver = room.person('Driver').affirms(burned, confided);
  room.article('Evening', '2022-03-05', [driver.via(agency)]);

  t.equal(
    counted(room.knownAsOf(burned, '2022-02-28T12:00:00Z').possible),
    '0–0 none',
    'said, and not public',
  );
  const { certain, differing } = room.knownAsOf(burned, '2022-03-02T18:00:00Z');
  t.equal(counted(certain), '1–1 shared_origin');
  t.equal(certain.outletCount.value, 0);
  t.strictSame(differing, []);
  t.match(certain.firstAppearance.items, [{ earliest: '2022-03-01T08:00:00.000Z' }]);
  t.equal(room.knownAsOf(burned, '2022-03-06T18:00:00Z').certain.outletCount.value, 1);
});
