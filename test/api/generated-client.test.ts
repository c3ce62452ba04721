import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import createClient from 'openapi-fetch';
import openapiTypescript, { astToString } from 'openapi-typescript';
import { test } from 'tap';
import { makeKey } from '../helpers/keys.ts';
import { startService } from '../helpers/service.ts';

const document = new URL('../../openapi/openapi.json', import.meta.url);
const compiler = join(dirname(createRequire(import.meta.url).resolve('typescript')), 'tsc.js');

/** What a developer writes against the generated types: each line that must not compile says so. */
const usage = `
import createClient from 'openapi-fetch';
import type { components, paths } from './schema.ts';

const client = createClient<paths>({ baseUrl: 'http://localhost:3000' });

export async function denials(article: string): Promise<components['schemas']['Attribution'][]> {
  const { data, error } = await client.GET('/v1/attributions', {
    params: { query: { article: [article], stance: ['denies'], limit: 100, count: true } },
  });
  if (error) throw new Error(error.code satisfies components['schemas']['Problem']['code']);
  for (const { claimId, stance, saidAt } of data.data) {
    claimId satisfies string;
    stance satisfies components['schemas']['Stance'];
    saidAt satisfies string | undefined;
  }
  return data.data;
}

export async function arabicText(id: string): Promise<string | undefined> {
  const { data } = await client.GET('/v1/claims/{id}', { params: { path: { id } } });
  return data?.text.ar;
}

export async function sourcesOf(id: string): Promise<string[]> {
  const { data } = await client.GET('/v1/articles/{id}/graph', { params: { path: { id } } });
  // Pictures are texts, and JSON-LD has members of its own.
  const nodes = typeof data === 'object' && 'nodes' in data ? data.nodes : [];
  return nodes.flatMap((node) => (node.type === 'source' ? [node.kind] : []));
}

export async function independence(id: string): Promise<string | undefined> {
  const { data } = await client.GET('/v1/claims/{id}/assessment', { params: { path: { id } } });
  if (!data || !('assessment' in data)) return undefined;
  const { originCount, drift, independence } = data.assessment;
  originCount.max satisfies number;
  drift.items[0]?.kind satisfies 'certainty_raised' | 'stance_changed' | 'attribution_dropped' | undefined;
  return independence.value;
}

export async function contested(): Promise<number | undefined> {
  const { data } = await client.GET('/v1/claims', {
    params: { query: { contested: true, 'originCount.max': [1], sort: '-outletCount' } },
  });
  return data?.page.assessedThrough;
}

export async function check(id: string): Promise<string | undefined> {
  const headers = { authorization: 'Bearer …', 'idempotency-key': 'review-1' };
  const { data } = await client.POST('/v1/claims/{id}/reviews', {
    params: { path: { id }, header: headers },
    body: {
      reviewer: { kind: 'organization', name: { en: 'A desk' } },
      verdict: 'unproven',
      verdictBasis: 'editor',
    },
  });
  return data?.reviewerId;
}

export async function correct(id: string, revision: number): Promise<number | undefined> {
  const { data, response } = await client.PATCH('/v1/claims/{id}', {
    params: { path: { id }, header: { 'if-match': \`"\${revision}"\` }, query: { comment: 'A slip' } },
    body: { text: { en: 'It rained.', fr: null }, topics: null },
  });
  return response.status === 412 ? undefined : data?.revision;
}

export async function whole(): Promise<string | undefined> {
  const { data } = await client.POST('/v1/article-graphs', {
    body: {
      article: { ref: '_:a', title: { en: 'A headline' }, language: 'en', publisherId: '_:p' },
      sources: [{ ref: '_:p', kind: 'news_outlet', name: { en: 'A daily' } }],
    },
  });
  return data?.identifiers['_:p'];
}

// @ts-expect-error a change that does not say what it is based on
client.PATCH('/v1/claims/{id}', { params: { path: { id: '' } }, body: {} });
// @ts-expect-error a verdict that does not exist
client.POST('/v1/claims/{id}/reviews', { params: { path: { id: '' } }, body: { verdict: 'lie', verdictBasis: 'editor' } });
// @ts-expect-error a stance that does not exist
client.GET('/v1/attributions', { params: { query: { stance: ['denied'] } } });
// @ts-expect-error a filter that does not exist
client.GET('/v1/claims', { params: { query: { stnce: ['denies'] } } });
`;

test('a client generated from the OpenAPI document compiles, and refuses what the service refuses', async (t) => {
  const folder = t.testdir();
  writeFileSync(join(folder, 'schema.ts'), astToString(await openapiTypescript(document)));
  writeFileSync(join(folder, 'usage.ts'), usage);
  const options = { strict: true, noEmit: true, skipLibCheck: true, allowImportingTsExtensions: true };
  const modules = { module: 'nodenext', target: 'es2024', lib: ['es2024', 'dom'], types: [] };
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ compilerOptions: { ...options, ...modules }, files: ['usage.ts'] }),
  );
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  try {
    execFileSync(process.execPath, [compiler, '--project', folder], { encoding: 'utf8' });
    t.pass('it compiles');
  } catch (error) {
    t.fail(String((error as { stdout: string }).stdout));
  }
});

/** How the document says that several values of a parameter are sent: openapi-fetch must be told. */
function arrayStyle(): { style: 'form'; explode: boolean } {
  const { paths } = JSON.parse(readFileSync(document, 'utf8'));
  const parameters: { name: string; style: 'form'; explode: boolean }[] = paths['/v1/claims'].get.parameters;
  const { style = 'form', explode = true } = parameters.find(({ name }) => name === 'stance') ?? {};
  return { style, explode };
}

test('a generated client gets what it asks for', async (t) => {
  const { app, store } = await startService(t);
  const baseUrl = await app.listen({ port: 0, host: '127.0.0.1' });
  // The types are compiled above; here it is what goes over the wire that matters.
  // biome-ignore lint/suspicious/noExplicitAny: any path may be asked for
  const client = createClient<any>({
    baseUrl,
    querySerializer: { array: arrayStyle() },
  });
  const { data } = await client.GET('/v1/attributions', {
    params: { query: { stance: ['asks', 'does_not_say'], include: ['source', 'claim'], count: true } },
  });
  t.match(data, { page: { count: { value: 2, exact: true } } });
  const { headers } = await makeKey(store, 'review');
  const { data: claims } = await client.GET('/v1/claims', { params: { query: { limit: 1 } } });
  const [{ id }] = claims.data;
  const written = await client.POST('/v1/claims/{id}/evidence', {
    params: { path: { id }, header: { ...headers, 'idempotency-key': 'evidence-1' } },
    body: { bearing: 'context', kind: 'document', title: { en: 'A record' } },
  });
  t.match(written, { response: { status: 201 }, data: { type: 'evidence', claimId: id } });
  const changed = await client.PATCH('/v1/evidence/{id}', {
    params: { path: { id: written.data.id }, header: { ...headers, 'if-match': '"1"' } },
    body: { bearing: 'refutes' },
  });
  t.match(changed, { response: { status: 200 }, data: { bearing: 'refutes', revision: 2 } });
  const { error, response } = await client.GET('/v1/claims', { params: { query: { stance: ['denied'] } } });
  t.equal(response.status, 400);
  t.match(error, { code: 'invalid_query_parameter' });
});
