import { test } from 'tap';
import { startService } from '../helpers/service.ts';

const liu = 'moscow-beijing/liu';

test('claims by the source that takes a stand on them', async (t) => {
  const { get } = await startService(t);
  const { body: sources } = await get(`/v1/sources?externalId=${liu}`);
  const { status, body } = await get(`/v1/claims?source=${sources.data[0].id}&sort=createdAt`);
  t.equal(status, 200);
  t.strictSame(
    body.data.map(({ externalId }: { externalId: string }) => externalId),
    ['asked-equipment', 'situation-worrying', 'no-escalation-priority'].map((key) => `moscow-beijing/${key}`),
  );
});
