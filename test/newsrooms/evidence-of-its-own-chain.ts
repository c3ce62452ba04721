import { newsroom } from '../helpers/newsroom.ts';

// A checker links five things to the claim that the water is clean: the very article that reports it, a paper's copy of it,
// a leaflet by the ministry that says so, a laboratory's study, and a study that refutes it by the ministry's own bureau.
//
// By hand: the article, the copy and the leaflet are the claim once more: self-supporting. The laboratory stands outside
// of the chain. What refutes the claim supports nothing, itself least of all.
// Not to be said: that the evidence adds an origin; that the laboratory is one.
newsroom('evidence that is the claim’s own chain', (room, t) => {
  const clean = room.claim('The water is clean.');
  const ministry = room.government('Ministry');
  const laboratory = room.organization('Laboratory');
  const bureau = room.government('Bureau', { partOf: [{ sourceId: ministry.id }] });
  const report = room.article('Paper', '2022-03-01', [ministry.affirms(clean)]);
  const copied = room.outlet('Star').affirms(clean);
  const copy = room.article('Star', '2022-03-02', [copied], { derivedFromArticleId: report.id });
  room.evidence('supports', clean, 'The report', { articleId: report.id });
  room.evidence('supports', clean, 'The copy', { articleId: copy.id });
  room.evidence('supports', clean, 'The leaflet', { producedById: ministry.id });
  room.evidence('supports', clean, 'The study', { producedById: laboratory.id });
  room.evidence('refutes', clean, 'The other study', { producedById: bureau.id });

  const known = room.known(clean);
  const linked = known.evidence.items.map(({ evidenceId, selfSupporting }) => [evidenceId, selfSupporting]);
  t.strictSame(Object.fromEntries(linked), {
    'The report': true,
    'The copy': true,
    'The leaflet': true,
    'The study': false,
    'The other study': false,
  });
  t.match(known.originCount, { min: 1, max: 1 });
  t.equal(known.contested.value, false, 'evidence is nobody’s denial');
});

// The ministry says that the water is clean, the union that it is not. Then a paper of the ministry's own turns up that
// refutes it, and one of the union's that supports it.
//
// By hand: each speaks against whoever wrote it, and comes out of nobody's own chain. The union's leaflet that repeats what
// the union says is the denial once more.
// Not to be said: that whoever testifies against himself supports himself.
newsroom('evidence against those who made it', (room, t) => {
  const clean = room.claim('The water is clean.');
  const [ministry, union] = [room.government('Ministry'), room.organization('Union')];
  room.article('Paper', '2022-03-01', [ministry.affirms(clean)]);
  room.article('Star', '2022-03-02', [union.denies(clean)]);
  room.evidence('refutes', clean, 'The ministry’s minutes', { producedById: ministry.id });
  room.evidence('supports', clean, 'The union’s measurements', { producedById: union.id });
  room.evidence('refutes', clean, 'The union’s leaflet', { producedById: union.id });
  const { items } = room.known(clean).evidence;
  t.strictSame(Object.fromEntries(items.map((one) => [one.evidenceId, one.selfSupporting])), {
    'The ministry’s minutes': false,
    'The union’s measurements': false,
    'The union’s leaflet': true,
  });
});
