import type { Newsroom } from '../helpers/newsroom.ts';
import { counted, newsroom } from '../helpers/newsroom.ts';
import type { Speaker, Thing } from '../helpers/speaking.ts';

/** Each outlet gives the other as where it has the story from; behind that stands the witness, or nobody who is named. */
function citing(room: Newsroom, claim: Thing, witness?: Speaker): void {
  const [morning, evening] = [room.outlet('Morning'), room.outlet('Evening')];
  const [ours, theirs] = [morning, evening].map(({ name }) =>
    room.article(name, '2022-03-01/2022-03-02', []),
  );
  const told = (outlet: Speaker, { id }: Thing) => {
    const cited = { citedArticleId: id };
    return witness
      ? witness.affirms(claim).via(outlet.relays(claim, cited))
      : outlet.relaysReports(claim, cited);
  };
  room.fill(ours as Thing, [told(evening, theirs as Thing)]);
  room.fill(theirs as Thing, [told(morning, ours as Thing)]);
}

// Morning writes "as Evening reports", Evening writes "as Morning reports". Nobody stands behind either.
//
// By hand: nobody affirms it; somebody may stand behind each of the two chains, or behind both: 0–2. The two carry each
// other with no origin outside: circular, and only the media are recorded.
// Not to be said: that two outlets confirm each other; that there is an anonymous source; that anybody affirms.
newsroom('two outlets citing each other with nobody behind them', (room, t) => {
  const sunk = room.claim('The ferry sank.');
  citing(room, sunk);
  const known = room.known(sunk);
  t.equal(counted(known), '0–2 lineage_unknown');
  t.strictSame(known.origins.items, []);
  t.match(known.anonymity, { named: 0, unnamed: 0, ownVoice: 0, unknown: 2, anonymousOnly: false });
  t.equal(known.mediaOnly.value, true);
  t.equal(known.outletCount.value, 2);
  t.match(known.missingLinks.items, [{ kind: 'origin_unknown' }, { kind: 'origin_unknown' }]);
  t.match(known.circular.items, [{ kind: 'circular', outletIds: ['Morning', 'Evening'] }]);
  t.equal(known.circular.items.length, 1);
});

// The same two, but each says that a witness told the other.
//
// By hand: one origin, the witness: 1–1. They still carry each other, which is mutual citation and not circular.
newsroom('two outlets citing each other with a witness behind both', (room, t) => {
  const sunk = room.claim('The ferry sank.');
  citing(room, sunk, room.person('Witness'));
  const known = room.known(sunk);
  t.equal(counted(known), '1–1 shared_origin');
  t.equal(known.mediaOnly.value, false);
  t.strictSame(known.missingLinks.items, []);
  t.match(known.circular.items, [{ kind: 'mutual_citation' }]);
  t.equal(known.circular.items.length, 1);
});
