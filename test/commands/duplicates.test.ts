import { join } from 'node:path';
import { type Test, test } from 'tap';
import { Desk } from '../helpers/making.ts';
import { emptyFolder, root, runProgram, startProgram } from '../helpers/programs.ts';
import { openSqliteFile, type SqliteFile } from '../helpers/sqlite.ts';

const main = join(root, 'src/hearsay.js');

/** A database with two pairs of sources, open here as in a server, and the command on it. */
async function filled(t: Test) {
  const file = await openSqliteFile(t);
  const desk = new Desk(file.store);
  const create = (en: string, fields = {}) => desk.create('source', { name: { en }, ...fields });
  const sameAs = ['https://example.org'];
  const guardian = await create('The Guardian', { sameAs });
  const times = await create('The Times');
  const other = await create('\u001bTimes', { kind: 'person' });
  const again = await create('guardian', { sameAs });
  await create('Somebody else');
  return { ...file, guardian, times, other, again };
}

function run(t: Test, { url }: SqliteFile, ...given: string[]) {
  const env = { DATABASE_URL: url, PUBLIC_URL: 'https://hearsay.example' };
  return runProgram(t, process.execPath, [main, 'duplicates', ...given], { env });
}

test('pairs are listed with what they have alike and how they are merged', async (t) => {
  const file = await filled(t);
  const { guardian, times, other, again } = file;
  const { output, errors } = await run(t, file);
  t.equal(errors, '');
  const [first, second, merging, ...rest] = output.split('\n\n');
  t.equal(
    first,
    `${times.id} (organization, revision 1) The Times\n${other.id} (person, revision 1)  Times\n  name: times`,
    'and nothing that steers a terminal',
  );
  t.equal(
    second,
    `${guardian.id} (organization, revision 1) The Guardian\n${again.id} (organization, revision 1) guardian
  sameAs: https://example.org\n  name: guardian`,
  );
  t.match(
    merging,
    /^[^\n]*curl -X POST [^\n]*"replacedById":"[^\n]* https:\/\/hearsay\.example\/v1\/sources\/ID\/withdrawal\n$/,
  );
  t.strictSame(rest, []);
});

test('pairs are listed as lines of JSON, as many as are asked for', async (t) => {
  const file = await filled(t);
  const lines = (output: string) =>
    output
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
  const all = await run(t, file, '--json');
  t.strictSame(lines(all.output), [
    { older: file.times, newer: file.other, matched: [{ on: 'name', value: 'times' }] },
    {
      older: file.guardian,
      newer: file.again,
      matched: [
        { on: 'sameAs', value: 'https://example.org' },
        { on: 'name', value: 'guardian' },
      ],
    },
  ]);
  const one = await run(t, file, '--json', '--limit', '1');
  t.strictSame(lines(one.output), lines(all.output).slice(0, 1));
  t.equal(one.errors, 'Stopped after 1; there may be more.\n');
});

test('where no two are alike, that is said', async (t) => {
  const file = await openSqliteFile(t);
  t.equal((await run(t, file)).output, 'No two sources recorded here are alike.\n');
  t.equal((await run(t, file, '--json')).output, '');
});

test('a limit that is none is refused', async (t) => {
  const options = { cwd: emptyFolder(t) };
  const program = startProgram(t, process.execPath, [main, 'duplicates', '--limit', '0'], options);
  const { code, output, errors } = await program.ended;
  t.strictSame([code, output], [2, '']);
  t.match(errors, /^--limit 0: must be a whole number/);
});
