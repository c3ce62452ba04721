import { newsroom } from '../helpers/newsroom.ts';

// A guest says so in an article of some date; had it been said by a certain instant?
//
// By hand: a day lasts from its first hour anywhere (14 h before 00:00 UTC) to its last (12 h after 24:00 UTC). `?` and `~`
// may be off by one unit, either way, and are certain only beyond that. An open end is never certain, and what has no date
// at all may have been said at any time. An instant is what it says, in whatever offset.
const dates: readonly [
  publishedAt: string | undefined,
  asOf: string,
  answer: 'certain' | 'possible' | 'no',
][] = [
  ['2022-03-10', '2022-03-09T09:59:59Z', 'no'],
  ['2022-03-10', '2022-03-09T10:00:00Z', 'possible'],
  ['2022-03-10', '2022-03-11T11:59:58Z', 'possible'],
  ['2022-03-10', '2022-03-11T12:00:00Z', 'certain'],
  ['2022-03-10', '2022-03-10', 'certain'],
  ['2022-03-11', '2022-03-10', 'possible'],
  ['2022-03-10?', '2022-03-08T09:00:00Z', 'no'],
  ['2022-03-10?', '2022-03-08T11:00:00Z', 'possible'],
  ['2022-03-10?', '2022-03-10', 'possible'],
  ['2022-03-10?', '2022-03-11', 'certain'],
  ['2022-03~', '2022-01-20', 'no'],
  ['2022-03~', '2022-02-05', 'possible'],
  ['2022-03~', '2022-03-31', 'possible'],
  ['2022-03~', '2022-05-02', 'certain'],
  ['2022-03-1X', '2022-03-15', 'possible'],
  ['2022-03-1X', '2022-03-19', 'certain'],
  ['2022-03-01/2022-03-10', '2022-02-26', 'no'],
  ['2022-03-01/2022-03-10', '2022-03-05', 'possible'],
  ['2022-03-01/2022-03-10', '2022-03-10', 'certain'],
  ['2022-03-01/..', '2022-02-26', 'no'],
  ['2022-03-01/..', '2025', 'possible'],
  ['../2022-03-10', '2022-02-01', 'possible'],
  ['../2022-03-10', '2022-03-10', 'certain'],
  ['2022-03-10T12:00:00+02:00', '2022-03-10T09:59:59Z', 'no'],
  ['2022-03-10T12:00:00+02:00', '2022-03-10T10:00:00Z', 'certain'],
  [undefined, '2022', 'possible'],
];

newsroom('uncertain dates', (room, t) => {
  for (const [publishedAt, asOf, answer] of dates) {
    const late = room.claim(`The train was late (${publishedAt}, ${asOf}).`);
    room.article('Paper', publishedAt, [room.person('Guest').affirms(late)]);
    const { certain, possible, differing } = room.knownAsOf(late, asOf);
    const origins = [certain.originCount.max, possible.originCount.max];
    const [now, maybe] = { certain: [1, 1], possible: [0, 1], no: [0, 0] }[answer];
    t.strictSame(origins, [now, maybe], `${publishedAt ?? 'no date'} by ${asOf}: ${answer}`);
    t.equal(differing.length, answer === 'possible' ? 2 : 0, 'the guest and the paper, or nobody');
  }
});

// Which of two uncertain dates came first? Where they overlap, both may have.
newsroom('uncertain first appearances', (room, t) => {
  const late = room.claim('The train was late.');
  const guest = room.person('Guest');
  for (const date of ['2022-03-09/2022-03-12', '2022-03-11', '2022-03-20', undefined]) {
    room.article(`Paper of ${date}`, date, [guest.affirms(late)]);
  }
  const candidates = room.known(late).firstAppearance.items.map(({ articleId }) => articleId.split(',')[0]);
  t.strictSame(candidates.sort(), [
    'Paper of 2022-03-09/2022-03-12',
    'Paper of 2022-03-11',
    'Paper of undefined',
  ]);
});
