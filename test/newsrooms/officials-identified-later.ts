import { counted, newsroom } from '../helpers/newsroom.ts';

// "Officials" tell the Tribune that talks have begun; "officials" tell the Gazette the same. In April the Tribune's turns
// out to be Smith, in May the Gazette's as well.
//
// By hand, in March: two unnamed sources, who may be the same or not: 1–2, and nobody is named. In April one is named; the
// other may still be Smith: 1–2. In June both are one person: 1–1.
// Not to be said: that the two are the same because both are called "officials"; that there were two after all.
newsroom('"officials" at two papers, identified later', (room, t) => {
  const begun = room.claim('Talks have begun.');
  const atTribune = room.unnamed('Officials', 'Tribune');
  const atGazette = room.unnamed('Officials', 'Gazette');
  room.article('Tribune', '2022-03-01', [atTribune.affirms(begun)]);
  room.article('Gazette', '2022-03-01', [atGazette.affirms(begun)]);
  const known = room.known(begun);
  t.equal(counted(known), '1–2 lineage_unknown');
  t.match(known.anonymity, { named: 0, unnamed: 2, ownVoice: 0, unknown: 0, anonymousOnly: true });
  t.equal(known.mediaOnly.value, false);

  const smith = room.person('Smith');
  room.update(atTribune, { identifiedAs: { sourceId: smith.id, at: '2022-04-10' } });
  room.update(atGazette, { identifiedAs: { sourceId: smith.id, at: '2022-05-10' } });

  const march = room.knownAsOf(begun, '2022-03-31');
  for (const reading of [march.certain, march.possible]) {
    t.equal(counted(reading), '1–2 lineage_unknown');
    t.match(reading.anonymity, { named: 0, unnamed: 2, anonymousOnly: true });
  }
  const april = room.knownAsOf(begun, '2022-04-30');
  t.equal(counted(april.certain), '1–2 lineage_unknown');
  t.match(april.certain.anonymity, { named: 1, unnamed: 1, anonymousOnly: false });

  const june = room.knownAsOf(begun, '2022-06');
  t.equal(counted(june.certain), '1–1 shared_origin');
  t.match(june.certain.origins.items, [{ key: 'Smith', kind: 'named' }]);
  t.equal(counted(room.known(begun)), '1–1 shared_origin');
});
