import { hash } from 'node:crypto';
import { z } from 'zod';
import type { Figure, ProjectedValue, ResourceDefinition } from '../model/definition.ts';
import { dateBounds } from '../model/edtf.ts';
import { collections, identifier, type ResourceType } from '../model/identifiers.ts';
import { resources } from '../model/resources.ts';
import { text } from '../model/text.ts';
import type { DateFilter, Filter, ListQuery, PagePosition, Selection, Sort } from '../store/port.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import {
  anyNumberOf,
  anyOf,
  choice,
  dateParameter,
  type Parameter,
  Parameters,
  type ParameterValues,
  single,
  wholeNumber,
  yesOrNo,
} from './parameters.ts';
import { queryProblem } from './problem.ts';

/** The parameters that every list has besides its filters. */
const paging = {
  limit: wholeNumber(1, 100, 20, 'How many there are on a page at most.'),
  cursor: single(text(1_000), 'Where the page begins: `page.nextCursor` of the page before.'),
  count: yesOrNo('Whether to count all that satisfy the filters, as `page.count`.'),
  withdrawn: yesOrNo('Whether withdrawn ones are among them.'),
};

type ListValues = ParameterValues<
  typeof paging & {
    sort: Parameter<string>;
    fields: Parameter<string[]>;
    include: Parameter<string[]>;
  }
> &
  Record<string, unknown>;

/** The parameters of one resource by itself: which fields, and what beside it. */
export function selectionParameters(definition: ResourceDefinition) {
  const fields = Object.keys(definition.document.shape);
  const { references, referrers } = definition;
  const include = [...Object.keys(references), ...Object.keys(referrers), 'replacedBy', 'marks'];
  return {
    fields: anyOf(
      z.enum(fields as [string, ...string[]]),
      'The only fields to give; `type` and `id` are always there, and other fields are left out though required.',
    ),
    include: anyOf(
      z.enum(include as [string, ...string[]]),
      'What to give beside it as `included`: what it refers to, what refers to it, or `replacedBy`, by name. `marks` are given with any of these, or alone.',
    ),
  };
}

/** The query parameters of a resource's list: paging, selection, and a filter for all that its definition projects. */
export function listParameters(definition: ResourceDefinition): Parameters {
  const counts = figuresFor('sort', definition);
  const orders = ['createdAt', 'updatedAt', ...dateNames(definition), ...counts.map(([name]) => name)];
  const described = counts.map(
    ([name, { description }]) => ` \`${name}\`: ${description}, as last assessed.`,
  );
  return new Parameters({
    ...filterParameters(definition),
    sort: choice(
      orders.flatMap((name) => [name, `-${name}`]),
      `The order, \`-\` for the latest first. What has no date stands last.${described.join('')}`,
      '-createdAt',
    ),
    ...paging,
    ...selectionParameters(definition),
  });
}

function filterParameters(definition: ResourceDefinition): Record<string, Parameter> {
  const filters: Record<string, Parameter> = {};
  for (const name of Object.keys(definition.references)) filters[name] = referenceParameter(definition, name);
  for (const [name, value] of Object.entries(definition.values))
    Object.assign(filters, valueParameters(name, value));
  for (const [name, [end = '']] of Object.entries(definition.either)) {
    filters[name] = referenceParameter(definition, end, 'whichever end');
  }
  for (const { resource, filters: names } of definition.through) {
    const other = resources[resource];
    const together = `with ${article(resource)} ${resource} that has all of ${names.join(', ')} as asked`;
    for (const name of names) {
      const value = other.values[name];
      if (value) Object.assign(filters, valueParameters(name, value, together));
      else filters[name] = referenceParameter(other, name, together);
    }
  }
  for (const [name, figure] of figuresFor('filter', definition)) filters[name] = figureParameter(figure);
  for (const [name, { resource }] of Object.entries(definition.exists)) {
    filters[name] = yesOrNo(
      `Only those with (true) or without (false) ${collections[resource]} linked to them.`,
    );
  }
  filters.externalId = single(text(200), "Only the one that has this as the client's own name.");
  return filters;
}

function figuresFor(use: Figure['use'], { figures }: ResourceDefinition): [name: string, figure: Figure][] {
  return Object.entries(figures).filter(([, figure]) => figure.use === use);
}

function figureParameter({ type, description }: Figure): Parameter {
  const assessed = 'as last assessed (see `page.assessedThrough`)';
  return type === 'flag'
    ? yesOrNo(`Only those of which it is true (true) or not (false) that ${description}, ${assessed}.`)
    : anyNumberOf(1_000_000_000, `Only those with one of these as ${description}, ${assessed}.`);
}

function article(noun: string): string {
  return /^[aeiou]/.test(noun) ? 'an' : 'a';
}

function referenceParameter(definition: ResourceDefinition, name: string, also?: string): Parameter {
  const to = definition.references[name]?.to ?? 'source';
  return anyIdOf(
    to,
    describe(`Only those whose \`${name}\` is one of these, by id, or was merged with one`, also),
  );
}

