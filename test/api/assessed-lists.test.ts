import { type Test, test } from 'tap';
import { databasePath } from '../../src/config.ts';
import { openReader } from '../../src/store/sqlite/connection.ts';
import { openFigures } from '../../src/store/sqlite/figures-of.ts';
import { drained } from '../helpers/figures.ts';
import { type ApiWriter, startWriter } from '../helpers/writer.ts';

interface Made {
  readonly writer: ApiWriter;
  /** The ids of the claims by what they are. */
  readonly claims: Readonly<Record<string, string>>;
}

/** Claims whose figures differ, some of them on rain. */
async function makeClaims(t: Test): Promise<Made> {
  const writer = await startWriter(t);
  const outlets = await Promise.all([1, 2, 3].map(() => writer.create('source', { kind: 'news_outlet' })));
  const articles = await Promise.all(outlets.map(({ id }) => writer.create('article', { publisherId: id })));
  const [one, other] = [await writer.create('source'), await writer.create('source')];
  const officials = await writer.create('source', { kind: 'anonymous', citedById: outlets[0].id });
  const claims: Record<string, string> = {};
  const claim = async (
    name: string,
    topics: string[],
    stands: [source: string, stance: string, article: number][],
  ) => {
    const { id } = await writer.create('claim', { topics });
    for (const [sourceId, stance, article] of stands)
      await writer.create('attribution', { claimId: id, sourceId, stance, articleId: articles[article].id });
    claims[name] = id;
  };
  await claim(
    'contested',
    ['rain'],
    [
      [one.id, 'affirms', 0],
      [other.id, 'denies', 1],
    ],
  );
  await claim(
    'contested elsewhere',
    ['snow'],
    [
      [one.id, 'affirms', 0],
      [other.id, 'denies', 0],
    ],
  );
  await claim(
    'twice affirmed',
    ['rain'],
    [
      [one.id, 'affirms', 0],
      [other.id, 'affirms', 1],
      [one.id, 'affirms', 2],
    ],
  );
  await claim('anonymous', ['rain'], [[officials.id, 'affirms', 2]]);
  await claim('bare', ['rain'], []);
  return { writer, claims };
}

test('claims are listed by what their assessments say', async (t) => {
  const { writer, claims } = await makeClaims(t);
  const names = new Map(Object.entries(claims).map(([name, id]) => [id, name]));
  const position = (await writer.service.store.check()).position;
  const questions: [query: string, answer: string[]][] = [
    ['contested=true', ['contested', 'contested elsewhere']],
    ['contested=true&topic=rain', ['contested']],
    ['contested=false', ['twice affirmed', 'anonymous', 'bare']],
    ['contested=false&topic=rain', ['twice affirmed', 'anonymous', 'bare']],
    ['anonymousOnly=true', ['anonymous']],
    ['circular=true', []],
    ['staleReview=true', []],
    ['originCount.max=2', ['twice affirmed']],
    ['originCount.max=1', ['contested', 'contested elsewhere', 'anonymous']],
    ['originCount.min=0,2', ['twice affirmed', 'bare']],
    ['originCount.min=1&originCount.max=1&contested=false', ['anonymous']],
    ['contested=true&stance=denies', ['contested', 'contested elsewhere']],
  ];
  for (const [query, answer] of questions) {
    const { body } = await writer.get(`/v1/claims?${query}&sort=createdAt&count=true`);
    const found = body.data.map(({ id }: { id: string }) => names.get(id));
    t.strictSame(found, answer, query);
    t.strictSame(body.page.count, { value: answer.length, exact: true }, `${query} counted`);
    t.equal(body.page.assessedThrough, position, `${query} is exact`);
  }
  const plain = await writer.get('/v1/claims');
  t.notOk('assessedThrough' in plain.body.page, 'other lists do not tell of assessments');
});

test('figures that are no whole numbers are refused', async (t) => {
  const { get } = await startWriter(t);
  for (const value of ['-1', '1.5', 'many', '', '1,,2', '99999999999']) {
    const { status, body } = await get(`/v1/claims?originCount.max=${value}`);
    t.equal(status, 400, value);
    t.match(body.errors, [{ parameter: 'originCount.max', code: 'invalid' }]);
  }
  t.equal((await get('/v1/claims?outletCount=1')).status, 400, 'lists are sorted by it alone');
  t.equal((await get('/v1/articles?contested=true')).status, 400, 'only claims are assessed');
});

test('pages sorted by the number of outlets follow one another, whatever the page size', async (t) => {
  const { writer } = await makeClaims(t);
  const path = databasePath(writer.service.config.DATABASE_URL);
  const connection = openReader(path);
  const figuresOf = openFigures(connection);
  for (const [sort, sign] of [
    ['outletCount', 1],
    ['-outletCount', -1],
  ] as const) {
    for (const filter of ['', '&contested=false', '&topic=rain', '&contested=true']) {
      const whole = await writer.get(`/v1/claims?sort=${sort}${filter}`);
      const ids = whole.body.data.map(({ id }: { id: string }) => id);
      const counts: number[] = ids.map((id: string) => figuresOf(id)?.figures.outletCount);
      t.strictSame(
        counts,
        counts.toSorted((one, other) => sign * (one - other)),
        `${sort}${filter}`,
      );
      for (const limit of [1, 2, 3]) {
        const paged: string[] = [];
        let url: string | undefined = `/v1/claims?sort=${sort}${filter}&limit=${limit}`;
        while (url) {
          const { body, headers } = await writer.get(url);
          paged.push(...body.data.map(({ id }: { id: string }) => id));
          url = /<(.*)>/.exec(String(headers.link ?? ''))?.[1];
        }
        t.strictSame(paged, ids, `${sort}${filter} by ${limit}`);
      }
    }
  }
  connection.close();
});

test('what is assessed after a write changes the answer, its tag, and how far it is exact', async (t) => {
  const { writer } = await makeClaims(t);
  const url = '/v1/claims?contested=true&limit=1';
  const source = await writer.create('source');
  const { body: before, headers } = await writer.get(url);
  const article = await writer.create('article');
  // More claims than one write may change at once.
  const made = Array.from({ length: 130 }, () => writer.create('claim'));
  const opponent = await writer.create('source');
  const stands = (await Promise.all(made)).flatMap(({ id: claimId }) => [
    { claimId, sourceId: source.id, articleId: article.id, stance: 'affirms', certainty: 'certain' },
    { claimId, sourceId: opponent.id, articleId: article.id, stance: 'denies', certainty: 'certain' },
  ]);
  await writer.service.write(
    ...stands.map((fields) => ({ action: 'create' as const, type: 'attribution' as const, fields })),
  );
  const { position } = await writer.service.store.check();
  const soon = await writer.get(url);
  t.ok(soon.body.page.assessedThrough <= position);
  await drained(writer.service.store);
  const known = { ...writer.headers, 'if-none-match': String(headers.etag) };
  const later = await writer.service.get(url, { headers: known });
  t.equal(later.status, 200, 'what the client has is stale');
  t.not(later.body.data[0].id, before.data[0].id);
  t.equal(later.body.page.assessedThrough, position);
  const again = { ...writer.headers, 'if-none-match': String(later.headers.etag) };
  t.equal((await writer.service.get(url, { headers: again })).status, 304);
});
