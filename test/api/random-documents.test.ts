import fc from 'fast-check';
import { type Test, test } from 'tap';
import { collections, type ResourceType, resourceTypes, schemaName } from '../../src/model/identifiers.ts';
import { arbitraryDocuments } from '../helpers/arbitrary-documents.ts';
import { BadBodies } from '../helpers/bad-bodies.ts';
import { isSame, writtenFields } from '../helpers/comparing.ts';
import type { Fields } from '../helpers/making.ts';
import { startWriteService, type WriteOperation, type WriteService } from '../helpers/write-service.ts';

type Sent = Awaited<ReturnType<WriteService['send']>>;

/** Writes documents of each type, and reads them in every way. */
async function startReading(t: Test) {
  const started = await startWriteService(t);
  const { service, operations, document, ground, send } = started;
  const operation = (id: string) =>
    operations.find(({ operationId }) => operationId === id) as WriteOperation;
  const create = (type: ResourceType, fields: unknown) =>
    send(operation(`create${schemaName(type)}`), `/v1/${collections[type]}`, JSON.stringify(fields));
  const update = (type: ResourceType, id: string, patch: unknown) => {
    const any = { 'if-match': '*' };
    return send(
      operation(`update${schemaName(type)}`),
      `/v1/${collections[type]}/${id}`,
      JSON.stringify(patch),
      any,
    );
  };
  const read = async (url: string): Promise<Sent> => service.attempt({ method: 'GET', url });
  /** What is not as it was written, wherever it is read. */
  const differences = async (type: ResourceType, { body }: Sent): Promise<string[]> => {
    const url = `/v1/${collections[type]}`;
    const { position } = await service.store.check();
    const [alone, listed, revision, feed] = await Promise.all([
      read(`${url}/${body.id}`),
      read(`${url}?limit=1`),
      read(`${url}/${body.id}/revisions/${body.revision}`),
      read(`/v1/changes?after=${position - 1}`),
    ]);
    const all = { alone, listed, revision, feed };
    const found = {
      ...{ alone: alone.body, listed: listed.body.data?.[0], revision: revision.body.document },
      feed: feed.body.data?.[0]?.document,
    };
    const violated = Object.entries(all).flatMap(([name, { violations }]) =>
      violations.map((violation) => `${name} ${violation}`),
    );
    const others = Object.entries(found).filter(([, one]) => JSON.stringify(one) !== JSON.stringify(body));
    return [...violated, ...others.map(([name]) => `${name} differs`)];
  };
  const schemaOf = (id: string) =>
    new BadBodies(document, operation(id).schema as Record<string, unknown>, { ground });
  return { ...started, create, update, differences, schemaOf, documents: arbitraryDocuments(ground) };
}

test('whatever is valid is accepted, and read as it was written', async (t) => {
  const { create, differences, schemaOf, documents } = await startReading(t);
  for (const type of resourceTypes) {
    const schema = schemaOf(`create${schemaName(type)}`);
    const property = fc.asyncProperty(documents[type], fc.uuid(), async (fields, name) => {
      const sent = { ...fields, externalId: `${name} \u200fاسم` };
      if (!schema.fits(sent)) throw new Error('the OpenAPI document does not describe it');
      const answer = await create(type, sent);
      if (answer.status !== 201) throw new Error(answer.text);
      if (!isSame(writtenFields(answer.body), sent)) throw new Error(`answered ${answer.text}`);
      const found = [...answer.violations, ...(await differences(type, answer))];
      if (found.length > 0) throw new Error(found.join());
    });
    await t.resolves(fc.assert(property, { numRuns: 25 }), type);
  }
});

test('what is nearly valid is either as the schema says or refused, and then nothing is written', async (t) => {
  const { service, create, differences, schemaOf, documents } = await startReading(t);
  for (const type of resourceTypes) {
    const schema = schemaOf(`create${schemaName(type)}`);
    const property = fc.asyncProperty(documents[type], mutation, async (fields, mutate) => {
      const before = await service.store.check();
      const sent = mutate(fields);
      const answer = await create(type, sent);
      if (answer.violations.length > 0) throw new Error(answer.violations.join());
      if (answer.status === 201) {
        if (!schema.fits(sent)) throw new Error('accepted what the OpenAPI document does not describe');
        const found = await differences(type, answer);
        if (found.length > 0 || !isSame(writtenFields(answer.body), sent))
          throw new Error(`not as sent: ${found}`);
        return;
      }
      if (![400, 409, 422].includes(answer.status)) throw new Error(answer.text);
      if (answer.status !== 409 && answer.body.errors.length === 0) throw new Error('no place is told');
      const after = await service.store.check();
      if (after.position !== before.position) throw new Error('refused, and written');
    });
    await t.resolves(fc.assert(property, { numRuns: 30 }), type);
  }
});

