import { counted, newsroom } from '../helpers/newsroom.ts';

// Officials told one paper and an insider another. The desk first finds that the officials were the insider, and later that the
// insider was the officials; neither has a name.
//
// By hand: whichever way round, there is one of them: 1–1, and still nobody who is named.
// Not to be said: that there are two, or that each is the other.
newsroom('two unnamed sources that were identified as one another', (room, t) => {
  const sold = room.claim('The harbour was sold.');
  const officials = room.unnamed('Officials', 'Tribune');
  const insider = room.unnamed('Insider', 'Gazette');
  room.article('Tribune', '2022-03-01', [officials.affirms(sold)]);
  room.article('Gazette', '2022-03-02', [insider.affirms(sold)]);
  t.equal(counted(room.known(sold)), '1–2 lineage_unknown');

  room.update(officials, { identifiedAs: { sourceId: insider.id } });
  t.equal(counted(room.known(sold)), '1–1 shared_origin');

  room.update(insider, { identifiedAs: { sourceId: officials.id } });
  const both = room.known(sold);
  t.equal(counted(both), '1–1 shared_origin');
  t.match(both.anonymity, { named: 0, unnamed: 1, anonymousOnly: true });
});
