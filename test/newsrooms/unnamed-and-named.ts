import { counted, newsroom } from '../helpers/newsroom.ts';

// Three papers have "a senior official". The Tribune has one on Monday and one on Tuesday, entered as two since nobody says
// that it is one; the Gazette quotes its own in two articles, entered as one. Then the ministry says so openly.
//
// By hand: the Tribune's two and the Gazette's one are three at most, and one at least (1–3). Any of them may belong to the
// ministry, or be one another: with a named origin they add nothing to the least: 1–4.
// Not to be said: that "a senior official" is one person; that four sources confirm each other.
newsroom('unnamed sources are never the same by name', (room, t) => {
  const secret = room.claim('There is a secret treaty.');
  const official = (paper: string) => room.unnamed('A senior official', paper);
  const ours = official('Gazette');
  room.article('Tribune', '2022-03-07', [official('Tribune').affirms(secret)]);
  room.article('Tribune', '2022-03-08', [official('Tribune').affirms(secret)]);
  room.article('Gazette', '2022-03-07', [ours.affirms(secret)]);
  room.article('Gazette', '2022-03-08', [ours.affirms(secret)]);
  const known = room.known(secret);
  t.equal(counted(known), '1–3 lineage_unknown');
  t.match(known.anonymity, { named: 0, unnamed: 3, anonymousOnly: true });

  room.article('Courier', '2022-03-09', [room.government('Ministry').affirms(secret)]);
  const later = room.known(secret);
  t.equal(counted(later), '1–4 lineage_unknown');
  t.match(later.anonymity, { named: 1, unnamed: 3, anonymousOnly: false });
});

// An official, a paper in its own voice, and "reports say": nobody is named, and somebody affirms. 1–3.
newsroom('nobody named, in three ways', (room, t) => {
  const secret = room.claim('There is a secret treaty.');
  room.article('Tribune', '2022-03-07', [room.unnamed('An official', 'Tribune').affirms(secret)]);
  room.article('Gazette', '2022-03-07', [room.outlet('Gazette').affirms(secret)]);
  room.article('Courier', '2022-03-07', [room.outlet('Courier').relaysReports(secret)]);
  const known = room.known(secret);
  t.equal(counted(known), '1–3 lineage_unknown');
  t.match(known.anonymity, { named: 0, unnamed: 1, ownVoice: 1, unknown: 1, anonymousOnly: false });
});
