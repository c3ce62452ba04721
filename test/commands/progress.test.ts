import { setTimeout as sleep } from 'node:timers/promises';
import { test } from 'tap';
import { Progress } from '../../src/commands/progress.ts';

/** Long enough for a bar to show itself. */
const moment = 120;
const anew = '\r\x1b[K';

function terminal(isTTY: boolean, columns = 100) {
  const written: string[] = [];
  const write = (text: string) => written.push(text);
  return { written, stream: { isTTY, columns, write } as unknown as NodeJS.WriteStream };
}

test('a bar on a terminal tells how much is done, how fast, and what is left', async (t) => {
  const { written, stream } = terminal(true);
  const progress = new Progress('lines', 4_000, stream);
  await sleep(moment);
  progress.add(1_000);
  progress.add(1_000);
  t.equal(written.length, 1, 'not more often than can be read');
  t.equal(
    written[0]?.slice(0, anew.length + 54),
    `${anew} 25% [######------------------] 1,000 of 4,000 lines  `,
  );
  t.match(written[0], / {2}[\d,]+ lines\/s {2}1 s left$/);
  await sleep(moment);
  progress.add(2_000);
  t.match(written[1], /100% \[#{24}\] 4,000 of 4,000 lines .* 0 s left$/);
  progress.end();
  t.strictSame(written.slice(2), [anew], 'and goes in the end');
});

test('where nobody knows how much there is, it tells what is done', async (t) => {
  const { written, stream } = terminal(true, 30);
  const progress = new Progress('bytes', undefined, stream);
  await sleep(moment);
  progress.add(2_500_000);
  t.match(written[0]?.slice(anew.length), /^2\.5 MB {2}[\d.]+ MB\/s$/);
  progress.say('x'.repeat(100));
  t.equal(written[1], `${anew}${'x'.repeat(29)}`, 'on one line');
});

test('elsewhere there is none', async (t) => {
  const { written, stream } = terminal(false);
  const progress = new Progress('lines', 10, stream);
  await sleep(moment);
  progress.add(5);
  progress.end();
  t.strictSame(written, []);
});