test('a merge patch leaves what RFC 7396 says, and is accepted where that is valid', async (t) => {
  const { create, update, differences, documents } = await startReading(t);
  for (const type of resourceTypes) {
    const property = fc.asyncProperty(
      documents[type],
      documents[type],
      mutation,
      async (fields, other, mutate) => {
        const { id } = (await create(type, fields)).body;
        const fixed = ['claimId', 'articleId', 'attributionId', 'fromClaimId', 'toClaimId'];
        const kept = Object.entries(other).filter(([name]) => !fixed.includes(name));
        const patch = mutate(Object.fromEntries(kept.slice(0, 5)));
        const answer = await update(type, id, patch);
        if (answer.violations.length > 0) throw new Error(answer.violations.join());
        const left = patched(fields, patch);
        if (answer.status === 200) {
          if (!isSame(writtenFields(answer.body), left))
            throw new Error(`${answer.text} is not ${JSON.stringify(left)}`);
          const found = await differences(type, answer);
          const others = found.filter((one) => one !== 'listed differs');
          if (others.length > 0) throw new Error(others.join());
          return;
        }
        if (![400, 409, 422].includes(answer.status)) throw new Error(answer.text);
        // A field that is not known is told even where it would be removed, and so is what never changes.
        const codes = (answer.body.errors ?? []).map(({ code }: Fields) => String(code));
        if (codes.some((code: string) => ['unknown_field', 'invalid_key', 'fixed'].includes(code))) return;
        const whole = await create(type, left);
        if (whole.status === 201) throw new Error(`refused ${answer.text}`);
      },
    );
    await t.resolves(fc.assert(property, { numRuns: 30 }), type);
  }
});

/** RFC 7396, section 2, as it stands there. */
function patched(target: unknown, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
  const result: Record<string, unknown> =
    typeof target === 'object' && target !== null && !Array.isArray(target) ? { ...target } : {};
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete result[name];
    else result[name] = patched(result[name], value);
  }
  return result;
}

/** Changes one place of a document, wherever it is. */
const mutation: fc.Arbitrary<(fields: Fields) => unknown> = fc
  .record({
    at: fc.array(fc.nat(), { minLength: 1, maxLength: 5 }),
    value: fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.constantFrom(null, {}, [], '', 0, true, '\u0000', '\ud800'),
    ),
    kind: fc.constantFrom('replace', 'replace', 'remove', 'add', 'double', 'lengthen'),
  })
  .map(({ at, value, kind }) => {
    const change = (whole: unknown, [step, ...rest]: number[]): unknown => {
      const isHolder = typeof whole === 'object' && whole !== null;
      const names = isHolder ? Object.keys(whole) : [];
      if (step === undefined || !isHolder || names.length === 0) return changed(whole, value, kind);
      const name = names[step % names.length] as string;
      const inside = (whole as Record<string, unknown>)[name];
      const next = rest.length === 0 ? changed(inside, value, kind) : change(inside, rest);
      if (Array.isArray(whole)) {
        const copy = whole.toSpliced(Number(name), 1, next);
        return kind === 'double' ? [...copy, next] : copy;
      }
      if (next !== undefined) return { ...whole, [name]: next };
      const { [name]: removed, ...others } = whole as Record<string, unknown>;
      return others;
    };
    return (fields: Fields) => change(fields, at);
  });

function changed(old: unknown, value: unknown, kind: string): unknown {
  if (kind === 'remove') return undefined;
  if (kind === 'lengthen' && typeof old === 'string') return `${old}${JSON.stringify(value)}`;
  if (kind === 'add' && typeof old === 'object' && old !== null) {
    return Array.isArray(old) ? [...old, value] : { ...old, nonsense: value };
  }
  return value;
}
