import { counted, newsroom } from '../helpers/newsroom.ts';

// A scientist says that a vaccine may work. The agency writes that it probably works, the paper that it does. Its headline
// says so without the scientist.
//
// By hand: one origin (1–1); the headline is a restatement. The hedge was lost in two steps, and the headline drops whose
// words these are. Her own words stay as cautious as they were.
// Not to be said: that the paper is an origin; that the stance of anybody changed.
newsroom('a hedge lost along the way, and a headline that drops the source', (room, t) => {
  const works = room.claim('The vaccine works.');
  const paper = room.outlet('Paper');
  const agency = room.outlet('Agency').relays(works, { certainty: 'probable' });
  const printed = paper.relays(works, { certainty: 'certain' });
  const headline = paper.affirms(works, { locators: [{ part: 'headline' }], mode: 'own_voice' });
  const said = room.person('Scientist').affirms(works, { certainty: 'possible' });
  room.article('Paper', '2022-03-01', [said.via(agency, printed), headline]);

  const known = room.known(works);
  t.equal(counted(known), '1–1 shared_origin');
  t.strictSame(known.origins.restatements, ['Paper affirms in Paper']);
  const [raised, dropped] = ['certainty_raised', 'attribution_dropped'].map((kind) =>
    known.drift.items.filter((item) => item.kind === kind),
  );
  t.strictSame(raised?.map(({ fromId, toId, from, to }) => [fromId, from, toId, to]).sort(), [
    ['Agency relays in Paper', 'probable', 'Paper relays in Paper', 'certain'],
    ['Scientist affirms in Paper', 'possible', 'Agency relays in Paper', 'probable'],
  ]);
  t.match(dropped, [{ toId: 'Paper affirms in Paper', headline: true }]);
  t.equal(known.drift.items.length, 3);
});

// The agency in between says nothing of how sure it is: the hedge is lost all the same.
newsroom('a hedge lost past somebody who does not say how sure', (room, t) => {
  const works = room.claim('The vaccine works.');
  const said = room.person('Scientist').affirms(works, { certainty: 'possible' });
  const printed = room.outlet('Paper').relays(works, { certainty: 'certain' });
  room.article('Paper', '2022-03-01', [said.via(room.outlet('Agency'), printed)]);
  t.match(room.known(works).drift.items, [
    { fromId: 'Scientist affirms in Paper', toId: 'Paper relays in Paper' },
  ]);
  t.equal(room.known(works).drift.items.length, 1);
});

// Hedges that are kept or added, and certainties that nobody gives, are no drift.
newsroom('a hedge kept', (room, t) => {
  const works = room.claim('The vaccine works.');
  const paper = room.outlet('Paper');
  const said = room.person('Scientist').affirms(works, { certainty: 'probable' });
  const headline = paper.affirms(works, { certainty: 'possible', locators: [{ part: 'headline' }] });
  room.article('Paper', '2022-03-01', [
    said.via(room.outlet('Agency').relays(works, { certainty: 'possible' }), paper.relays(works)),
    headline,
  ]);
  t.strictSame(room.known(works).drift.items, []);
});

// "Reports say that the vaccine works", writes a paper without naming anybody; its headline says that it works.
//
// By hand: somebody stands behind the reports, and nobody affirms it: 0–1. The headline restates what the paper attributes to
// the reports, and drops that.
// Not to be said: that the paper is an origin of its own; that there may be two.
newsroom('a headline that drops "reports say"', (room, t) => {
  const works = room.claim('The vaccine works.');
  const paper = room.outlet('Paper');
  const headline = paper.affirms(works, {
    certainty: 'certain',
    mode: 'own_voice',
    locators: [{ part: 'headline' }],
  });
  room.article('Paper', '2022-03-01', [paper.relaysReports(works), headline]);

  const known = room.known(works);
  t.equal(counted(known), '0–1 shared_origin');
  t.strictSame(known.origins.restatements, ['Paper affirms in Paper']);
  t.match(known.drift.items, [
    {
      kind: 'attribution_dropped',
      fromId: 'Paper relays in Paper',
      toId: 'Paper affirms in Paper',
      headline: true,
    },
  ]);
});
