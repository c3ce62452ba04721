import { newsroom } from '../helpers/newsroom.ts';

// "Ruritania's army has won", says the Ruritanian palace, which is part of the Ruritanian state. The claim is about that state.
//
// By hand: every origin belongs to a party: yes. With a foreign observer as well, not every one does: no. With officials
// whom nobody names it is unknown, whoever else there is; with nobody at all there is nothing to say yes to.
// Not to be said: yes, because a name is like another.
newsroom('an origin that is the claim’s own subject', (room, t) => {
  const state = room.government('Ruritania');
  const palace = room.government('Palace', { partOf: [{ sourceId: state.id }] });
  const about = [{ name: { en: 'Ruritania' }, sourceId: state.id }];
  const claim = (text: string) => room.claim(text, { about });

  const won = claim('The army has won.');
  t.not(room.known(won).originsAreParties.value, 'yes', 'nobody has said so');
  room.article('Paper', '2022-03-01', [palace.affirms(won)]);
  t.equal(room.known(won).originsAreParties.value, 'yes');
  room.article('Paper', '2022-03-02', [state.affirms(won)]);
  t.equal(room.known(won).originsAreParties.value, 'yes');
  room.article('Paper', '2022-03-03', [room.person('Observer').affirms(won)]);
  t.equal(room.known(won).originsAreParties.value, 'no');

  const advanced = claim('The army has advanced.');
  room.article('Paper', '2022-03-01', [room.unnamed('Officials', 'Paper').affirms(advanced)]);
  t.equal(room.known(advanced).originsAreParties.value, 'unknown');
  room.article('Paper', '2022-03-02', [palace.affirms(advanced)]);
  t.equal(room.known(advanced).originsAreParties.value, 'unknown');

  const rested = claim('The army rests.');
  const general = room.person('General', { affiliations: [{ sourceId: palace.id }] });
  room.article('Paper', '2022-03-01', [general.affirms(rested)]);
  t.equal(room.known(rested).originsAreParties.value, 'yes', 'a person belongs to where they serve');
});
