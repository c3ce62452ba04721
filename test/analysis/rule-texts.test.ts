import { test } from 'tap';
import { type Assessment, assess } from '../../src/analysis/assessment.ts';
import { ruleTexts } from '../../src/analysis/rule-texts.ts';
import { type RuleName, ruleVersions } from '../../src/analysis/rules.ts';
import { pick } from '../helpers/picking.ts';
import { startService } from '../helpers/service.ts';
import { claimId, recordOf } from './rule-examples.ts';

const names = Object.keys(ruleVersions) as RuleName[];

function assessmentOf(name: RuleName): Assessment {
  const ground = { claimId, documents: recordOf(name), wordings: [], truncated: false };
  const { assessment } = assess(ground);
  if (!assessment) throw new Error('no assessment');
  return assessment;
}

for (const name of names) {
  test(`the example of ${name} is true`, (t) => {
    const { record, gives } = ruleTexts[name].example;
    const figure = assessmentOf(name)[name as keyof Assessment];
    t.strictSame(pick(figure, gives), gives);
    t.ok(record.length > 1 && record.length <= 8);
    t.end();
  });
}

test('after the retractions nobody affirms it', (t) => {
  t.match(assessmentOf('retractions').originCount, { min: 0, max: 0 });
  t.end();
});

test('every rule has a page for people and one for programs, and the index names them all', async (t) => {
  const { get } = await startService(t, { BUNDLED_ARTICLE: 'never' });
  const headers = { accept: 'application/json' };
  const list = await get('/rules');
  const { body } = await get('/rules', { headers });
  t.strictSame(
    body.data.map(({ name }: { name: string }) => name),
    names,
  );
  for (const name of names) {
    const { title, counts, example } = ruleTexts[name];
    t.ok(list.text.includes(`/rules/${name}`) && list.text.includes(title), `${name} is listed`);
    const page = await get(`/rules/${name}`);
    t.match(page, { status: 200, headers: { 'content-type': /^text\/html/, vary: /Accept/ } });
    t.ok(page.text.includes(title) && page.text.includes('does not claim'), `${name} is explained`);
    t.match((await get(`/rules/${name}`, { headers })).body, {
      ...{ name, version: ruleVersions[name], title, counts: [...counts] },
      example: { gives: example.gives },
    });
    for (const [, other = ''] of page.text.matchAll(/href="\/rules\/(\w+)"/g))
      t.ok(names.includes(other as RuleName));
  }
  t.match(await get('/rules/truth'), { status: 404, body: { code: 'resource_not_found' } });
  t.match(await get('/rules', { headers: { accept: 'image/png' } }), { status: 406 });
});
