import { readFileSync } from 'node:fs';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { test } from 'tap';
import { openapiDocument } from '../../src/commands/openapi.ts';
import { resources } from '../../src/model/resources.ts';
import { startService } from '../helpers/service.ts';

interface Operation {
  operationId: string;
  summary?: string;
  tags?: string[];
  responses: Record<string, { description?: string; headers?: Record<string, { schema: unknown }> }>;
  parameters?: { name: string; in: string; description?: string; explode?: boolean; schema: unknown }[];
}

interface Document {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, { examples?: unknown[] }> };
}

const committed = readFileSync(new URL('../../openapi/openapi.json', import.meta.url), 'utf8');
const document = JSON.parse(committed) as Document;
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

test('the committed document is what the service makes now', async (t) => {
  t.equal(committed, await openapiDocument(), 'run `npm run openapi` and commit the result');
});

test('the document is valid OpenAPI 3.1, and is served as it is committed', async (t) => {
  const result = await new Validator().validate(structuredClone(document) as never);
  t.same(result.errors ?? [], []);
  t.equal(document.openapi, '3.1.0');
  const { get } = await startService(t, { BUNDLED_ARTICLE: 'never' });
  t.same((await get('/openapi.json')).body, document);
  t.equal((await get('/docs/')).status, 200);
});

test('every operation has a name of its own, a summary, and says what can go wrong', (t) => {
  const ids = operations.map(({ operation }) => operation.operationId);
  t.equal(new Set(ids).size, ids.length, 'operation ids are unique');
  for (const { path, method, operation } of operations) {
    t.match(operation.operationId, /^[a-z]+[A-Za-z]+$/, `${method} ${path}`);
    t.ok(operation.summary && operation.tags?.length, `${operation.operationId} has a summary and a tag`);
    t.ok(
      '500' in operation.responses && '400' in operation.responses,
      `${operation.operationId} declares problems`,
    );
    for (const { name, in: place, description, explode } of operation.parameters ?? []) {
      if (place !== 'query') continue;
      t.ok(description, `${operation.operationId} explains ${name}`);
      t.equal(explode, false, `${operation.operationId} takes several values of ${name} separated by commas`);
    }
  }
  for (const { operation } of operations) {
    for (const { headers = {} } of Object.values(operation.responses)) {
      for (const [name, { schema }] of Object.entries(headers)) t.same(schema, { type: 'string' }, name);
    }
  }
  for (const { type, collection } of Object.values(resources)) {
    const capitalised = type.charAt(0).toUpperCase() + type.slice(1);
    const plural = collection.charAt(0).toUpperCase() + collection.slice(1);
    for (const id of [`list${plural}`, `get${capitalised}`]) t.ok(ids.includes(id), id);
  }
  t.end();
});

test('schemas are named, references resolve, and examples from the bundled article fit them', (t) => {
  const ajv = new Ajv2020({ strict: false });
  formats.default(ajv);
  ajv.addSchema({ ...document, $id: 'openapi.json' });
  const names = Object.keys(document.components.schemas);
  for (const name of [
    'Claim',
    'LanguageMap',
    'EdtfDate',
    'Stance',
    'Problem',
    'ClaimList',
    'Graph',
    'Chain',
  ]) {
    t.ok(names.includes(name), `${name} is a component`);
  }
  for (const [, reference = ''] of committed.matchAll(/"\$ref": "#\/components\/schemas\/([^"]+)"/g)) {
    if (!names.includes(reference)) t.fail(`${reference} is no component`);
  }
  for (const [name, { examples = [] }] of Object.entries(document.components.schemas)) {
    const validate = ajv.getSchema(`openapi.json#/components/schemas/${name}`);
    if (!validate) throw new Error(`no schema ${name}`);
    for (const example of examples)
      t.ok(validate(example), `the example of ${name} fits: ${ajv.errorsText(validate.errors)}`);
  }
  for (const name of ['Article', 'Source', 'Claim', 'Attribution', 'Relation']) {
    const [example] = document.components.schemas[name]?.examples ?? [];
    t.match(example, { externalId: /^moscow-beijing\// }, `${name} has an example from the bundled article`);
  }
  t.end();
});
