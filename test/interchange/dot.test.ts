import { test } from 'tap';
import { toDot } from '../../src/interchange/dot.ts';
import { stance } from '../../src/model/attribution.ts';
import {
  aClaim,
  aDocument,
  aGraph,
  anAttribution,
  aSource,
  bundledGraph,
  draw,
  hostileTexts,
  linesBetween,
} from '../helpers/pictures.ts';

const claim = aClaim('claim');
const withdrawal = { at: '2026-01-01T00:00:00.000Z', kind: 'other', reason: { en: 'x' } };

test('each stance is drawn in its own way, also without colours', async (t) => {
  const looks = new Set<string>();
  for (const value of stance.options) {
    const [line] = linesBetween(
      draw(aGraph(claim, aSource('witness'), anAttribution('a', 'witness', value))),
      'witness',
      'claim',
    );
    t.ok(line, value);
    looks.add(`${line?.style} ${line?.arrowAtEnd} ${line?.label}`);
    const spoken = value.replaceAll('_', ' ');
    t.equal(line?.label, value === 'affirms' || value === 'relays' ? '' : spoken);
  }
  t.equal(looks.size, stance.options.length);
});

test('the legend names the stances that occur and no others', async (t) => {
  const graph = aGraph(claim, anAttribution('a', 'paper', 'affirms'), anAttribution('b', 'paper', 'doubts'));
  const legend = (language: string) =>
    [...draw(graph, language).nodes]
      .filter(([id]) => id.startsWith('legend word'))
      .map(([, { label }]) => label);
  t.same(new Set(legend('en')), new Set(['affirms', 'doubts']));
  t.same(new Set(legend('ar')), new Set(['تأكيد', 'تشكيك']));
  t.equal(draw(aGraph(claim)).nodes.has('legend 0'), false);
});

test('words flow from the start of a chain through its carriers', async (t) => {
  const chain = (id: string, claimId: string) => [
    anAttribution(`${id}1`, 'paper', 'relays', { claimId }),
    anAttribution(`${id}2`, 'agency', 'relays', { claimId, viaId: `${id}1` }),
    anAttribution(`${id}3`, 'officials', 'affirms', { claimId, viaId: `${id}2` }),
  ];
  const sources = [
    aSource('agency'),
    aSource('minister'),
    aSource('officials', { kind: 'anonymous', citedById: 'agency', identifiedAs: { sourceId: 'minister' } }),
  ];
  const picture = draw(
    aGraph(claim, aClaim('claim2'), ...sources, ...chain('a', 'claim'), ...chain('b', 'claim2')),
  );
  for (const [carrier, carried] of [
    ['paper', 'agency'],
    ['agency', 'officials'],
  ] as const) {
    const [line, ...more] = linesBetween(picture, carrier, carried);
    t.equal(line?.label, 'carries 2');
    t.not(line?.arrowAtStart, 'none');
    t.equal(line?.arrowAtEnd, 'none');
    t.same(more, []);
  }
  t.equal(linesBetween(picture, 'officials', 'claim').length, 1);
  t.same(linesBetween(picture, 'agency', 'claim'), [], 'who only relays has no line to the claim');
  t.match(picture.nodes.get('officials')?.label, /unnamed\ncited by agency\nidentified as minister/);
});

test('a carrier with a stand of its own has its line to the claim', async (t) => {
  const picture = draw(
    aGraph(
      claim,
      aSource('witness'),
      anAttribution('a', 'paper', 'doubts', { presents: [{ stance: 'denies' }] }),
      anAttribution('b', 'witness', 'asks', { viaId: 'a', certainty: 'probable' }),
    ),
  );
  t.equal(linesBetween(picture, 'paper', 'claim')[0]?.label, 'doubts');
  t.equal(linesBetween(picture, 'paper', 'witness').length, 1);
  const [line] = linesBetween(picture, 'witness', 'claim');
  t.equal(line?.label, 'asks\nprobable\npresented as: denies');
});

test('what would look alike is one line with a count', async (t) => {
  const stands = ['a', 'b', 'c'].map((id) => anAttribution(id, 'witness', 'affirms'));
  const lines = linesBetween(draw(aGraph(claim, aSource('witness'), ...stands)), 'witness', 'claim');
  t.same(
    lines.map(({ label }) => label),
    ['×3'],
  );
});

