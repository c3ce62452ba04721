import { join } from 'node:path';
import { test } from 'tap';
import type { Problem } from '../../src/errors.ts';
import { newIdentifier } from '../../src/model/identifiers.ts';
import { Desk } from '../helpers/making.ts';
import { emptyFolder } from '../helpers/programs.ts';
import { openSqliteFile } from '../helpers/sqlite.ts';
import { exported, lines, restored } from '../helpers/transfer.ts';

// biome-ignore lint/suspicious/noExplicitAny: lines are taken apart and made wrong
type Line = any;

/** Makes a wrong export of the lines of a right one. */
type Spoil = (all: Line[]) => unknown[];

const isChange = (seq: number) => (line: Line) => line.type === 'change' && line.seq === seq;

function changed(which: (line: Line) => boolean, change: (line: Line) => object): Spoil {
  return (all) => all.map((line) => (which(line) ? { ...line, ...change(line) } : line));
}

test('an export that does not fit is refused by its place, and the store stays empty', async (t) => {
  const desk = new Desk((await openSqliteFile(t, {}, join(emptyFolder(t), 'hearsay.db'))).store);
  const { store } = (await openSqliteFile(t, {}, join(emptyFolder(t), 'hearsay.db'))) as {
    store: Desk['store'];
  };
  const claim = await desk.create('claim', { externalId: 'rain' });
  await desk.update(claim.id, { tense: 'present' });
  const other = await desk.create('claim');
  await desk.create('relation', { kind: 'contradicts', fromClaimId: claim.id, toClaimId: other.id });
  await desk.withdraw(other.id, claim.id);
  const file = await exported(desk.store);
  const right = file
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
  t.strictSame(
    right.map(({ type, id, revision, document }) => [type, id ?? '', revision, document !== undefined]),
    [
      ['export', '', undefined, false],
      ['claim', claim.id, 2, false],
      ['claim', other.id, 2, false],
      ['relation', right[3].id, 1, false],
      ['change', claim.id, 1, true],
      ['change', claim.id, 2, false],
      ['change', other.id, 1, true],
      ['change', right[3].id, 1, false],
      ['change', other.id, 2, false],
    ],
  );
  const first = (line: Line) => line.id === claim.id && line.type === 'claim';
  const last = (line: Line) => line.id === right[3].id && line.type === 'relation';
  const lost = newIdentifier('claim');
  const cases: [name: string, spoil: Spoil, ...places: [pointer: string, code: string][]][] = [
    ['nothing', () => []],
    ['no head', (all) => all.slice(1)],
    [
      'a later format',
      changed(
        ({ type }) => type === 'export',
        () => ({ format: 2 }),
      ),
    ],
    [
      'no history',
      changed(
        ({ type }) => type === 'export',
        () => ({ history: false }),
      ),
    ],
    ['cut short', (all) => all.slice(0, -1)],
    ['without the log', (all) => all.slice(0, 4)],
    ['a change is missing', (all) => all.filter((line) => !isChange(2)(line))],
    [
      'more changes than it says',
      changed(
        ({ type }) => type === 'export',
        () => ({ position: 4 }),
      ),
    ],
    ['a document is missing', (all) => all.filter((line) => !first(line)), ['/4/id', 'dangling_reference']],
    ['a document that no change led to', (all) => [...all, { ...all[1], id: lost, externalId: 'sun' }]],
    ['a document twice', (all) => [...all, all[1]], ['/10', 'duplicate']],
    ['a change twice', (all) => [...all, all[4]], ['/10', 'duplicate']],
    ['a document breaks its schema', changed(first, () => ({ tense: 'now' })), ['/2/tense', 'invalid_value']],
    [
      'a name twice',
      changed(
        (line) => line.id === other.id && line.type === 'claim',
        () => ({ externalId: 'rain' }),
      ),
      ['/9', 'conflict'],
    ],
    ['a reference to nothing', changed(last, () => ({ toClaimId: lost })), ['/8', 'dangling_reference']],
    [
      'a reference to another type',
      changed(last, () => ({ toClaimId: right[3].id })),
      ['/4/toClaimId', 'invalid_format'],
    ],
    ['another revision stands', changed(first, () => ({ revision: 3 })), ['/6/revision', 'wrong_revision']],
    [
      'a revision is left out',
      changed(isChange(1), ({ document }) => ({ revision: 3, document: { ...document, revision: 3 } })),
      ['/5/revision', 'wrong_revision'],
    ],
    [
      'a time goes back',
      changed(isChange(2), () => ({ at: '2001-01-01T00:00:00.000Z' })),
      ['/6/at', 'wrong_order'],
    ],
    ['a time that is none', changed(isChange(2), () => ({ at: 'today' })), ['/6/at', 'invalid_format']],
    [
      'an action that is none',
      changed(isChange(2), () => ({ action: 'eaten' })),
      ['/6/action', 'invalid_value'],
    ],
    [
      'a change of another resource',
      changed(isChange(2), () => ({ resource: 'source' })),
      ['/6/id', 'invalid'],
    ],
    [
      'a concern that is none',
      changed(isChange(2), () => ({ concerns: ['everybody'] })),
      ['/6/concerns/0', 'invalid'],
    ],
    ['a field that is none', changed(isChange(2), () => ({ colour: 'red' })), ['/6/colour', 'unknown_field']],
    [
      'an older document breaks its schema',
      changed(isChange(1), ({ document }) => ({ document: { ...document, text: 1 } })),
      ['/5/document/text', 'invalid_type'],
    ],
    [
      'an older document of another',
      changed(isChange(1), ({ document }) => ({ document: { ...document, id: lost } })),
      ['/5/document', 'wrong_document'],
    ],
    ['a line of another kind', (all) => [...all, { type: 'opinion' }], ['/10/type', 'invalid_value']],
    ['broken JSON', (all) => [...all, '{'], ['/10', 'not_json']],
  ];
  for (const [name, spoil, ...places] of cases) {
    const refusal = restored(store, lines(...spoil(right))).then(
      () => t.fail(`${name} was not refused`),
      (error: Problem) => error,
    );
    const { name: kind, code, errors = [] } = (await refusal) as Problem;
    t.strictSame([kind, code], ['Problem', 'invalid_document'], name);
    t.strictSame(
      errors.map(({ pointer, code }) => [pointer, code]),
      places,
      name,
    );
    t.equal((await store.check()).position, 0, `${name}: nothing was written`);
  }
  await t.rejects(restored(store, lines({ ...right[0], history: false })), {
    message: /without its history.*import/,
  });
  const blanks = file.replaceAll('\n', '\r\n\n');
  t.equal((await restored(store, blanks)).position, 5, 'a right one is restored after all');
  t.equal(await exported(store), file);
  await t.rejects(restored(store, file), { code: 'conflict' }, 'only once');
  t.equal(await exported(store), file);
  await new Desk(store).update(claim.id, { tense: 'past' });
  t.match(await new Desk(store).read('claim', claim.id), { revision: 3 }, 'and it can be written on');
});
