import fc from 'fast-check';
import { test } from 'tap';
import { fromPointer, type ResourceDocument, toPointer } from '../../src/model/definition.ts';
import { earlierWithoutPlace, placeAt, withoutContent, withoutPlace } from '../../src/model/redaction.ts';
import { referencesOf } from '../../src/model/references.ts';
import { resources } from '../../src/model/resources.ts';
import { fullCreations } from '../helpers/full-documents.ts';
import { stored } from './documents.ts';

const mark = 'secret';
const blank = '[redacted]';
const full = fullCreations(mark).map(({ type, fields }) => {
  const claimed = 'claimRevision' in resources[type].document.shape;
  const subject = 'attributionId' in fields && (type === 'evidence' || type === 'review');
  const withdrawal = { at: '2026-01-02T00:00:00.000Z', kind: 'other', reason: { en: mark } } as const;
  const document = stored(type, { ...fields, ...(claimed && { claimRevision: 1 }), withdrawal });
  const { claimId, ...onAttribution } = document;
  return subject ? (onAttribution as ResourceDocument) : document;
});

function valueAt(document: unknown, steps: readonly (string | number)[]): unknown {
  // biome-ignore lint/suspicious/noExplicitAny: it looks into any document
  return steps.reduce((value: any, step) => value?.[step], document);
}

function idsIn(document: ResourceDocument): string[] {
  return referencesOf(resources[document.type], document).map(({ id }) => id);
}

/** Every place of a document below its root. */
function placesIn(value: unknown, at: readonly (string | number)[] = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, one]) => {
    const place = [...at, Array.isArray(value) ? Number(name) : name];
    return [place, ...placesIn(one, place)];
  });
}

/** The values that stand where a place leads when the entries of a list are taken for one another. */
function valuesAt(value: unknown, [step, ...rest]: readonly (string | number)[]): unknown[] {
  if (step === undefined) return value === undefined ? [] : [value];
  if (typeof value !== 'object' || value === null) return [];
  if (typeof step === 'number') return Object.values(value).flatMap((one) => valuesAt(one, rest));
  return valuesAt(value[step as keyof typeof value], rest);
}

/** An earlier state of a document: its lists in another order, each text another, and some of what is optional left out. */
const earlierState = (document: ResourceDocument): fc.Arbitrary<ResourceDocument> =>
  fc.tuple(fc.infiniteStream(fc.nat(1_000)), fc.nat(3)).map(([numbers, dropped]) => {
    const next = () => Number(numbers.next().value);
    const changed = (value: unknown): unknown => {
      if (typeof value === 'string') return value.replaceAll(mark, next() % 2 === 0 ? mark : 'plain');
      if (Array.isArray(value)) return value.map(changed).sort(() => (next() % 2 === 0 ? 1 : -1));
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, changed(one)]));
    };
    const { text, textLength, textDigest, ...rest } = document;
    let state = changed(document.type === 'article' ? rest : document) as ResourceDocument;
    for (let count = 0; count < dropped; count++) {
      const places = placesIn(state);
      const place = places[next() % places.length];
      state = (place && withoutPlace(state, toPointer(place))) ?? state;
    }
    return state;
  });

const redaction = fc.constantFrom(...full).chain((document) => {
  // Of a withdrawal only the reason tells anything.
  const places = placesIn(document)
    .map(toPointer)
    .filter((pointer) => pointer !== '/withdrawal');
  return fc.record({
    document: fc.constant(document),
    earlier: earlierState(document),
    pointer: fc.constantFrom(...places),
  });
});

const checks = { numRuns: 400 };

test('whatever tells anything can be taken out, and nothing else goes with it', (t) => {
  const property = fc.property(redaction, ({ document, pointer }) => {
    const steps = fromPointer(pointer);
    const value = valueAt(document, steps);
    const left = withoutPlace(document, pointer);
    if (!left) {
      const around = withoutPlace(document, toPointer(steps.slice(0, -1)));
      return around !== undefined || !JSON.stringify(value).includes(mark);
    }
    const [list, shorter] = [document, left].map((one) => valueAt(one, steps.slice(0, -1)));
    const removed = Array.isArray(list) && Array.isArray(shorter) && shorter.length < list.length;
    const gone = removed
      ? JSON.stringify(shorter) === JSON.stringify(list.toSpliced(Number(steps.at(-1)), 1))
      : !JSON.stringify(valueAt(left, steps))?.includes(mark);
    if (!gone) return false;
    const [field = ''] = steps;
    const others = ({ [field]: _, ...rest }: ResourceDocument) => JSON.stringify(rest);
    return (
      others(left) === others(document) &&
      JSON.stringify(idsIn(left)) === JSON.stringify(idsIn(document)) &&
      resources[document.type].document.safeParse(left).success
    );
  });
  fc.assert(property, checks);
  t.end();
});

