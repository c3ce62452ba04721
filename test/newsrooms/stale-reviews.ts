import type { Fields } from '../helpers/making.ts';
import type { Newsroom } from '../helpers/newsroom.ts';
import { newsroom } from '../helpers/newsroom.ts';
import type { Thing } from '../helpers/speaking.ts';

// A checker rates the claim that wages rose as true, on 10 March 2022, by a table of February. Then something happens.
//
// By hand: what became public after the review makes it stale: other evidence that supports or refutes, somebody's first
// denial, a notice, another wording of the claim. Context does not, nor does what the checker had considered. Evidence that
// is older than the review and was linked only since is unconsidered. A review without a date cannot be told.
// Not to be said: that the verdict is wrong; that two verdicts make one of the middle.
type Happening = (room: Newsroom, rose: Thing) => unknown;
const survey = (bearing: string, publishedAt: string): Happening => {
  return (room, rose) => room.evidence(bearing, rose, 'A survey', { publishedAt });
};
const union = (stance: 'denies' | 'declines_to_comment', ...dates: string[]): Happening => {
  return (room, rose) => {
    const speaker = room.organization('Union');
    for (const date of dates) room.article('Gazette', date, [speaker.says(stance, rose)]);
  };
};
const notice = (kind: string, at: string): Happening => {
  return (room, rose) => {
    const article = room.article('Courier', '2022-03-01', [room.person('Minister').affirms(rose)]);
    room.update(article, { notices: [{ kind, at }] });
  };
};
const text = (language: string, words: string): Happening => {
  return (room, rose) => room.update(rose, { text: { [language]: words } });
};

const cases: readonly [story: string, happens: Happening, status: string, ...reasons: string[]][] = [
  ['nothing happens', () => {}, 'current'],
  ['evidence against it comes out', survey('refutes', '2022-04-01'), 'stale', 'evidence'],
  ['more evidence for it comes out', survey('supports', '2022-04-01'), 'stale', 'evidence'],
  ['context comes out', survey('context', '2022-04-01'), 'current'],
  ['old evidence is linked', survey('refutes', '2021-12-01'), 'unconsidered', 'unconsidered_evidence'],
  ['the union denies it', union('denies', '2022-04-01'), 'stale', 'denial'],
  ['the union denies it again', union('denies', '2022-03-01', '2022-04-01'), 'current'],
  ['the union declines to comment', union('declines_to_comment', '2022-04-01'), 'current'],
  ['its paper retracts', notice('retraction', '2022-04-01'), 'stale', 'retraction'],
  ['its paper corrects', notice('correction', '2022-04-01'), 'stale', 'correction'],
  ['its paper had corrected', notice('correction', '2022-03-05'), 'current'],
  ['the claim is put otherwise', text('en', 'Real wages rose.'), 'stale', 'wording'],
  ['the claim is translated', text('de', 'Die Löhne stiegen.'), 'current'],
];

/** A claim of the ministry's that the checker rated as true, by a table that is older. */
function reviewed(room: Newsroom, dated: Fields): { rose: Thing; considered: Fields } {
  const rose = room.claim('Wages rose.');
  room.article('Tribune', '2022-03-01', [room.government('Ministry').affirms(rose)]);
  const table = room.evidence('supports', rose, 'A table', { publishedAt: '2022-02-01' });
  const considered = { evidenceIds: [table.id] };
  room.review(room.organization('Checker'), 'true', rose, { ...considered, ...dated });
  return { rose, considered };
}

for (const [story, happens, status, ...reasons] of cases) {
  newsroom(`a review, and ${story}`, (room, t) => {
    const { rose, considered } = reviewed(room, { publishedAt: '2022-03-10' });
    room.review(room.organization('Other'), 'false', rose, considered);
    happens(room, rose);
    const known = room.known(rose);
    const [ours, other] = known.staleReviews.items;
    t.match(ours, { reviewId: 'Checker: true', status });
    t.strictSame([...new Set(ours?.reasons.map(({ kind }) => kind))], reasons);
    t.match(other, { reviewId: 'Other: false', status: 'unknown' });
    t.strictSame(
      known.verdicts.items.map(({ verdict }) => verdict),
      ['true', 'false'],
      'side by side',
    );
  });
}
