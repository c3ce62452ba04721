import { existsSync, readFileSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { test } from 'tap';
import { newIdentifier } from '../../src/model/identifiers.ts';
import { main, Place, withoutTime } from '../helpers/command-line.ts';
import type { Program } from '../helpers/programs.ts';
import { contents, lines } from '../helpers/transfer.ts';

// What is covered is told by the other tests; here processes only have to be many.
process.env._TAPJS_PROCESSINFO_COVERAGE_ = '0';

const claim = { type: 'claim', text: { en: 'It rained.' }, kind: 'factual', tense: 'past' };

/** So many lines, each after the first referring to another one before it. */
function manyLines(count: number): string {
  const ids = Array.from(
    { length: count / 2 },
    () => [newIdentifier('source'), newIdentifier('claim')] as const,
  );
  const [[first] = ['']] = ids;
  return lines(
    ...ids.flatMap(([source, id], index) => [
      { type: 'source', id: source, kind: 'organization', name: { en: `Source ${index}` } },
      { ...claim, id, externalId: `claim ${index}`, about: [{ name: { en: 'One' }, sourceId: first }] },
    ]),
  );
}

test('an import that is killed goes on where it was, and comes to the same', async (t) => {
  const place = new Place(t);
  const once = new Place(t);
  const file = place.file('many.ndjson', manyLines(2_000));
  for (const position of [1, 900]) {
    const { child, ended } = place.start('import', file);
    await place.reaches(position);
    child.kill('SIGKILL');
    t.equal((await ended).signal, 'SIGKILL');
  }
  const reached = place.position();
  t.ok(reached < 2_000, `it was killed at ${reached} of 2000`);
  const left = `created ${2_000 - reached}, updated 0, unchanged ${reached}, withdrawn 0, rejected 0\n`;
  t.match(await place.run('import', file), { code: 0, errors: left });
  t.match(await once.run('import', file), { code: 0 });
  t.strictSame(contents(await place.exported()), contents(await once.exported()));
  t.equal(place.position(), 2_000, 'each line was written once');
});

test('an import that is told to stop says how far it came', async (t) => {
  const place = new Place(t);
  const file = place.file('many.ndjson', manyLines(2_000));
  const { child, ended } = place.start('import', file);
  await place.reaches(200);
  child.kill('SIGINT');
  const { code, errors } = await ended;
  const [, told] =
    /^Stopped early: created (\d+), updated 0, unchanged 0, withdrawn 0, rejected 0\n$/.exec(errors) ?? [];
  t.equal(code, 130);
  t.equal(Number(told), place.position(), errors);
  t.ok(Number(told) < 2_000);
  t.match(await place.run('import', file), {
    code: 0,
    errors: new RegExp(`created ${2_000 - Number(told)}, .*unchanged ${told},`),
  });
  t.strictSame(place.temporaryFiles(), []);
});

test('two imports and somebody else write at once', async (t) => {
  const place = new Place(t);
  const file = place.file('many.ndjson', manyLines(1_200));
  await place.withStore(async (desk) => {
    const imports = [place.run('import', file), place.run('import', file, '--batch', '100')];
    const all = Promise.all(imports);
    let ended = false;
    all.finally(() => {
      ended = true;
    });
    let others = 0;
    while (!ended) {
      const [found] = await desk.store.find([{ type: 'claim', externalId: `claim ${others % 600}` }]);
      if (found) {
        await desk.update(found.id, { notes: { en: `Read ${others}` } });
        others++;
      }
      await sleep(5);
    }
    const summaries = (await all).map(({ code, errors }) => {
      t.equal(code, 0, errors);
      return errors.match(/\d+/g)?.map(Number) ?? [];
    });
    const [created, updated] = [0, 1].map((index) =>
      summaries.reduce((sum, one) => sum + (one[index] ?? 0), 0),
    );
    t.equal(created, 1_200, 'each line was created by one of them');
    t.ok(others > 5, `${others} writes of another`);
    t.equal(await desk.position(), 1_200 + others + (updated ?? 0), 'all that was acknowledged is there');
  });
  const { errors } = await place.run('import', file);
  t.match(errors, /^created 0, updated \d+, unchanged \d+, withdrawn 0, rejected 0/);
  t.strictSame(contents(await place.exported()).length, 1_200);
});

test('restoring that is killed leaves all or nothing', async (t) => {
  const place = new Place(t);
  const first = new Place(t);
  const file = place.file('all.ndjson');
  await first.run('import', place.file('many.ndjson', manyLines(4_000)));
  await first.run('export', file);
  const wal = `${place.database}-wal`;
  const { child, ended } = place.start('restore', '--from-export', file);
  // Its one transaction is under way once it spills into the log.
  while ((existsSync(wal) ? statSync(wal).size : 0) < 2_000_000 && child.exitCode === null) await sleep(1);
  child.kill('SIGKILL');
  t.equal((await ended).signal, 'SIGKILL');
  const reached = place.position();
  t.ok(reached === 0 || reached === 4_000, `all or nothing: ${reached}`);
  // On a busy machine the kill may come after the end.
  if (reached === 0)
    t.match(await place.run('restore', '--from-export', file), { code: 0, errors: /4000 changes/ });
  t.equal(await place.exported(), withoutTime(readFileSync(file, 'utf8')));
});

test('memory does not grow with the file', async (t) => {
  const place = new Place(t);
  const text = Object.fromEntries(['ar', 'de', 'en', 'es', 'fr'].map((tag) => [tag, 'x'.repeat(4_900)]));
  const count = 1_300;
  const waiting = Array.from({ length: count }, (_, index) => ({
    ...{ type: 'source', kind: 'organization', name: text, externalId: `${index}` },
    // Each of the first half waits for one of the second.
    ...(index < count / 2 && { partOf: [{ sourceId: `externalId:${index + count / 2}` }] }),
  }));
  const file = place.file('large.ndjson', lines(...waiting));
  t.ok(statSync(file).size > 31_000_000);
  const limited = { NODE_OPTIONS: '--max-old-space-size=40' };
  const run = async (...command: string[]) => {
    const program = place.startIn(limited, process.execPath, main, ...command);
    let peak = 0;
    const watching = setInterval(() => {
      peak = Math.max(peak, peakMegabytes(program));
    }, 20);
    const { code, errors } = await program.ended;
    clearInterval(watching);
    t.equal(code, 0, errors);
    t.ok(peak < 500, `${command[0]} held ${Math.round(peak)} MB at most`);
  };
  await run('import', file);
  t.equal(place.position(), count);
  await run('export', place.file('all.ndjson'));
  const restored = new Place(t);
  const program = restored.startIn(
    limited,
    process.execPath,
    main,
    'restore',
    '--from-export',
    place.file('all.ndjson'),
  );
  t.match(await program.ended, { code: 0 });
});

/** The most memory that a program has held so far, in megabytes; 0 where the system does not tell. */
function peakMegabytes({ child }: Program): number {
  try {
    const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
    return (Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0) * 1_024) / 1_000_000;
  } catch {
    return 0;
  }
}
