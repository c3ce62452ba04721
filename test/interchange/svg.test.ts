import { type Test, test } from 'tap';
import { toDot } from '../../src/interchange/dot.ts';
import { PictureError, Pictures } from '../../src/interchange/svg.ts';
import {
  aClaim,
  aGraph,
  anAttribution,
  aSource,
  bundledGraph,
  elementsOf,
  hostileTexts,
  readXml,
} from '../helpers/pictures.ts';

const small = 'digraph { a -> b }';

/** A graph that Graphviz needs long for. */
function tangle(size: number): string {
  const numbers = Array.from({ length: size }, (_, index) => index);
  const edges = numbers.flatMap((from) =>
    [1, 7, 31].map((step) => `${from} -> ${(from * step + 11) % size};`),
  );
  return `digraph { ${edges.join(' ')} }`;
}

async function rejectsWith(t: Test, picture: Promise<string>, reason: PictureError['reason']) {
  await t.rejects(picture, { name: 'PictureError', reason });
}

test('the bundled article, in both languages', async (t) => {
  const pictures = new Pictures({ threads: 1 });
  t.teardown(() => pictures.close());
  for (const language of ['en', 'ar']) {
    const svg = await pictures.toSvg(toDot(bundledGraph(), { language }));
    const { documentElement: root } = readXml(svg);
    t.equal(root?.getAttribute('role'), 'img');
    t.equal(root?.getAttribute('lang'), language);
    t.equal(root?.firstChild?.nextSibling?.nodeName, 'title', 'the title comes first');
    const titles = elementsOf(readXml(svg)).flatMap(({ tagName, textContent }) =>
      tagName === 'title' ? [textContent?.replaceAll(/[\u2066-\u2069]/g, '')] : [],
    );
    const line = {
      en: 'informed officials – affirms – Russia asked China for military assistance.',
      ar: 'مسؤولون مطلعون – تأكيد – طلبت روسيا من الصين مساعدة عسكرية.',
    }[language];
    t.ok(titles.includes(line), 'a line says who stands how on what');
    t.notMatch(titles.join(), /(claim|source|attribution)_/, 'no title is an id');
    t.match(svg, /<polygon fill="white" stroke="none"/, 'it prints on white');
  }
});

test('what is served holds shapes and texts only, whatever the texts hold', async (t) => {
  const pictures = new Pictures({ threads: 1 });
  t.teardown(() => pictures.close());
  for (const [name, text] of Object.entries(hostileTexts)) {
    const graph = aGraph(
      aClaim('claim', { text: { en: text } }),
      aSource('witness', { name: { en: text }, partOf: [{ sourceId: 'office' }] }),
      aSource('office', { name: { en: text } }),
      anAttribution('a', 'witness', 'denies', { onBehalfOfId: 'office' }),
    );
    const elements = elementsOf(
      readXml(await pictures.toSvg(toDot({ ...graph, root: 'claim' }, { language: 'en' }))),
    );
    const allowed = /^(svg|g|title|path|polygon|polyline|ellipse|text)$/;
    t.same(
      elements.filter(({ tagName }) => !allowed.test(tagName)),
      [],
      name,
    );
    const names = elements.flatMap(({ attributes }) => [...attributes].map((attribute) => attribute.name));
    t.notMatch(names.join(' '), /\bon|href|style/i);
    if (name === 'line breaks' || name.endsWith('controls') || name === 'control characters') continue;
    const titles = elements
      .filter(({ tagName }) => tagName === 'title')
      .map(({ textContent }) => textContent?.replaceAll(/[\u2066-\u2069]/g, ''));
    t.equal(titles[0], text, 'the title is the text as it was');
    t.ok(titles.includes(`${text} – denies – ${text}`));
  }
});

test('links, pictures and styles of foreign DOT do not come through', async (t) => {
  const pictures = new Pictures({ threads: 1 });
  t.teardown(() => pictures.close());
  const svg = await pictures.toSvg(
    'digraph { stylesheet="http://example.com/x.css"; a [URL="javascript:alert(1)", target="x", tooltip="t"] }',
  );
  t.notMatch(svg, /javascript|example|href|DOCTYPE|<\?xml|<!--/);
  t.doesNotThrow(() => readXml(svg));
});

test('DOT that Graphviz cannot read', async (t) => {
  const pictures = new Pictures({ threads: 1 });
  t.teardown(() => pictures.close());
  await rejectsWith(t, pictures.toSvg('digraph {'), 'not_drawable');
  t.match(await pictures.toSvg(small), /<svg/, 'the next one is drawn');
});

test('a picture that takes too long gives its thread back', async (t) => {
  const pictures = new Pictures({ threads: 1, timeLimit: 2_000 });
  t.teardown(() => pictures.close());
  const enormous = pictures.toSvg(tangle(500));
  await rejectsWith(t, enormous, 'too_slow');
  t.match(await pictures.toSvg(small), /<svg/, 'the next one is drawn');
});

test('a graph that is too large for a picture', async (t) => {
  const pictures = new Pictures({ threads: 1 });
  t.teardown(() => pictures.close());
  await rejectsWith(t, pictures.toSvg(tangle(100_000)), 'too_large');
});

test('too many pictures at once', async (t) => {
  const pictures = new Pictures({ threads: 1, waiting: 2 });
  t.teardown(() => pictures.close());
  const asked = await Promise.allSettled(Array.from({ length: 8 }, () => pictures.toSvg(small)));
  const refused = asked.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[];
  t.equal(refused.length, 5);
  t.ok(refused.every(({ reason }) => reason instanceof PictureError && reason.reason === 'busy'));
});