test('an earlier state holds nothing of what is taken out, in whichever entry of a list it stood', (t) => {
  const property = fc.property(redaction, ({ document, earlier, pointer }) => {
    if (!withoutPlace(document, pointer)) return true;
    const steps = placesIn(document).find((place) => toPointer(place) === pointer) ?? [];
    const left = earlierWithoutPlace(earlier, pointer);
    const told = valuesAt(left, steps).map((value) => JSON.stringify(value));
    const value = JSON.stringify(valueAt(document, steps));
    const allowed = value.includes(blank) || idsIn(document).some((id) => value.includes(id));
    return (
      told.every((one) => !one.includes(mark)) &&
      (allowed || !told.includes(value)) &&
      JSON.stringify(idsIn(left)) === JSON.stringify(idsIn(earlier)) &&
      resources[earlier.type].document.safeParse(left).success &&
      JSON.stringify(earlierWithoutPlace(left, pointer)) === JSON.stringify(left)
    );
  });
  fc.assert(property, checks);
  t.end();
});

test('without its content a document is still one of its type, with the same references', (t) => {
  for (const document of full) {
    const left = withoutContent(document) as ResourceDocument;
    t.ok(resources[document.type].document.safeParse(left).success, document.type);
    t.strictSame(new Set(idsIn(left)), new Set(idsIn(document)));
    const { withdrawal, ...fields } = left;
    t.notMatch(JSON.stringify(fields), mark);
    t.ok(withdrawal, 'what the server sets stays');
    t.strictSame(withoutContent(left), left, 'again changes nothing');
  }
  t.end();
});

test('what is left in place of something', (t) => {
  const [claim, attribution, source] = [
    stored('claim', {
      about: [
        { name: { en: 'A' }, sameAs: ['urn:a'] },
        { name: { en: 'B' }, sourceId: stored('source').id, sameAs: ['urn:b'] },
      ],
    }),
    stored('attribution', {
      locators: [
        { part: 'lead', selectors: [{ type: 'TextQuoteSelector', exact: 'words', prefix: 'some ' }] },
        { selectors: [{ type: 'TextPositionSelector', start: 1, end: 2 }] },
      ],
      ...{ inferred: true, note: { en: 'Why' } },
    }),
    stored('source', { kind: 'person', affiliations: [{ sourceId: stored('source').id, from: '2019' }] }),
  ];
  const cases: [ResourceDocument, string, unknown][] = [
    [claim, '/about/0', { about: [claim.about].flat().slice(1) }],
    [claim, '/about/1', { about: [[claim.about].flat()[0], { name: { en: blank }, sourceId: source.id }] }],
    [claim, '/about', { about: [{ name: { en: blank }, sourceId: source.id }] }],
    [claim, '/text', { text: { en: blank } }],
    [claim, '/kind', undefined],
    [claim, '/about/1/sourceId', undefined],
    [
      attribution,
      '/locators/0/selectors',
      { locators: [{ part: 'lead' }, [attribution.locators].flat()[1]] },
    ],
    [
      attribution,
      '/locators/0/selectors/0',
      {
        locators: [
          { part: 'lead', selectors: [{ type: 'TextQuoteSelector', exact: blank }] },
          [attribution.locators].flat()[1],
        ],
      },
    ],
    [attribution, '/locators/1/selectors/0/start', undefined],
    [attribution, '/locators/1/selectors', undefined],
    [attribution, '/locators/1', { locators: [attribution.locators].flat().slice(0, 1) }],
    [attribution, '/note/en', { note: { en: blank } }],
    [source, '/affiliations/0', { affiliations: [{ sourceId: source.id }] }],
    [source, '/affiliations', { affiliations: [{ sourceId: source.id }] }],
    [source, '/affiliations/0/from', { affiliations: [{ sourceId: source.id }] }],
  ];
  for (const [document, pointer, left] of cases) {
    const expected = left === undefined ? undefined : { ...document, ...(left as object) };
    t.strictSame(withoutPlace(document, pointer), expected, `${document.type} ${pointer}`);
  }
  t.end();
});

test('where nothing stands, nothing is taken out', (t) => {
  const document = stored('claim', { topics: ['one'], notes: { en: 'A note' } });
  for (const pointer of [
    '/nonsense',
    '/topics/1',
    '/topics/00',
    '/topics/-',
    '/topics/length',
    '/notes/ar',
    '/__proto__',
    '/constructor',
    '/text/en/0',
    '/',
  ]) {
    t.equal(placeAt(document, pointer), undefined, pointer);
    t.equal(withoutPlace(document, pointer), undefined, pointer);
  }
  t.equal(withoutPlace(document, ''), undefined, 'the whole is no place in it');
  const untouched = structuredClone(document);
  withoutPlace(document, '/notes');
  earlierWithoutPlace(document, '/topics/7');
  withoutContent(document);
  t.strictSame(document, untouched, 'and the document that is given never changes');
  t.strictSame(earlierWithoutPlace(document, '/topics/7').topics, [], 'but for the entries of a list');
  t.end();
});
