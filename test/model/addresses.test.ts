import formats from 'ajv-formats/dist/formats.js';
import fc from 'fast-check';
import { test } from 'tap';
import { absoluteUri, slug, webAddress } from '../../src/model/text.ts';

const webAddresses = [
  'https://example.com',
  'http://example.com/a?b=c&d=%20#e',
  'HTTPS://EXAMPLE.COM/',
  'https://example.com:8443/',
  'http://[2001:db8::1]/',
  'https://xn--mgbh0fb.xn--kgbechtv/%D8%AE%D8%A8%D8%B1',
  `https://example.com/${'a'.repeat(2_028)}`,
  'https://a:b@example.com?a%5B%5D=b',
  'https://example.com?#',
];

const otherUris = [
  'http://www.wikidata.org/entity/Q159',
  'urn:isbn:9780141036144',
  'doi:10.1000/182',
  'mailto:a@example.com',
];

const notAbsolute = [
  ...['', 'example.com', '/news/1', '//example.com/news', '../news', 'Q159', 'https:', 'https://', ':x'],
  ...['https://example.com:99999/', `https://example.com/${'a'.repeat(2_029)}`],
];

const altered = [
  ...[' https://example.com', 'https://example.com ', 'https://example.com/\n', 'https://exam\tple.com/'],
  ...[
    'https://example.com/a b',
    'https://example.com/a\r\nb',
    'https://example.com/\u0001',
    'https://e.com/\u0085',
  ],
  ...['https://example.com\\@evil.example/', 'https://example.com/"><script>', 'https://example.com/`'],
  ...[
    'https://example.com/[1]',
    'https://example.com/?a[]=1',
    'https://example.com/#a#b',
    'https://e.com/100%',
  ],
  ...['https://example.com/%zz', 'https://[example.com/', 'https://a[1]/', 'https://example.com/\\'],
  ...['https://example.com/\0', 'https://example.com/\uD800', 'https://مثال.إختبار/خبر'],
];

const harmful = [
  ...['javascript:alert(1)', 'JavaScript:alert(1)', 'data:text/html,x', 'vbscript:x', 'file:///etc/passwd'],
  ...['blob:https://example.com/1', 'about:blank', 'java\nscript:alert(1)', '\u0001javascript:alert(1)'],
];

test('an absolute http or https address stands as it was given', async (t) => {
  for (const address of webAddresses) t.equal(webAddress.parse(address), address);
});

test('an absolute URI stands as it was given', async (t) => {
  for (const uri of [...webAddresses, ...otherUris]) t.equal(absoluteUri.parse(uri), uri);
});

for (const [name, addresses] of Object.entries({ notAbsolute, altered, harmful })) {
  test(`neither an address nor a URI: ${name}`, async (t) => {
    for (const address of addresses) {
      t.notOk(webAddress.safeParse(address).success, `the address ${JSON.stringify(address)}`);
      t.notOk(absoluteUri.safeParse(address).success, `the URI ${JSON.stringify(address)}`);
    }
  });
}

test('a web address has no other scheme, and its two slashes', async (t) => {
  const addresses = [
    'ftp://example.com/',
    'ws://example.com/',
    'xhttps://example.com/',
    'https:///example.com/',
  ];
  for (const address of [...addresses, ...otherUris.slice(1), 'http:example.com', 'https:/example.com']) {
    t.notOk(webAddress.safeParse(address).success, address);
  }
});

test('a slug is made of lower-case words joined by hyphens', async (t) => {
  for (const word of ['a', '1', 'foreign-policy', 'covid-19', 'a'.repeat(64)])
    t.equal(slug.parse(word), word);
  const others = [
    '',
    'Foreign',
    'foreign policy',
    'a_b',
    'a--b',
    '-a',
    'a-',
    'é',
    'أخبار',
    'a\n',
    'a'.repeat(65),
  ];
  for (const word of others) t.notOk(slug.safeParse(word).success, JSON.stringify(word));
});

test('what is taken for an address is a URI, and reading it takes little time', async (t) => {
  const uri = formats.fullFormats.uri as (value: string) => boolean;
  const unit = fc.constantFrom(...'aZ09-._~:/?#[]@!$&()*+,;=%41 é"', '://', 'http', '%2F', '[::1]');
  const rest = fc.string({ unit, maxLength: 20 });
  const property = fc.property(
    fc.constantFrom('http://', 'https://a', 'urn:', 'a:', ''),
    rest,
    (start, tail) => {
      for (const schema of [webAddress, absoluteUri]) {
        if (schema.safeParse(start + tail).success && !uri(start + tail)) return false;
      }
      return true;
    },
  );
  t.doesNotThrow(() => fc.assert(property, { numRuns: 5_000 }));
  const began = performance.now();
  for (const unit of ['a', 'a@', '%41', ':', '[', 'a:', '@', '//', '?#']) {
    for (const start of ['http://', 'http://a@', 'urn:', 'a://']) {
      absoluteUri.safeParse(start + unit.repeat(500_000 / unit.length));
      webAddress.safeParse(start + unit.repeat(500_000 / unit.length));
    }
  }
  t.ok(performance.now() - began < 3_000);
});
