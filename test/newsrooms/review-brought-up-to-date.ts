import { newsroom } from '../helpers/newsroom.ts';

// A checker rates a claim in March. In April the union denies it. In May the checker looks again, and says so.
//
// By hand: today nothing is later than what the checker saw: current. By what was public in April the review was stale.
// Not to be said: in April, that it had been brought up to date.
newsroom('a review that was brought up to date', (room, t) => {
  const rose = room.claim('Wages rose.');
  room.article('Tribune', '2022-03-01', [room.government('Ministry').affirms(rose)]);
  const dates = { publishedAt: '2022-03-10', modifiedAt: '2022-05-10' };
  room.review(room.organization('Checker'), 'true', rose, dates);
  room.article('Gazette', '2022-04-01', [room.organization('Union').denies(rose)]);
  t.match(room.known(rose).staleReviews.items, [{ status: 'current', reasons: [] }]);
  t.match(room.knownAsOf(rose, '2022-04-15').certain.staleReviews.items, [{ status: 'stale' }]);
  t.match(room.knownAsOf(rose, '2022-06').certain.staleReviews.items, [{ status: 'current' }]);
});
