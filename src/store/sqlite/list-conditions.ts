import type { Referrers, ResourceDefinition, Through } from '../../model/definition.ts';
import type { ResourceType } from '../../model/identifiers.ts';
import { isMany } from '../../model/references.ts';
import { resources } from '../../model/resources.ts';
import type { DateFilter, Filter } from '../port.ts';
import { dateColumns, edgeTableName, figureColumn, type SqlValue, sqlName } from './projection.ts';

/** SQL with the values of its parameters. `t` is the row of the resource that is listed. */
export interface Fragment {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

/** More values than this become one parameter: a statement has room for so many only. */
const mostParameters = 100;

/** The filters of a definition that are on what refers to the resource, and on which. */
export function throughOf({ through }: ResourceDefinition, name: string): Through | undefined {
  return through.find(({ filters }) => filters.includes(name));
}

/**
 * A filter on the resource itself, or on whether anything refers to it. `merged`: what refers to any that is one thing
 * with it counts as well. `gathered`: all rows that have one of the values are found at once, to be sorted.
 */
export function ownCondition(
  definition: ResourceDefinition,
  filter: Filter,
  merged: boolean,
  gathered = false,
): Fragment {
  const { type, values, references, either, exists, figures } = definition;
  const { name } = filter;
  const reference = references[name];
  if (name === 'externalId') return matches('t.external_id', filter);
  if (values[name]?.type === 'texts' || (reference && isMany(reference))) {
    const target = reference ? 'target' : 'value';
    const { sql, values: parameters } = matches(`e.${target}`, filter, reference?.to);
    const table = edgeTableName(type, name);
    const found = gathered
      ? `t.key IN (SELECT e.owner FROM ${table} AS e WHERE ${sql})`
      : `EXISTS (SELECT 1 FROM ${table} AS e WHERE e.owner = t.key AND ${sql})`;
    return { sql: found, values: parameters };
  }
  const ends = either[name];
  if (ends) {
    const conditions = ends.map((end) => columnCondition(definition, { ...filter, name: end }, 't'));
    return {
      sql: `(${conditions.map(({ sql }) => sql).join(' OR ')})`,
      values: conditions.flatMap((condition) => condition.values),
    };
  }
  if (figures[name]) return figureCondition(definition, filter);
  const referrers = exists[name];
  if (referrers) {
    const { sql } = exist(type, referrers, all([]), merged);
    return { sql: `(${asked(filter, sql)})`, values: [] };
  }
  return columnCondition(definition, filter, 't');
}

/** A filter on the newest assessment of a resource; what was not found to be true is false. */
function figureCondition({ type }: ResourceDefinition, filter: Filter): Fragment {
  const exists = (condition: string, values: readonly SqlValue[]) => {
    const [table] = figureColumn(type, filter.name);
    return { sql: `EXISTS (SELECT 1 FROM ${table} AS f WHERE f.${type} = t.key AND ${condition})`, values };
  };
  if (!filter.values.some((value) => typeof value === 'boolean')) {
    const { sql, values } = figureMatches(type, filter, 'f');
    return exists(sql, values);
  }
  const { sql } = exists(figureMatches(type, { ...filter, values: [true] }, 'f').sql, []);
  return { sql: `(${asked(filter, sql)})`, values: [] };
}

/** The figure in a row of the assessments is one of a filter's values. */
export function figureMatches(type: ResourceType, filter: Filter, alias: string): Fragment {
  const [, column] = figureColumn(type, filter.name);
  return matches(`${alias}.${column}`, filter);
}

/** What is true, what is not, or either, as the values of a filter ask. */
function asked({ values }: Filter, sql: string): string {
  return [...new Set(values)].map((value) => (value ? sql : `NOT ${sql}`)).join(' OR ') || 'false';
}

/** One row of the other resource satisfies all of the filters; references name few rows, so the search begins there. */
export function throughCondition(
  type: ResourceType,
  through: Through,
  filters: readonly Filter[],
  merged: boolean,
): Fragment {
  const condition = togetherCondition(through, filters);
  const few = filters.some(({ name }) => name in resources[through.resource].references);
  if (!few) return exist(type, through, condition, merged);
  const { resource, reference } = through;
  const direct = `SELECT e.${sqlName(reference)} FROM ${resource} AS e WHERE ${condition.sql} AND e.withdrawn = 0`;
  if (!merged) return { sql: `t.key IN (${direct})`, values: condition.values };
  const others = mergedKeys(type, through, condition);
  return {
    sql: `t.key IN (${direct} UNION ALL SELECT key FROM (${others.sql}))`,
    values: [...condition.values, ...others.values],
  };
}

/** What refers to others that are one thing with a row satisfies all of the filters; nothing that refers to itself does. */
export function onlyMergedCondition(
  type: ResourceType,
  through: Through,
  filters: readonly Filter[],
): Fragment {
  const condition = togetherCondition(through, filters);
  const others = mergedKeys(type, through, condition);
  const own = exist(type, through, condition, false);
  return all([
    { sql: `t.key IN (${others.sql})`, values: others.values },
    { ...own, sql: `NOT ${own.sql}` },
  ]);
}

/** Filters on one row `e` of the other resource. */
function togetherCondition({ resource }: Through, filters: readonly Filter[]): Fragment {
  return all(filters.map((filter) => columnCondition(resources[resource], filter, 'e')));
}

/** Whether live rows `e` that satisfy a condition refer to a row `t`. */
function exist(type: ResourceType, referrers: Referrers, condition: Fragment, merged: boolean): Fragment {
  const { resource, reference } = referrers;
  const { sql, values } = condition;
  const direct = `EXISTS (SELECT 1 FROM ${resource} AS e WHERE ${sql} AND e.withdrawn = 0 AND e.${sqlName(reference)} = t.key)`;
  if (!merged) return { sql: direct, values };
  const others = mergedKeys(type, referrers, condition);
  return { sql: `(${direct} OR t.key IN (${others.sql}))`, values: [...values, ...others.values] };
}

/** The keys of merged rows: a live row `e` that satisfies a condition refers to one that is one thing with them. */
function mergedKeys(type: ResourceType, { resource, reference }: Referrers, condition: Fragment): Fragment {
  const { sql, values } = condition;
  // Whatever replaces something and was not replaced itself stands for all that is one thing with it.
  return {
    sql: `WITH RECURSIVE merged (key, standing) AS (
            SELECT s.key, s.key FROM ${type} AS o CROSS JOIN ${type} AS s ON s.key = o.replaced_by
            WHERE o.replaced_by IS NOT NULL AND s.replaced_by IS NULL
            UNION
            SELECT o.key, standing FROM merged CROSS JOIN ${type} AS o ON o.replaced_by = merged.key
          )
          SELECT key FROM merged WHERE standing IN (
            SELECT standing FROM merged WHERE EXISTS (
              SELECT 1 FROM ${resource} AS e
              WHERE ${sql} AND e.withdrawn = 0 AND e.${sqlName(reference)} = merged.key))`,
    values,
  };
}

export function columnCondition(definition: ResourceDefinition, filter: Filter, alias: string): Fragment {
  return matches(`${alias}."${sqlName(filter.name)}"`, filter, definition.references[filter.name]?.to);
}

/** A column holds one of a filter's values, or the key of one of the resources that they name. */
export function matches(column: string, { values }: Filter, referred?: ResourceType): Fragment {
  const flags = new Set(values.filter((value) => typeof value === 'boolean'));
  if (flags.size > 1) return { sql: 'true', values: [] };
  // A flag is written out, so that an index on the flagged rows alone can serve.
  for (const flag of flags) return { sql: `${column} = ${flag ? 1 : 0}`, values: [] };
  const plain = values.filter((value) => typeof value !== 'boolean');
  const one = plain.length === 1;
  const { sql: given, values: parameters } = placesOf(plain);
  if (!referred) return { sql: `${column} ${given}`, values: parameters };
  const keys = `(SELECT key FROM ${referred} WHERE id ${given})`;
  return { sql: `${column} ${one ? '=' : 'IN'} ${keys}`, values: parameters };
}

function placesOf(values: readonly (string | number)[]): Fragment {
  if (values.length === 1) return { sql: '= ?', values };
  if (values.length <= mostParameters) return { sql: `IN (${values.map(() => '?')})`, values };
  return { sql: 'IN (SELECT value FROM json_each(?))', values: [JSON.stringify(values)] };
}

/** The bounds overlap; a date that is not known at all overlaps nothing. */
export function dateCondition({ name, from, to }: DateFilter): Fragment {
  const [earliest, latest] = dateColumns(name).map((column) => `t.${column}`);
  const conditions: Fragment[] = [
    { sql: `(${earliest} IS NOT NULL OR ${latest} IS NOT NULL)`, values: [] },
    ...(from === null ? [] : [{ sql: `(${latest} IS NULL OR ${latest} >= ?)`, values: [from] }]),
    ...(to === null ? [] : [{ sql: `(${earliest} IS NULL OR ${earliest} <= ?)`, values: [to] }]),
  ];
  return all(conditions);
}

/** All of the conditions hold. */
export function all(conditions: readonly Fragment[]): Fragment {
  return {
    sql: conditions.map(({ sql }) => sql).join(' AND ') || 'true',
    values: conditions.flatMap(({ values }) => values),
  };
}
