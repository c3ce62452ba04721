import { counted, newsroom } from '../helpers/newsroom.ts';

// "Reports say", writes a paper, that the minister resigned. The ministry denies it.
//
// By hand: somebody stands behind the reports, and nobody says who: 0–1. The ministry denies the claim, and a chain of
// unknown origin affirms it: contested. One link is missing: whose reports these are.
// Not to be said: that the paper says so itself; that there is an unnamed source (nothing is known of any source).
newsroom('"reports say" denied by a ministry', (room, t) => {
  const resigned = room.claim('The minister resigned.');
  const paper = room.outlet('Paper');
  room.article('Paper', '2022-03-01', [
    paper.relaysReports(resigned),
    room.government('Ministry').denies(resigned),
  ]);
  const known = room.known(resigned);
  t.equal(counted(known), '0–1 shared_origin');
  t.match(known.anonymity, { named: 0, unnamed: 0, ownVoice: 0, unknown: 1, anonymousOnly: false });
  t.equal(known.contested.value, true);
  t.strictSame(
    known.contested.denying.map(({ key }) => key),
    ['Ministry'],
  );
  t.match(known.missingLinks.items, [{ kind: 'origin_unknown', attributionId: 'Paper relays in Paper' }]);
  t.equal(known.missingLinks.items.length, 1);
  t.strictSame(known.origins.items, []);
  t.equal(known.originsAreParties.value, 'unknown', 'whoever stands behind the reports may be a party');
});

// The ministry says only that the reports are false: a stand on the reports, which is no denial of the claim.
newsroom('a ministry that denies the reports, not the claim', (room, t) => {
  const resigned = room.claim('The minister resigned.');
  const reports = room.outlet('Paper').relaysReports(resigned);
  room.article('Paper', '2022-03-01', [reports]);
  const denial = room.government('Ministry').denies(resigned, { targetId: reports.id });
  room.article('Gazette', '2022-03-02', [denial]);
  const known = room.known(resigned);
  t.equal(counted(known), '0–1 shared_origin');
  t.equal(known.contested.value, false);
  const [ministry] = known.ledger.items.filter(({ key }) => key === 'Ministry');
  t.match(ministry?.stands, [{ stance: 'denies', targetId: 'Paper relays in Paper' }], 'it is there, beside');
  t.strictSame(ministry?.position, []);
});
