import { counted, newsroom } from '../helpers/newsroom.ts';

// The agency files what the police say. The Daily prints the story and credits the agency. The Herald prints it as its own,
// without a word of police or agency, but we know that its article is copied from the wire. The Courier says so in its own
// voice, too, and nothing is known of where it has it from.
//
// By hand: the police are one origin, at the agency and in The Daily. The Herald's own voice stands in an article derived
// from another: a restatement, no origin. The Courier may have it from the same wire or from elsewhere: 1–2.
// Whoever reads The Herald is not told who said so: the attribution was dropped, though in no headline.
// Not to be said: that The Herald is an origin; that the police and The Courier are independent.
newsroom('a wire story copied with and without credit', (room, t) => {
  const arrested = room.claim('Five people were arrested.');
  const police = room.organization('Police');
  const agency = room.outlet('Agency');
  const wire = room.article('Agency', '2022-03-01', [police.affirms(arrested)]);
  const credited = agency.relays(arrested, { citedArticleId: wire.id });
  room.article('The Daily', '2022-03-02', [police.affirms(arrested).via(credited)]);
  const copied = { derivedFromArticleId: wire.id };
  room.article('The Herald', '2022-03-02', [room.outlet('The Herald').affirms(arrested)], copied);

  const known = room.known(arrested);
  t.equal(counted(known), '1–1 shared_origin');
  t.strictSame(known.origins.restatements, ['The Herald affirms in The Herald']);
  t.match(known.anonymity, { named: 1, unnamed: 0, ownVoice: 0, unknown: 0 });
  t.match(known.drift.items, [{ kind: 'attribution_dropped', toId: 'The Herald affirms in The Herald' }]);
  t.notOk(known.drift.items.some(({ headline }) => headline));
  t.equal(known.outletCount.value, 3);
  t.equal(known.mediaOnly.value, false);
  t.match(known.firstAppearance.items, [{ articleId: 'Agency, 2022-03-01' }]);

  room.article('The Courier', '2022-03-03', [room.outlet('The Courier').affirms(arrested)]);
  const later = room.known(arrested);
  t.equal(counted(later), '1–2 lineage_unknown');
  t.match(later.anonymity, { named: 1, ownVoice: 1 });
  t.equal(later.outletCount.value, 4);
});

// The agency says so in its own voice, and a paper copies that without credit: there is one voice, the agency's.
newsroom('a wire story in the agency’s own voice', (room, t) => {
  const arrested = room.claim('Five people were arrested.');
  const wire = room.article('Agency', '2022-03-01', [room.outlet('Agency').affirms(arrested)]);
  const copied = { derivedFromArticleId: wire.id };
  room.article('The Herald', '2022-03-02', [room.outlet('The Herald').affirms(arrested)], copied);
  const known = room.known(arrested);
  t.equal(counted(known), '1–1 shared_origin');
  t.match(known.origins.items, [{ key: 'Agency', kind: 'own_voice' }]);
  t.equal(known.mediaOnly.value, true);
});
