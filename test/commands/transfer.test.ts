import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { loadBundledArticle } from '../../src/bundled/load.ts';
import { main, Place, withoutTime } from '../helpers/command-line.ts';
import { contents, lines } from '../helpers/transfer.ts';

const claim = { type: 'claim', text: { en: 'It rained.' }, kind: 'factual', tense: 'past' };

test('what a database holds goes out, and comes in elsewhere', async (t) => {
  const place = new Place(t);
  const file = place.file('all.ndjson');
  await place.withStore(({ store }) => loadBundledArticle(store));
  t.match(await place.run('export', file), { code: 0, output: '', errors: '' });
  const all = withoutTime(readFileSync(file, 'utf8'));
  t.equal(all, await place.exported());
  t.strictSame(readdirSync(place.folder).toSorted(), ['all.ndjson', 'hearsay.db', 'temporary']);

  const restored = new Place(t);
  t.match(await restored.run('restore', '--from-export', file), {
    code: 0,
    output: '',
    errors: /^Restored.* 109 changes/,
  });
  const { code, output, errors } = await restored.run('export');
  t.strictSame([code, errors], [0, '']);
  t.equal(withoutTime(output), all);
  const again = await restored.run('restore', '--from-export', file);
  t.match(again, { code: 1, output: '', errors: /^The store has held something.*DATABASE_URL\.\n$/ });

  const imported = new Place(t);
  const now = await place.startIn(
    {},
    'sh',
    '-c',
    `exec "${process.execPath}" "${main}" export --no-history -`,
  ).ended;
  const cat = `cat "${imported.file('now.ndjson', now.output)}" | "${process.execPath}" "${main}" import - --comment Elsewhere`;
  t.match(await imported.startIn({}, 'sh', '-c', cat).ended, {
    ...{ code: 0, output: '' },
    errors: 'created 109, updated 0, unchanged 0, withdrawn 0, rejected 0\n',
  });
  const there = await imported.exported();
  t.strictSame(contents(there), contents(all));
  t.match(JSON.parse(there.trim().split('\n').at(-1) ?? ''), { actor: 'command_line', comment: 'Elsewhere' });
  t.match(await imported.run('import', file), { code: 0, errors: /^created 0, updated 0, unchanged 109, / });
  t.equal(imported.position(), 109);
  const empty = await new Place(t).run('restore', '--from-export', imported.file('now.ndjson'));
  t.match(empty, { code: 1, errors: /without its history.*import/ });
  t.strictSame(
    [place, restored, imported].flatMap((one) => one.temporaryFiles()),
    [],
  );
});

test('rejected lines are reported, and a dry run writes nothing', async (t) => {
  const place = new Place(t);
  await place.withStore((desk) => desk.create('claim', { externalId: 'rain' }));
  const withdrawal = { kind: 'other', reason: { en: 'A mistake' } };
  const file = place.file(
    'some.ndjson',
    lines(
      { ...claim, externalId: 'rain', tense: 'present' },
      { ...claim, externalId: 'sun', withdrawal },
      '{',
      {
        ...claim,
        tense: 'now',
        colour: 'red',
      },
    ),
  );
  const report = [
    { line: 3, pointer: '', code: 'not_json' },
    { line: 4, pointer: '/tense', code: 'invalid_value' },
    { line: 4, pointer: '/colour', code: 'unknown_field' },
  ];
  const reported = () =>
    readFileSync(place.file('report.ndjson'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => {
        const { detail, ...told } = JSON.parse(line);
        t.type(detail, 'string');
        return told;
      });
  const digest = () => createHash('sha256').update(readFileSync(place.database)).digest('hex');
  const counts = 'created 1, updated 1, unchanged 0, withdrawn 1, rejected 2\n';
  const before = digest();
  const dry = await place.run('import', file, '--dry-run', '--report', place.file('report.ndjson'));
  t.match(dry, { code: 1, output: '', errors: `Nothing was written; it would be: ${counts}` });
  t.strictSame(reported(), report);
  t.equal(digest(), before, 'nothing was written');
  t.match(await place.run('import', file, '--report', place.file('report.ndjson')), {
    code: 1,
    output: '',
    errors: counts,
  });
  t.strictSame(reported(), report);
  t.equal(place.position(), 4);
  const told = await place.run('import', file);
  t.match(told, {
    code: 1,
    output: '',
    errors:
      /^line 3: .*\nline 4 \/tense: .*\nline 4 \/colour: .*\ncreated 0, updated 0, unchanged 2, withdrawn 0, rejected 2\n$/,
  });
  const many = place.file('many.ndjson', lines(...Array.from({ length: 30 }, () => '{')));
  const { errors } = await place.run('import', many);
  t.match(errors, /line 20: .*\nand 10 more; --report FILE writes all of them\ncreated 0/);
  t.strictSame(place.temporaryFiles(), []);
  const nowhere = new Place(t);
  t.match(await nowhere.run('import', '--dry-run', file), { code: 1, errors: /it would be: created 2,/ });
  t.notOk(existsSync(nowhere.database), 'not even a database');
});

test('a wrong call is told in a sentence', async (t) => {
  const place = new Place(t);
  const cases: [command: string[], code: number, errors: RegExp][] = [
    [['import'], 2, /^import needs a file after it/],
    [['import', 'one', 'two'], 2, /^import takes one file after it/],
    [['import', 'one', '--batch', '0'], 2, /^--batch 0: must be a whole number/],
    [['import', 'nothing.ndjson'], 1, /^ENOENT.*nothing\.ndjson'\n$/],
    [['export', '--history'], 2, /'--history'/],
    [['export'], 1, /^There is no database .*hearsay\.db/],
    [['restore'], 2, /^restore needs --from-export/],
    [['restore', '--from-export', 'nothing.ndjson'], 1, /^ENOENT/],
  ];
  for (const [command, code, errors] of cases) {
    t.match(await place.run(...command), { code, output: '', errors }, command.join(' '));
    t.notOk(existsSync(place.database), 'no database was made');
  }
  await place.withStore((desk) => desk.create('claim'));
  const ended = await place.run('export', join('nowhere', 'all.ndjson'));
  t.match(ended, { code: 1, errors: /^ENOENT.*nowhere/ });
});

test('an export ends quietly when nobody reads on', async (t) => {
  const place = new Place(t);
  await place.withStore(({ store }) => loadBundledArticle(store));
  const { child, ended } = place.start('export');
  const [chunk] = await once(child.stdout as NonNullable<typeof child.stdout>, 'data');
  t.match(String(chunk), /^\{"type":"export"/);
  child.stdout?.destroy();
  t.match(await ended, { code: 0, signal: null, errors: '' });
});
