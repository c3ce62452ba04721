import { test } from 'tap';
import { endure } from './run.ts';

test('nothing acknowledged is lost and nothing is written twice, though servers are killed', async (t) => {
  const seed = Date.now() % 1_000_000;
  const { violations, figures } = await endure({ seconds: 4, kills: 3, clients: 8, claims: 50, seed });
  t.strictSame(violations.slice(0, 20), [], `seed ${seed}`);
  t.ok(
    (figures['writes acknowledged'] ?? 0) > 20,
    `${figures['writes acknowledged']} writes were acknowledged`,
  );
});
