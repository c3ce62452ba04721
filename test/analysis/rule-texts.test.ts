import { test } from 'tap';
import { type Assessment, assess } from '../../src/analysis/assessment.ts';
import type { LinkedDocument } from '../../src/analysis/chains.ts';
import { dependentsAmong } from '../../src/analysis/dependents.ts';
import { outletDependencies } from '../../src/analysis/outlets.ts';
import { positionOf } from '../../src/analysis/positions.ts';
import { ruleTexts } from '../../src/analysis/rule-texts.ts';
import { type RuleName, ruleVersions } from '../../src/analysis/rules.ts';
import { supportWithout } from '../../src/analysis/support.ts';
import { pick } from '../helpers/picking.ts';
import { startService } from '../helpers/service.ts';
import { claimId, recordOf } from './rule-examples.ts';

const names = Object.keys(ruleVersions) as RuleName[];

const groundOf = (name: RuleName) => ({
  ...{ claimId, documents: recordOf(name), wordings: [], truncated: false },
});

/** What the rule gives of its example: of the minister's positions, say, and of what rests on the agency. */
function figureOf(name: RuleName): unknown {
  if (name === 'positions') return positionOf(groundOf(name), new Set(['source_minister']));
  if (name === 'outletDependencies') {
    const documents = recordOf(name) as readonly LinkedDocument[];
    return outletDependencies(documents, new Set(documents.map(({ id }) => id)), 10);
  }
  if (name !== 'dependents') return assessmentOf(name)[name as keyof Assessment];
  const ground = groundOf(name);
  const attributions = dependentsAmong('source_agency', ground.documents).map(
    ({ document, countsNoMore }) => ({ id: document.id, countsNoMore }),
  );
  return { attributions, claims: [supportWithout('source_agency', ground).support] };
}

function assessmentOf(name: RuleName): Assessment {
  const { assessment } = assess(groundOf(name));
  if (!assessment) throw new Error('no assessment');
  return assessment;
}

for (const name of names) {
  test(`the example of ${name} is true`, (t) => {
    const { record, gives } = ruleTexts[name].example;
    t.strictSame(pick(figureOf(name), gives), gives);
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
