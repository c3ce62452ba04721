import type { ResourceDefinition, Through } from '../../model/definition.ts';
import type { ResourceType } from '../../model/identifiers.ts';
import { isMany } from '../../model/references.ts';
import { resources } from '../../model/resources.ts';
import type { DateFilter, Filter, ListQuery, Selection } from '../port.ts';
import { dateColumns, edgeTableName, type SqlValue, sqlName } from './projection.ts';

/** SQL with the values of its parameters. `t` is the row of the resource that is listed. */
export interface Fragment {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

/** Rows of another table that are walked in the order of the listed rows' keys, so that a page stops when it is full. */
interface Walk {
  readonly table: string;
  readonly owner: string;
  readonly condition: Fragment;
  /** Whether several rows may belong to one listed row. */
  readonly repeats: boolean;
}

/** References by which another resource's rows are indexed together with their reference to the listed one. */
const walkedTogether = new Set([
  'attribution.source.claim',
  'attribution.source.article',
  'attribution.article.claim',
  'attribution.stance.claim',
  'attribution.onBehalfOf.claim',
]);

/** Sorts last where there is no date: further away than any date that JavaScript can hold. */
const beyondAllDates = 9_000_000_000_000_000;

/** The page of a list: the rows of these statements, one after the other, with one more where another page follows. */
export function pageStatements(query: ListQuery): Fragment[] {
  const { walk, conditions } = plan(query);
  const key = walk ? `w.${walk.owner}` : 't.key';
  const order = orderOf(query, key);
  const direction = query.sort.descending ? 'DESC' : 'ASC';
  const grouping = walk?.repeats ? `GROUP BY ${key}` : '';
  return rangesOf(query, order, key).map(({ condition, by }) => {
    const { sql, values } = all([...conditions, ...condition]);
    const sorting = by.map((expression) => `${expression} ${direction}`);
    // SQLite prepares a statement anew whenever a parameter in LIMIT is bound, so the limit is written out.
    return {
      sql: `SELECT t.key, t.id, t.revision, t.document AS json, ${order} AS position
            FROM ${fromClause(query.type, walk)} WHERE ${sql} ${grouping} ORDER BY ${sorting} LIMIT ${query.limit + 1}`,
      values,
    };
  });
}

/** The number of rows that satisfy a selection as one statement; counting stops at `limit`. */
export function countStatement(selection: Selection, limit: number): Fragment {
  const { walk, conditions } = plan(selection);
  const grouping = walk?.repeats ? `GROUP BY w.${walk.owner}` : '';
  const { sql, values } = all(conditions);
  const rows = `SELECT 1 FROM ${fromClause(selection.type, walk)} WHERE ${sql} ${grouping} LIMIT ${limit}`;
  return { sql: `SELECT count(*) FROM (${rows})`, values };
}

/** Whether a page walks one index in its order and stops when it is full, whatever the data. */
export function walksOneIndex({ type, filters, dates, sort }: ListQuery): boolean {
  if (dates.length > 0 || filters.length > 1) return false;
  const [filter] = filters;
  if (!filter) return true;
  if (filter.values.length !== 1) return false;
  const { name } = filter;
  if (name === 'externalId') return true;
  // Only the rows that are flagged are indexed.
  if (sort.by !== 'createdAt' || filter.values[0] === false) return false;
  const { values, references } = resources[type];
  return name in values || name in references || walkOf(resources[type], filter) !== undefined;
}

function plan(selection: Selection): { walk: Walk | undefined; conditions: Fragment[] } {
  const definition = resources[selection.type];
  const byKey = !('sort' in selection) || (selection as ListQuery).sort.by === 'createdAt';
  const [first] = byKey ? selection.filters.filter((filter) => walkOf(definition, filter)) : [];
  const walk = first && walkOf(definition, first);
  const group = first && throughOf(definition, first.name);
  const conditions: Fragment[] = walk ? [walk.condition] : [];
  const grouped = new Map<Through, Filter[]>();
  for (const filter of selection.filters) {
    if (filter === first) continue;
    const through = throughOf(definition, filter.name);
    if (!through) conditions.push(ownCondition(definition, filter));
    else if (through === group) conditions.push(columnCondition(resources[through.resource], filter, 'w'));
    else grouped.set(through, [...(grouped.get(through) ?? []), filter]);
  }
  for (const [through, filters] of grouped) conditions.push(throughCondition(through, filters));
  for (const filter of selection.dates) conditions.push(dateCondition(filter));
  if (!selection.withdrawn) conditions.push({ sql: 't.withdrawn = 0', values: [] });
  return { walk, conditions };
}

function fromClause(type: ResourceType, walk: Walk | undefined): string {
  // CROSS JOIN keeps the order of the tables (SQLite's own rule), and so the order of the walk.
  return walk ? `${walk.table} AS w CROSS JOIN ${type} AS t ON t.key = w.${walk.owner}` : `${type} AS t`;
}

function orderOf({ sort }: ListQuery, key: string): string {
  if (sort.by === 'createdAt') return key;
  if (sort.by === 'updatedAt') return 't.changed';
  return `coalesce(t.${dateColumns(sort.by)[0]}, ${sort.descending ? -beyondAllDates : beyondAllDates})`;
}

/** Rows that follow one another in an index, and the expressions by which they do. */
interface Range {
  readonly condition: readonly Fragment[];
  readonly by: readonly string[];
}

/** Where a page's rows stand: after a position, the rest of those with its sort value come before those beyond. */
function rangesOf({ sort, after }: ListQuery, order: string, key: string): Range[] {
  // No two rows have the same key, or were written last at the same log position.
  const unique = sort.by === 'createdAt' || sort.by === 'updatedAt';
  const by = unique ? [order] : [order, key];
  if (!after) return [{ condition: [], by }];
  const [value, last] = after;
  const comparison = sort.descending ? '<' : '>';
  const beyond = { condition: [{ sql: `${order} ${comparison} ?`, values: [value] }], by };
  if (unique) return [beyond];
  const same = [{ sql: `${order} = ? AND ${key} ${comparison} ?`, values: [value, last] }];
  return [{ condition: same, by: [key] }, beyond];
}

function walkOf(definition: ResourceDefinition, filter: Filter): Walk | undefined {
  if (filter.values.length !== 1) return undefined;
  const { type, values, references } = definition;
  const reference = references[filter.name];
  if (values[filter.name]?.type === 'texts' || (reference && isMany(reference))) {
    const column = reference ? 'target' : 'value';
    const condition = matches(`w.${column}`, filter, reference?.to);
    return { table: edgeTableName(type, filter.name), owner: 'owner', condition, repeats: false };
  }
  const through = throughOf(definition, filter.name);
  if (!through || !walkedTogether.has(`${through.resource}.${filter.name}.${through.reference}`))
    return undefined;
  const condition = all([
    columnCondition(resources[through.resource], filter, 'w'),
    { sql: 'w.withdrawn = 0', values: [] },
  ]);
  return { table: through.resource, owner: sqlName(through.reference), condition, repeats: true };
}

function throughOf({ through }: ResourceDefinition, name: string): Through | undefined {
  return through.find(({ filters }) => filters.includes(name));
}

function ownCondition(definition: ResourceDefinition, filter: Filter): Fragment {
  const { type, values, references, either, exists } = definition;
  const { name } = filter;
  const reference = references[name];
  if (name === 'externalId') return matches('t.external_id', filter);
  if (values[name]?.type === 'texts' || (reference && isMany(reference))) {
    const target = reference ? 'target' : 'value';
    const { sql, values: parameters } = matches(`e.${target}`, filter, reference?.to);
    const table = edgeTableName(type, name);
    return {
      sql: `EXISTS (SELECT 1 FROM ${table} AS e WHERE e.owner = t.key AND ${sql})`,
      values: parameters,
    };
  }
  const ends = either[name];
  if (ends) {
    const conditions = ends.map((end) => columnCondition(definition, { ...filter, name: end }, 't'));
    return {
      sql: `(${conditions.map(({ sql }) => sql).join(' OR ')})`,
      values: conditions.flatMap((condition) => condition.values),
    };
  }
  const referrers = exists[name];
  if (referrers) {
    const column = sqlName(referrers.reference);
    const sql = `EXISTS (SELECT 1 FROM ${referrers.resource} AS e WHERE e.${column} = t.key AND e.withdrawn = 0)`;
    const asked = [...new Set(filter.values)].map((value) => (value ? sql : `NOT ${sql}`));
    return { sql: asked.length > 0 ? `(${asked.join(' OR ')})` : 'false', values: [] };
  }
  return columnCondition(definition, filter, 't');
}

/** One row of the other resource satisfies all of the filters; references name few rows, so the search begins there. */
function throughCondition({ resource, reference }: Through, filters: readonly Filter[]): Fragment {
  const definition = resources[resource];
  const owner = sqlName(reference);
  const { sql, values } = all(filters.map((filter) => columnCondition(definition, filter, 'e')));
  const rows = `${resource} AS e WHERE ${sql} AND e.withdrawn = 0`;
  const few = filters.some(({ name }) => name in definition.references);
  if (few) return { sql: `t.key IN (SELECT e.${owner} FROM ${rows})`, values };
  return { sql: `EXISTS (SELECT 1 FROM ${rows} AND e.${owner} = t.key)`, values };
}

function columnCondition(definition: ResourceDefinition, filter: Filter, alias: string): Fragment {
  return matches(`${alias}."${sqlName(filter.name)}"`, filter, definition.references[filter.name]?.to);
}

function matches(column: string, { values }: Filter, referred?: ResourceType): Fragment {
  const flags = new Set(values.filter((value) => typeof value === 'boolean'));
  if (flags.size > 1) return { sql: 'true', values: [] };
  // A flag is written out, so that an index on the flagged rows alone can serve.
  for (const flag of flags) return { sql: `${column} = ${flag ? 1 : 0}`, values: [] };
  const texts = values.map(String);
  const one = texts.length === 1;
  const marks = one ? '= ?' : `IN (${texts.map(() => '?')})`;
  if (!referred) return { sql: `${column} ${marks}`, values: texts };
  const keys = `(SELECT key FROM ${referred} WHERE id ${marks})`;
  return { sql: `${column} ${one ? '=' : 'IN'} ${keys}`, values: texts };
}

/** The bounds overlap; a date that is not known at all overlaps nothing. */
function dateCondition({ name, from, to }: DateFilter): Fragment {
  const [earliest, latest] = dateColumns(name).map((column) => `t.${column}`);
  const conditions: Fragment[] = [
    { sql: `(${earliest} IS NOT NULL OR ${latest} IS NOT NULL)`, values: [] },
    ...(from === null ? [] : [{ sql: `(${latest} IS NULL OR ${latest} >= ?)`, values: [from] }]),
    ...(to === null ? [] : [{ sql: `(${earliest} IS NULL OR ${earliest} <= ?)`, values: [to] }]),
  ];
  return all(conditions);
}

function all(conditions: readonly Fragment[]): Fragment {
  return {
    sql: conditions.map(({ sql }) => sql).join(' AND ') || 'true',
    values: conditions.flatMap(({ values }) => values),
  };
}
