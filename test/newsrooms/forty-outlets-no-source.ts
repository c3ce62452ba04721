import { counted, newsroom } from '../helpers/newsroom.ts';

// Forty outlets write that the bridge is closed. None says where it has this from.
//
// By hand: each speaks in its own voice, so each may be an origin of its own, and all may have copied one: 1–40.
// Nobody outside of the media is recorded as saying so. No source is hidden either: nobody is named, nobody is unnamed.
// Not to be said: forty independent origins; an anonymous source; a source that is missing (none is alluded to).
newsroom('forty outlets with no source', (room, t) => {
  const closed = room.claim('The bridge is closed.');
  for (let number = 1; number <= 40; number += 1) {
    const outlet = room.outlet(`Outlet ${number}`);
    room.article(outlet.name, '2022-03-01', [outlet.affirms(closed, { mode: 'own_voice' })]);
  }

  const known = room.known(closed);
  t.equal(counted(known), '1–40 lineage_unknown');
  t.match(known.anonymity, { named: 0, unnamed: 0, ownVoice: 40, unknown: 0, anonymousOnly: false });
  t.equal(known.mediaOnly.value, true);
  t.equal(known.outletCount.value, 40);
  t.equal(known.origins.items.length, 40);
  t.strictSame(known.origins.restatements, []);
  t.strictSame(known.bottlenecks.items, [], 'without any one of them, the others still say so');
  t.strictSame(known.missingLinks.items, []);
  t.strictSame(known.circular.items, []);
  t.equal(known.contested.value, false);
  t.equal(known.firstAppearance.items.length, 40, 'the same day in all of them: any may have been the first');
});

// One outlet alone, in its own voice: somebody affirms it, so one origin and no more.
newsroom('one outlet with no source', (room, t) => {
  const closed = room.claim('The bridge is closed.');
  room.article('Outlet', '2022-03-01', [room.outlet('Outlet').affirms(closed)]);
  t.equal(counted(room.known(closed)), '1–1 shared_origin');
});