test('an unknown origin is a node between who relays it and the claim', async (t) => {
  const picture = draw(
    aGraph(claim, aSource('reports'), anAttribution('a', 'reports', 'relays', { originUnknown: true })),
  );
  const unknown = [...picture.nodes].find(([, { label }]) => label?.startsWith('?'))?.[0] ?? '';
  t.match(picture.nodes.get(unknown)?.label, /origin unknown/);
  t.equal(linesBetween(picture, 'reports', unknown).length, 1);
  t.equal(linesBetween(picture, unknown, 'claim').length, 1);
  t.same(linesBetween(picture, 'reports', 'claim'), []);
});

test('a stand on a report is aimed at the report', async (t) => {
  const picture = draw(
    aGraph(
      claim,
      ...['reports', 'spokesperson', 'embassy'].map((id) => aSource(id)),
      anAttribution('a', 'reports', 'affirms'),
      anAttribution('b', 'spokesperson', 'disclaims_knowledge', { targetId: 'a', onBehalfOfId: 'embassy' }),
      anAttribution('c', 'reports', 'retracts', { retractsId: 'a' }),
    ),
  );
  const point = [...picture.nodes].find(([, { shape }]) => shape === 'point')?.[0] ?? '';
  t.equal(linesBetween(picture, 'reports', point).length, 2, 'the report, and that it was taken back');
  t.equal(linesBetween(picture, point, 'claim').length, 1);
  const [line] = linesBetween(picture, 'spokesperson', point);
  t.equal(line?.label, 'disclaims knowledge\non the report, not the claim');
  t.same(linesBetween(picture, 'spokesperson', 'claim'), []);
  t.match(picture.nodes.get('spokesperson')?.label, /on behalf of embassy/);
});

test('relations, evidence and verdicts stand at their claims', async (t) => {
  const picture = draw(
    aGraph(
      claim,
      aClaim('claim2'),
      aSource('checker'),
      anAttribution('a', 'paper', 'affirms'),
      aDocument('relation', 'r1', { kind: 'elaborates', fromClaimId: 'claim2', toClaimId: 'claim' }),
      aDocument('relation', 'r2', { kind: 'contradicts', fromClaimId: 'claim', toClaimId: 'claim2' }),
      aDocument('evidence', 'e1', { claimId: 'claim', bearing: 'refutes', title: { en: 'Log book' } }),
      aDocument('evidence', 'e2', { attributionId: 'a', bearing: 'supports', title: { en: 'Recording' } }),
      aDocument('review', 'v1', { claimId: 'claim', verdict: 'mostly_false', reviewerId: 'checker' }),
    ),
  );
  const [elaborates] = linesBetween(picture, 'claim', 'claim2');
  t.match(elaborates, { label: 'elaborates', arrowAtEnd: 'none' });
  const [contradicts] = linesBetween(picture, 'claim2', 'claim');
  t.equal(contradicts?.arrowAtStart, contradicts?.arrowAtEnd, 'it holds both ways');
  t.equal(picture.nodes.get('e1')?.label, 'refutes\nLog book');
  t.equal(linesBetween(picture, 'claim', 'e1').length, 1);
  t.equal(linesBetween(picture, 'point a', 'e2').length, 1, 'that it was said is not that it is so');
  t.equal(picture.nodes.get('v1')?.label, 'mostly false\nchecker');
});

test('an organisation stands around or under the names of its own', async (t) => {
  const withOffice = { kind: 'person', affiliations: [{ sourceId: 'office' }] };
  const partOf = (sourceId: string) => ({ partOf: [{ sourceId }] });
  const picture = draw(
    aGraph(
      claim,
      aSource('clerk', withOffice),
      aSource('office', partOf('ministry')),
      aSource('ministry', partOf('state')),
      aSource('state', partOf('ministry')),
      anAttribution('a', 'clerk', 'affirms'),
    ),
  );
  t.equal(picture.nodes.get('clerk')?.label, 'clerk\noffice');
  t.same(
    ['office', 'ministry', 'state'].filter((id) => picture.nodes.has(id)),
    [],
    'a circle of organisations does no harm',
  );
});

test('what was withdrawn is marked', async (t) => {
  const picture = draw(
    aGraph(
      aClaim('claim', { withdrawal }),
      aSource('witness', { withdrawal }),
      anAttribution('a', 'witness', 'affirms', { withdrawal }),
    ),
  );
  for (const id of ['claim', 'witness']) {
    t.match(picture.nodes.get(id), { style: /dashed/, label: /\[withdrawn\]/ });
  }
  t.match(linesBetween(picture, 'witness', 'claim')[0], { style: 'dashed', label: 'withdrawn' });
});

