import { counted, newsroom } from '../helpers/newsroom.ts';

// Three spokespersons of the ministry say, on its behalf, that the dam holds. An engineer of the ministry says so as well,
// in her own name and without leave to speak.
//
// By hand: whoever speaks on behalf of the ministry is the ministry: 1–1. The engineer is a source of her own (2 at most),
// but all that she knows she may know from the house that she works for (1 at least): 1–2.
// Not to be said: three or four origins; that she and the ministry are independent; that she is the ministry.
newsroom('three spokespersons of one ministry, and its employee', (room, t) => {
  const holds = room.claim('The dam holds.');
  const ministry = room.government('Ministry');
  for (const name of ['First', 'Second', 'Third']) {
    const spokesperson = room.person(`${name} spokesperson`);
    const said = spokesperson.affirms(holds, { onBehalfOfId: ministry.id });
    room.article(`${name} paper`, '2022-03-01', [said]);
  }
  const official = room.known(holds);
  t.equal(counted(official), '1–1 shared_origin');
  t.match(official.origins.items, [{ key: 'Ministry', kind: 'named' }]);

  const engineer = room.person('Engineer', { affiliations: [{ sourceId: ministry.id }] });
  room.article('Fourth paper', '2022-03-02', [engineer.affirms(holds)]);
  const known = room.known(holds);
  t.equal(counted(known), '1–2 lineage_unknown');
  t.strictSame(known.origins.items.map(({ key }) => key).sort(), ['Engineer', 'Ministry']);
  t.match(known.anonymity, { named: 2, unnamed: 0 });
  t.equal(known.contested.value, false);
});

// The engineer dissents: the dam does not hold, she says, whatever her ministry tells.
//
// By hand: the ministry is the one origin (1–1), and the claim is contested: belonging to a house is not speaking for it.
newsroom('a ministry and its dissenting employee', (room, t) => {
  const holds = room.claim('The dam holds.');
  const ministry = room.government('Ministry');
  const engineer = room.person('Engineer', { affiliations: [{ sourceId: ministry.id }] });
  room.article('First paper', '2022-03-01', [ministry.affirms(holds)]);
  room.article('Second paper', '2022-03-02', [engineer.denies(holds)]);
  const known = room.known(holds);
  t.equal(counted(known), '1–1 shared_origin');
  t.equal(known.contested.value, true);
  t.match(known.contested, { affirming: [{ key: 'Ministry' }], denying: [{ key: 'Engineer' }] });
  t.notOk(
    known.ledger.items.some(({ reversed }) => reversed !== 'no'),
    'nobody has turned',
  );
});
