import type { Fields } from '../helpers/making.ts';
import type { Newsroom } from './newsroom.ts';
import { newsroom } from './newsroom.ts';
import type { Thing } from './speaking.ts';

// A checker rates the claim that wages rose as true, on 10 March 2022, by a table of February. Then something happens.
//
// By hand: what became public after the review makes it stale: other evidence that supports or refutes, somebody's first
// denial, a notice, another wording of the claim. Context does not, nor does what the checker had considered. Evidence that
// is older than the review and was linked only since is unconsidered. A review without a date cannot be told.
// Not to be said: that the verdict is wrong; that two verdicts make one of the middle.
const cases: readonly [
  story: string,
  status: string,
  reasons: string[],
  (room: Newsroom, rose: Thing) => void,
][] = [
  ['nothing happens', 'current', [], () => {}],
  [
    'evidence against it comes out',
    'stale',
    ['evidence'],
    (room, rose) => {
      room.evidence('refutes', rose, 'A survey', { publishedAt: '2022-04-01' });
    },
  ],
  [
    'more evidence for it comes out',
    'stale',
    ['evidence'],
    (room, rose) => {
      room.evidence('supports', rose, 'A survey', { publishedAt: '2022-04-01' });
    },
  ],
  [
    'context comes out',
    'current',
    [],
    (room, rose) => {
      room.evidence('context', rose, 'A history', { publishedAt: '2022-04-01' });
    },
  ],
  [
    'old evidence is linked',
    'unconsidered',
    ['unconsidered_evidence'],
    (room, rose) => {
      room.evidence('refutes', rose, 'An older survey', { publishedAt: '2021-12-01' });
    },
  ],
  [
    'the union denies it',
    'stale',
    ['denial'],
    (room, rose) => {
      room.article('Gazette', '2022-04-01', [room.organization('Union').denies(rose)]);
    },
  ],
  [
    'the union denies it again',
    'current',
    [],
    (room, rose) => {
      const union = room.organization('Union');
      room.article('Gazette', '2022-03-01', [union.denies(rose)]);
      room.article('Gazette', '2022-04-01', [union.denies(rose)]);
    },
  ],
  [
    'the union declines to comment',
    'current',
    [],
    (room, rose) => {
      room.article('Gazette', '2022-04-01', [room.organization('Union').says('declines_to_comment', rose)]);
    },
  ],
  [
    'its paper retracts',
    'stale',
    ['retraction'],
    (room, rose) => notice(room, rose, 'retraction', '2022-04-01'),
  ],
  [
    'its paper corrects',
    'stale',
    ['correction'],
    (room, rose) => notice(room, rose, 'correction', '2022-04-01'),
  ],
  ['its paper had corrected', 'current', [], (room, rose) => notice(room, rose, 'correction', '2022-03-05')],
  [
    'the claim is put otherwise',
    'stale',
    ['wording'],
    (room, rose) => {
      room.update(rose, { text: { en: 'Real wages rose.' } });
    },
  ],
  [
    'the claim is translated',
    'current',
    [],
    (room, rose) => {
      room.update(rose, { text: { de: 'Die Löhne stiegen.' } });
    },
  ],
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

function notice(room: Newsroom, rose: Thing, kind: string, at: string): void {
  const article = room.article('Courier', '2022-03-01', [room.person('Minister').affirms(rose)]);
  room.update(article, { notices: [{ kind, at }] });
}

for (const [story, status, reasons, happens] of cases) {
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

// The checker looks again in May, at the survey of April as well. In between, by what was public then, the review was stale.
newsroom('a review that was brought up to date', (room, t) => {
  const { rose } = reviewed(room, { publishedAt: '2022-03-10', modifiedAt: '2022-05-10' });
  room.article('Gazette', '2022-04-01', [room.organization('Union').denies(rose)]);
  t.match(room.known(rose).staleReviews.items, [{ status: 'current', reasons: [] }]);
  t.match(room.knownAsOf(rose, '2022-04-15').certain.staleReviews.items, [{ status: 'stale' }]);
  t.match(room.knownAsOf(rose, '2022-06').certain.staleReviews.items, [{ status: 'current' }]);
});
