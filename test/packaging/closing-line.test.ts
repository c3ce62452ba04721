import { test } from 'tap';
import { closingLine } from '../../.ci/closing-line.ts';

test('the closing line of a check says what tap counted', (t) => {
  const lines: [string, string | undefined][] = [
    ['# { total: 906, pass: 906 }\n# time=1500.3ms\n', '906 passed, 0 failed'],
    ['# { total: 4, pass: 1, fail: 2, skip: 1 }\n', '1 passed, 2 failed, 1 skipped'],
    ['# { total: 5, pass: 3, todo: 1, skip: 1 }\n', '3 passed, 0 failed, 2 skipped'],
    ['# { total: 1, pass: 0, fail: 1 }\n', '0 passed, 1 failed'],
    ['    # { total: 1, pass: 1 }\n# { total: 2, pass: 2 }\n', '2 passed, 0 failed'],
    ['npm error code 1\n', undefined],
    ['', undefined],
  ];
  for (const [output, expected] of lines) t.equal(closingLine(output), expected);
  t.end();
});
