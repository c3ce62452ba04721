import { counted, keys, newsroom } from '../helpers/newsroom.ts';

const quoted = { text: 'I have never heard of that.', language: 'en', verbatim: 'yes', translated: 'no' };
/** One statement, which several papers give. */
const statement = { statementKey: 'briefing', saidAt: '2022-03-01T10:00:00Z', medium: 'press_conference' };

// Officials say that arms were asked for. The embassy: "I have never heard of that." The Tribune quotes it so. The Gazette
// quotes it, too, under a heading that says "denial".
//
// By hand: the embassy knows nothing of it, which denies nothing: not contested. The Gazette made a denial of it.
// Not to be said: that the embassy denied it.
newsroom('a disclaimer under a heading that calls it a denial', (room, t) => {
  const asked = room.claim('Arms were asked for.');
  const embassy = room.government('Embassy');
  const words = { ...statement, mode: 'direct_quote', quotes: [quoted] };
  room.article('Tribune', '2022-03-01', [
    room.unnamed('Officials', 'Tribune').affirms(asked),
    embassy.says('disclaims_knowledge', asked, words),
  ]);
  const heading = room.outlet('Gazette').relays(asked, { presents: [{ stance: 'denies' }] });
  room.article('Gazette', '2022-03-02', [embassy.says('disclaims_knowledge', asked, words).via(heading)]);

  const known = room.known(asked);
  t.equal(counted(known), '1–1 shared_origin');
  t.strictSame(known.contested.denying, []);
  t.equal(known.contested.value, false);
  t.match(known.drift.items, [
    { kind: 'stance_changed', from: 'disclaims_knowledge', to: 'denies', toId: 'Gazette relays in Gazette' },
  ]);
  t.equal(known.drift.items.length, 1);
});

// The Gazette does not quote the embassy at all, and writes that it denied it, of the same statement.
//
// By hand: two accounts of one statement, of which the direct quotation governs. Still no denial.
newsroom('a disclaimer that a second paper reports as a denial', (room, t) => {
  const asked = room.claim('Arms were asked for.');
  const embassy = room.government('Embassy');
  const words = { ...statement, mode: 'direct_quote', quotes: [quoted] };
  room.article('Tribune', '2022-03-01', [
    room.unnamed('Officials', 'Tribune').affirms(asked),
    embassy.says('disclaims_knowledge', asked, words),
  ]);
  room.article('Gazette', '2022-03-02', [embassy.denies(asked, { ...statement, mode: 'indirect' })]);

  const known = room.known(asked);
  t.equal(known.contested.value, false);
  const [changed, ...more] = known.drift.items;
  t.match(changed, { kind: 'stance_changed', from: 'disclaims_knowledge', to: 'denies' });
  t.match(changed, { governingId: 'Embassy disclaims_knowledge in Tribune' });
  t.strictSame(more, []);
  const [entry] = known.ledger.items.filter(({ sourceIds }) => sourceIds.includes('Embassy'));
  t.strictSame(entry?.position, ['disclaims_knowledge']);
  t.equal(entry?.reversed, 'no');

  // Had the embassy spoken on another day as well, that would be another statement, and a denial.
  const later = { saidAt: '2022-03-05T10:00:00Z', medium: 'statement' };
  room.article('Gazette', '2022-03-05', [embassy.denies(asked, later)]);
  t.strictSame(keys(room.known(asked).contested.denying), ['Embassy']);
  t.equal(room.known(asked).contested.value, true);
});

// The Tribune gives the hour of the briefing, the Gazette its day; neither says which of several it was.
//
// By hand: one briefing is recorded on that day, so both tell of it, and the quotation governs. Once a second hour of that day
// is recorded, nobody knows of which the Gazette tells: a denial that may be one is not taken away.
// Not to be said: in the first case, that the embassy denied it.
newsroom('a disclaimer of which one paper gives the hour, and another the day', (room, t) => {
  const asked = room.claim('Arms were asked for.');
  const embassy = room.government('Embassy');
  const at = { saidAt: '2022-03-01T10:00:00Z', medium: 'press_conference' };
  room.article('Tribune', '2022-03-01', [
    room.unnamed('Officials', 'Tribune').affirms(asked),
    embassy.says('disclaims_knowledge', asked, { ...at, mode: 'direct_quote', quotes: [quoted] }),
  ]);
  const onThatDay = { ...at, saidAt: '2022-03-01', mode: 'indirect' };
  room.article('Gazette', '2022-03-02', [embassy.denies(asked, onThatDay)]);
  t.strictSame(keys(room.known(asked).contested.denying), []);
  t.match(room.known(asked).drift.items, [{ kind: 'stance_changed', to: 'denies' }]);

  const sameHour = { ...at, saidAt: '2022-03-01T12:00:00+02:00', mode: 'indirect' };
  room.article('Herald', '2022-03-02', [embassy.denies(asked, sameHour)]);
  t.strictSame(keys(room.known(asked).contested.denying), []);

  const evening = { ...at, saidAt: '2022-03-01T18:00:00Z' };
  room.article('Courier', '2022-03-02', [embassy.says('doubts', asked, evening)]);
  t.strictSame(keys(room.known(asked).contested.denying), ['Embassy']);
});