/** Any number of ids of resources of one type. */
export function anyIdOf(type: ResourceType, description: string): Parameter<string[]> {
  const parameter = anyOf(identifier[type], description);
  const wrong = `must be the id of ${article(type)} ${type} (${type}_…)`;
  const read: typeof parameter.read = (given) => {
    const result = parameter.read(given);
    return 'wrong' in result ? { wrong } : result;
  };
  return { ...parameter, read };
}

function valueParameters(
  name: string,
  value: ProjectedValue<never>,
  also?: string,
): Record<string, Parameter> {
  if (value.type === 'analysed') return {};
  if (value.type === 'boolean') {
    return { [name]: yesOrNo(describe(`Only those that say \`${name}\` (true) or do not (false)`, also)) };
  }
  if (value.type === 'date') {
    const [from, to] = boundNames(name);
    return {
      [from]: dateParameter(`Only those whose \`${name}\` may be on or after this date (EDTF).`),
      [to]: dateParameter(`Only those whose \`${name}\` may be on or before this date (EDTF).`),
    };
  }
  if (holdsCommas(value.schema)) {
    return { [name]: single(value.schema, describe(`Only those with this as \`${name}\``, also)) };
  }
  return { [name]: anyOf(value.schema, describe(`Only those with one of these as \`${name}\``, also)) };
}

/** Whether a comma may be part of a value, so that it cannot separate several. */
function holdsCommas(schema: z.ZodType): boolean {
  return ['a,b', 'https://example.org/a,b'].some((value) => schema.safeParse(value).success);
}

function describe(sentence: string, also: string | undefined): string {
  return also === undefined ? `${sentence}.` : `${sentence} (${also}).`;
}

function dateNames(definition: ResourceDefinition): string[] {
  return Object.entries(definition.values).flatMap(([name, { type }]) => (type === 'date' ? [name] : []));
}

/** Makes of the parameters of a list request what it asks of the store. The query throws a Problem `invalid_cursor`. */
export function listQueries(definition: ResourceDefinition): (values: ListValues) => ListQuery {
  const { type } = definition;
  const dates = dateNames(definition).map((name) => ({ name, bounds: boundNames(name) }));
  const bounds = new Set(dates.flatMap((date) => date.bounds));
  const filters = Object.keys(filterParameters(definition)).filter((name) => !bounds.has(name));
  return (values) => {
    const selection: Selection = {
      type,
      filters: filters.flatMap((name) => filterOf(name, values[name])),
      dates: dates.flatMap(({ name, bounds: [from, to] }) => dateFilterOf(name, values[from], values[to])),
      withdrawn: values.withdrawn ?? false,
    };
    const { sort: order = '-createdAt', limit = 20, cursor, include = [] } = values;
    const descending = order.startsWith('-');
    const sort: Sort = { by: descending ? order.slice(1) : order, descending };
    const after = cursor === undefined ? undefined : readCursor(cursor, selection, sort);
    return { ...selection, sort, after, limit, include };
  };
}

function filterOf(name: string, given: unknown): Filter[] {
  if (given === undefined) return [];
  return [{ name, values: (Array.isArray(given) ? given : [given]) as Filter['values'] }];
}

/** The filter on a date that two parameters bound. Throws a Problem where nothing can lie between them. */
export function dateFilterOf(name: string, from: unknown, to: unknown): DateFilter[] {
  if (from === undefined && to === undefined) return [];
  const [earliest, latest] = [boundsOf(from).earliest, boundsOf(to).latest];
  if (earliest !== null && latest !== null && earliest > latest) {
    const [parameter = ''] = boundNames(name);
    const detail = `${from} is after ${to}`;
    throw queryProblem([{ parameter, code: 'invalid', detail }]);
  }
  return [{ name, from: earliest, to: latest }];
}

/** The parameters that bound a date: `publishedFrom` and `publishedTo` for `publishedAt`. */
function boundNames(date: string): [from: string, to: string] {
  const stem = date.replace(/At$/, '');
  return [`${stem}From`, `${stem}To`];
}

function boundsOf(date: unknown) {
  return (typeof date === 'string' && dateBounds(date)) || { earliest: null, latest: null };
}

/** An opaque cursor for where the next page of a list begins. */
export function writeCursor(query: ListQuery, next: PagePosition): string {
  return encodeCursor(digest(query, query.sort), next);
}

function readCursor(cursor: string, selection: Selection, sort: Sort): PagePosition {
  const [value = 0, key = 0] = decodeCursor(cursor, digest(selection, sort), 2);
  return [value, key];
}

function digest({ type, filters, dates, withdrawn }: Selection, { by, descending }: Sort): string {
  const told = JSON.stringify([type, filters, dates, withdrawn, by, descending]);
  return hash('sha1', told, 'base64url').slice(0, 10);
}