test('long texts are broken into lines and cut off with an ellipsis', async (t) => {
  const sentence = 'The council closed the old bridge over the river because of the storm. '.repeat(10);
  const text = {
    en: sentence,
    ar: 'أغلق المجلس الجسر القديم فوق النهر بسبب العاصفة. '.repeat(10),
    ja: '橋'.repeat(400),
  };
  for (const language of ['en', 'ar', 'ja']) {
    const lines =
      draw(aGraph(aClaim('claim', { text })), language)
        .nodes.get('claim')
        ?.label?.split('\n') ?? [];
    t.ok(lines.length >= 3, language);
    t.ok(lines.every((line) => line.length <= 45));
    t.match(lines.join(' '), /[^\s\p{P}]…$/u);
    t.ok(lines.join(' ').length <= 180);
  }
});

test('texts are picked by language, with fallbacks', async (t) => {
  const title = (text: Record<string, string>, language: string) =>
    draw(aGraph(aClaim('claim', { text })), language).nodes.get('claim')?.label;
  t.equal(title({ fr: 'un', en: 'one', 'pt-BR': 'um' }, 'pt-BR'), 'um');
  t.equal(title({ fr: 'un', en: 'one', 'pt-BR': 'um' }, 'pt-PT'), 'um');
  t.equal(title({ fr: 'un', en: 'one' }, 'ar'), 'one');
  t.equal(title({ fr: 'un', de: 'eins' }, 'ar'), 'un');
  t.equal(title({ en: 'one' }, 'no such language "]'), 'one');
});

test('hostile texts stay texts', async (t) => {
  const shape = ({ nodes, edges }: ReturnType<typeof draw>) => ({ nodes: nodes.size, edges: edges.length });
  const graphWith = (text: string) =>
    aGraph(
      aClaim('claim', { text: { en: text } }),
      aSource('witness', { name: { en: text } }),
      anAttribution('a', 'witness', 'affirms'),
    );
  const plain = shape(draw(graphWith('plain')));
  for (const [name, text] of Object.entries(hostileTexts)) {
    t.same(shape(draw(graphWith(text))), plain, name);
  }
  const dot = toDot(graphWith(hostileTexts['direction controls']), { language: 'en' });
  t.equal(dot.match(/[\u2066-\u2068]/g)?.length, dot.match(/\u2069/g)?.length, 'every isolate is closed');
  t.notMatch(dot, /[\u202A-\u202E]/);
});

test('the bundled article, in both languages', async (t) => {
  const graph = bundledGraph();
  for (const [language, direction, headline] of [
    ['en', 'LR', 'Moscow Sought'],
    ['ar', 'RL', 'موسكو طلبت'],
  ] as const) {
    const picture = draw(graph, language);
    t.equal(picture.graph.rankdir, direction);
    t.ok(picture.graph.label?.startsWith(headline));
    for (const { type, id } of graph.nodes) if (type === 'claim') t.ok(picture.nodes.has(id));
    const drawn = [...picture.nodes].filter(([id]) => id.startsWith('source_'));
    t.equal(drawn.length, 10, 'the other four are organisations around these or for which they speak');
    const mirrored = (dot: string) => (dot.match(/-> /g) ?? []).length;
    t.equal(mirrored(toDot(graph, { language })), mirrored(toDot(graph, { language: 'en' })));
  }
});

test('what was withdrawn has a line to what replaced it, where both are drawn', async (t) => {
  const replaced = (replacedById: string) => ({ withdrawal: { ...withdrawal, replacedById } });
  const graph = aGraph(
    ...[claim, aClaim('old', replaced('claim')), aSource('witness'), aSource('alias', replaced('witness'))],
    ...[anAttribution('a', 'alias', 'affirms'), anAttribution('b', 'witness', 'affirms')],
    aSource('unseen', { kind: 'organization', ...replaced('witness') }),
    anAttribution('c', 'witness', 'affirms', { onBehalfOfId: 'unseen', ...replaced('b') }),
  );
  const picture = draw(graph);
  for (const [from, to] of [
    ['old', 'claim'],
    ['alias', 'witness'],
  ] as const) {
    t.same(
      linesBetween(picture, from, to).map(({ label }) => label),
      ['replaced by'],
    );
    t.same(
      linesBetween(draw(graph, 'ar'), from, to).map(({ label }) => label),
      ['حلّ محله'],
    );
  }
  const ends = new Set(picture.edges.flatMap(({ from, to }) => [from, to]));
  for (const id of ends) t.ok(picture.nodes.has(id), `${id} is drawn`);
  t.notOk(picture.nodes.has('unseen'));
});
