import { counted, newsroom } from '../helpers/newsroom.ts';

// The office of statistics was part of the ministry until the end of 2020, and stands on its own since. Both say that prices
// fell: in 2022 the ministry, and the office when the first column says.
//
// By hand: while it belonged to the ministry, the two may be one source: 1–2. Once it had left they are two: 2–2. Where it
// is not known when it spoke, or when it left, it may have belonged there still: 1–2. Days are those of its own calendar; an
// instant may still lie in the day that ended before elsewhere.
// Not to be said: that whoever was once part of a house speaks for it for ever.
const cases: readonly [saidAt: string | undefined, left: string | undefined, answer: string][] = [
  ['2019-06-01', '2020-12-31', '1–2 lineage_unknown'],
  ['2022-03-01', '2020-12-31', '2–2 no_shared_origin_recorded'],
  ['2021', '2020-12-31', '2–2 no_shared_origin_recorded'],
  ['2021-01-01T08:00:00Z', '2020-12-31', '1–2 lineage_unknown'],
  ['2021-03', '2020-12-31', '2–2 no_shared_origin_recorded'],
  [undefined, '2020-12-31', '1–2 lineage_unknown'],
  ['2022-03-01', '2022?', '1–2 lineage_unknown'],
  ['2022-03-01', undefined, '1–2 lineage_unknown'],
];

for (const [saidAt, left, answer] of cases) {
  newsroom(`an office that left (${left ?? 'never'}) and spoke (${saidAt ?? 'undated'})`, (room, t) => {
    const fell = room.claim('Prices fell.');
    const ministry = room.government('Ministry');
    const belonged = { sourceId: ministry.id, ...(left && { to: left }) };
    const office = room.organization('Office', { partOf: [belonged] });
    room.article('Tribune', '2022-03-01', [ministry.affirms(fell)]);
    const said = saidAt === undefined ? {} : { saidAt, medium: 'statement' };
    room.article('Gazette', saidAt === undefined ? undefined : '2022-03-02', [office.affirms(fell, said)]);
    t.equal(counted(room.known(fell)), answer);
    t.equal(room.known(fell).origins.items.length, 2, 'two sources by name, in any case');
  });
}

// An adviser to two ministries that have nothing else to do with each other: these are two, and she may speak for either: 2–3.
newsroom('an adviser to two ministries', (room, t) => {
  const fell = room.claim('Prices fell.');
  const [trade, labour] = [room.government('Trade'), room.government('Labour')];
  const affiliations = [trade, labour].map(({ id }) => ({ sourceId: id }));
  const adviser = room.person('Adviser', { affiliations });
  const said = [trade, adviser, labour].map((one) => one.affirms(fell));
  room.article('Tribune', '2022-03-01', said);
  t.equal(counted(room.known(fell)), '2–3 lineage_unknown');
});
