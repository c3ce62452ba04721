import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

type Json = Record<string, unknown>;

/** What of an answer is checked against the OpenAPI document. */
export interface CheckedAnswer {
  readonly method: string;
  readonly url: string;
  readonly status: number;
  readonly mediaType: string | undefined;
  readonly body: string;
}

interface OpenApiDocument {
  readonly paths: Record<string, Record<string, { responses: Record<string, { content?: Json }> }>>;
  readonly components: { schemas: Record<string, Json> };
}

/** Routes of other software, which the document leaves out. */
const undocumented = /^\/(?:docs(?:\/.*)?)?$/;

const resourceNames = ['Article', 'Source', 'Claim', 'Attribution', 'Relation', 'Evidence', 'Review'];

/** Checks answers against an OpenAPI document: the status must be declared, and the body fit its schema. */
export class Contract {
  readonly #document: OpenApiDocument;
  readonly #whole: Ajv2020;
  readonly #selected: Ajv2020;

  constructor(document: unknown) {
    this.#document = document as OpenApiDocument;
    this.#whole = compiler(this.#document);
    this.#selected = compiler(withOptionalFields(this.#document));
  }

  /** What is wrong with an answer; empty where it is as the document says. */
  violations({ method, url, status, mediaType, body }: CheckedAnswer): string[] {
    const { pathname, searchParams } = new URL(url, 'http://hearsay.invalid');
    if (undocumented.test(pathname)) return [];
    const path = this.#pathOf(pathname);
    const verb = method === 'HEAD' ? 'get' : method.toLowerCase();
    const operation = path === undefined ? undefined : this.#document.paths[path]?.[verb];
    if (path === undefined || !operation) {
      const allowed = [path === undefined ? 404 : 405, 400, 401, 414, 429];
      if (!allowed.includes(status)) return [`${status} where there is no such operation`];
      return this.#bodyViolations('#/components/schemas/Problem', this.#whole, body);
    }
    const declared = operation.responses[status];
    if (!declared) return [`the status ${status} is not declared`];
    if (status === 304 || method === 'HEAD') return body === '' ? [] : ['there is a body'];
    const type = mediaType?.split(';')[0] ?? '';
    if (!declared.content?.[type]) return [`the media type ${type} is not declared for ${status}`];
    if (!type.endsWith('json')) return [];
    const steps = ['paths', path, verb, 'responses', String(status), 'content', type, 'schema'];
    const pointer = steps.map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
    const ajv = searchParams.has('fields') ? this.#selected : this.#whole;
    return this.#bodyViolations(`#${pointer}`, ajv, body);
  }

  #pathOf(pathname: string): string | undefined {
    return Object.keys(this.#document.paths).find((path) =>
      new RegExp(`^${path.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`).test(pathname),
    );
  }

  #bodyViolations(pointer: string, ajv: Ajv2020, body: string): string[] {
    const validate = ajv.getSchema(`openapi.json${encodeURI(pointer)}`) as ValidateFunction | undefined;
    if (!validate) return [`the document has no schema at ${pointer}`];
    if (validate(JSON.parse(body))) return [];
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  }
}

function compiler(document: OpenApiDocument): Ajv2020 {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  formats.default(ajv);
  return ajv.addSchema({ ...document, $id: 'openapi.json' });
}

/** With `fields=`, an answer leaves out fields that are required otherwise, as the parameter says. */
function withOptionalFields(document: OpenApiDocument): OpenApiDocument {
  const copy = structuredClone(document);
  for (const name of resourceNames.flatMap((one) => [one, `${one}WithIncluded`])) {
    const schema = copy.components.schemas[name];
    if (schema) schema.required = ['type', 'id'];
  }
  return copy;
}
