import { counted, keys, newsroom } from './newsroom.ts';

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
