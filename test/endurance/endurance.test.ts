import { test } from 'tap';
import { endure } from './harness.ts';

test('what was acknowledged survives kill -9, and nothing is lost or written twice', async (t) => {
  const seed = Date.now() % 100_000;
  const plan = { folder: t.testdir(), seconds: 7, kills: 3, clients: 8, claims: 50, seed };
  const { violations, acknowledged, killed } = await endure(plan);
  t.strictSame(violations, [], `seed ${seed}`);
  t.ok(acknowledged > 20, `${acknowledged} writes were acknowledged`);
  t.equal(killed, 3);
});
