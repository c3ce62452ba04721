import { counted, newsroom } from '../helpers/newsroom.ts';

// The Post reports on 1 March that a witness saw the crash; the Star has it from the Post. On 10 March at noon the Post
// retracts its story. The Star does not.
//
// By hand: until noon on the 10th both stories stand (two outlets, one witness: 1–1). Afterwards only the Star's does, and
// the witness is still the one origin, 1–1. When the Star retracts on the 20th, nobody affirms anything: 0–0.
// Not to be said: after the 20th, that there is an origin; before the notice, that anything was retracted.
newsroom('a story retracted by its paper', (room, t) => {
  const crashed = room.claim('The plane crashed.');
  const witness = room.person('Witness');
  const post = room.article('Post', '2022-03-01', [witness.affirms(crashed)]);
  const cited = room.outlet('Post').relays(crashed, { citedArticleId: post.id });
  const star = room.article('Star', '2022-03-02', [witness.affirms(crashed).via(cited)]);
  room.update(post, { notices: [{ kind: 'retraction', at: '2022-03-10T12:00:00Z' }] });
  room.update(star, { notices: [{ kind: 'retraction', at: '2022-03-20T12:00:00Z' }] });

  const { certain: before } = room.knownAsOf(crashed, '2022-03-10T11:59:59Z');
  t.equal(counted(before), '1–1 shared_origin');
  t.equal(before.outletCount.value, 2);
  t.strictSame(before.retractions.items, []);

  const { certain: after } = room.knownAsOf(crashed, '2022-03-10T12:00:00Z');
  t.equal(counted(after), '1–1 shared_origin');
  t.equal(after.outletCount.value, 1);
  t.match(after.retractions.items, [{ kind: 'notice', byId: 'Post, 2022-03-01' }]);
  t.notOk(after.retractions.items.some(({ byId }) => byId.startsWith('Star')));

  const known = room.known(crashed);
  t.equal(counted(known), '0–0 none');
  t.equal(known.outletCount.value, 0);
  t.strictSame(known.ledger.items, []);
  t.equal(known.anonymity.anonymousOnly, false);
});

// A correction takes nothing back; a retraction of one attribution takes back that one only.
newsroom('a correction, and a retraction of one sentence', (room, t) => {
  const crashed = room.claim('The plane crashed.');
  const [pilot, guest] = [room.person('Pilot').affirms(crashed), room.person('Guest').affirms(crashed)];
  const post = room.article('Post', '2022-03-01', [pilot, guest]);
  room.update(post, { notices: [{ kind: 'correction', at: '2022-03-02' }] });
  t.equal(counted(room.known(crashed)), '2–2 no_shared_origin_recorded');
  room.update(post, { notices: [{ kind: 'retraction', at: '2022-03-03', attributionIds: [guest.id] }] });
  const known = room.known(crashed);
  t.equal(counted(known), '1–1 shared_origin');
  t.match(known.origins.items, [{ key: 'Pilot' }]);
  t.match(known.retractions.items, [{ attributionId: 'Guest affirms in Post', kind: 'notice' }]);
  t.equal(known.retractions.items.length, 1);
});

// We entered something that the Post never wrote, and take it back: a slip of ours, which no date of the world brings back.
newsroom('a record withdrawn by us', (room, t) => {
  const crashed = room.claim('The plane crashed.');
  const said = room.person('Witness').affirms(crashed);
  room.article('Post', '2022-03-01', [said]);
  t.equal(counted(room.known(crashed)), '1–1 shared_origin');
  room.withdraw(said);
  const known = room.known(crashed);
  t.equal(counted(known), '0–0 none');
  t.strictSame(known.retractions.items, [], 'the paper has retracted nothing');
  t.equal(counted(room.knownAsOf(crashed, '2022-03-09').possible), '0–0 none');
});

// What carries it is withdrawn: then nobody knows how it came to the reader, and it does not count either.
newsroom('a carrier withdrawn by us', (room, t) => {
  const crashed = room.claim('The plane crashed.');
  const agency = room.outlet('Agency').relays(crashed);
  room.article('Post', '2022-03-01', [room.person('Witness').affirms(crashed).via(agency)]);
  room.withdraw(agency);
  t.equal(counted(room.known(crashed)), '0–0 none');
});
