import type { ResourceDefinition } from '../../model/definition.ts';
import type { ResourceType } from '../../model/identifiers.ts';
import { isMany } from '../../model/references.ts';
import { resources } from '../../model/resources.ts';
import type { Filter, ListQuery, Selection } from '../port.ts';
import {
  all,
  columnCondition,
  dateCondition,
  type Fragment,
  figureMatches,
  matches,
  onlyMergedCondition,
  ownCondition,
  throughCondition,
  throughOf,
} from './list-conditions.ts';
import { dateColumns, edgeTableName, figureColumn, sqlName } from './projection.ts';

/** Rows of another table that are walked in the order of the listed rows' keys, so that a page stops when it is full. */
interface Walk {
  readonly table: string;
  readonly owner: string;
  readonly condition: Fragment;
  /** Whether several rows may belong to one listed row. */
  readonly repeats: boolean;
  /** Whether SQLite may rather begin with the listed rows, where these are few. */
  readonly free?: boolean;
}

/** Rows that a selection takes: along a walk or from the whole table, what satisfies all of the conditions. */
interface Plan {
  readonly walk: Walk | undefined;
  readonly conditions: readonly Fragment[];
}

/** References by which another resource's rows are indexed together with their reference to the listed one. */
const walkedTogether = new Set([
  'attribution.source.claim',
  'attribution.source.article',
  'attribution.article.claim',
  'attribution.stance.claim',
  'attribution.onBehalfOf.claim',
]);

/** Sorts last where there is no date and no figure: further away than any date that JavaScript can hold. */
const beyondAll = 9_000_000_000_000_000;

/**
 * The page of a list: the rows of these statements, one after the other, with one more where another page follows.
 * `merged`: as `asksOfReferrers` says, and some of the listed type were merged.
 */
export function pageStatements(query: ListQuery, merged = false): Fragment[] {
  const pages = plansOf(query, merged).map((plan) =>
    rangesOf(query, plan).map((range) => pageOf(query, plan, range)),
  );
  const [only] = pages;
  if (only && pages.length === 1) return only;
  // Only a walk by key has another plan beside it, and it has one range: the first rows are among the first of both.
  const rows = pages.flat().map(({ sql }) => `SELECT * FROM (${sql})`);
  const values = pages.flat().flatMap((page) => page.values);
  return [{ sql: `${rows.join(' UNION ALL ')} ${ending(query, ['position'])}`, values }];
}

/** The number of rows that satisfy a selection as one statement; counting stops at `limit`. */
export function countStatement(selection: Selection, limit: number, merged = false): Fragment {
  const parts = plansOf(selection, merged).map(({ walk, conditions }) => {
    const { sql, values } = all(conditions);
    const grouping = walk?.repeats ? `GROUP BY w.${walk.owner}` : '';
    return { sql: `SELECT 1 FROM ${fromClause(selection.type, walk)} WHERE ${sql} ${grouping}`, values };
  });
  const rows = parts.map(({ sql }) => sql).join(' UNION ALL ');
  return {
    sql: `SELECT count(*) FROM (${rows} LIMIT ${limit})`,
    values: parts.flatMap(({ values }) => values),
  };
}

/** Whether a page walks one index in its order and stops when it is full, whatever the data but what was merged. */
export function walksOneIndex({ type, filters, dates, sort }: ListQuery): boolean {
  if (dates.length > 0 || filters.length > 1) return false;
  const [filter] = filters;
  if (!filter) return true;
  if (filter.values.length !== 1) return false;
  const { name } = filter;
  if (name === 'externalId') return true;
  // Only the rows that are flagged are indexed.
  if (sort.by !== 'createdAt' || filter.values[0] === false) return false;
  const { values, references, figures } = resources[type];
  return (
    name in figures || name in values || name in references || walkOf(resources[type], filter) !== undefined
  );
}

/** Whether a query filters or sorts by the newest assessments. */
export function asksOfAssessments(query: Selection & { readonly sort?: ListQuery['sort'] }): boolean {
  const { figures } = resources[query.type];
  return query.filters.some(({ name }) => name in figures) || (query.sort?.by ?? '') in figures;
}

/** Whether a selection has a filter on what refers to the listed resource. */
export function asksOfReferrers({ type, filters }: Selection): boolean {
  const definition = resources[type];
  return filters.some(({ name }) => name in definition.exists || throughOf(definition, name) !== undefined);
}

/** How the rows of a selection are found. No row satisfies two of the plans. */
function plansOf(selection: Selection, merged: boolean): Plan[] {
  const definition = resources[selection.type];
  const { by } = 'sort' in selection ? (selection as ListQuery).sort : { by: 'createdAt' };
  const walks = by === 'createdAt' ? selection.filters.map((filter) => walkOf(definition, filter)) : [];
  const walk =
    by in definition.figures ? assessedInOrder(definition, by) : walks.find((one) => one !== undefined);
  const first = walk && selection.filters[walks.indexOf(walk)];
  const group = first && throughOf(definition, first.name);
  const conditions: Fragment[] = [];
  for (const filter of selection.filters) {
    if (filter === first || throughOf(definition, filter.name)) continue;
    const isBeside = walk?.free && filter.name in definition.figures && !filter.values.includes(false);
    conditions.push(
      isBeside
        ? figureMatches(definition.type, filter, 'w')
        : ownCondition(definition, filter, merged, walk?.free),
    );
  }
  for (const through of definition.through) {
    const filters = selection.filters.filter(({ name }) => through.filters.includes(name));
    if (filters.length === 0 || through === group) continue;
    conditions.push(throughCondition(definition.type, through, filters, merged));
  }
  conditions.push(...selection.dates.map(dateCondition));
  if (!selection.withdrawn) conditions.push({ sql: 't.withdrawn = 0', values: [] });
  if (!walk) return [{ walk, conditions }];
  if (!group) return [{ walk, conditions: [walk.condition, ...conditions] }];
  const together = selection.filters.filter(({ name }) => group.filters.includes(name));
  const others = together
    .filter((filter) => filter !== first)
    .map((filter) => columnCondition(resources[group.resource], filter, 'w'));
  const walked = [walk.condition, ...others, ...conditions];
  if (!merged) return [{ walk, conditions: walked }];
  const beside = [onlyMergedCondition(definition.type, group, together), ...conditions];
  return [
    { walk, conditions: walked },
    { walk: undefined, conditions: beside },
  ];
}

function keyOf(walk: Walk | undefined): string {
  return walk ? `w.${walk.owner}` : 't.key';
}

function fromClause(type: ResourceType, walk: Walk | undefined): string {
  if (!walk) return `${type} AS t`;
  // CROSS JOIN keeps the order of the tables (SQLite's own rule), and so the order of the walk.
  return `${walk.table} AS w ${walk.free ? '' : 'CROSS'} JOIN ${type} AS t ON t.key = w.${walk.owner}`;
}

function orderOf({ type, sort }: ListQuery, key: string): string {
  if (sort.by === 'createdAt') return key;
  if (sort.by === 'updatedAt') return 't.changed';
  const column =
    sort.by in resources[type].figures
      ? `w.${figureColumn(type, sort.by)[1]}`
      : `t.${dateColumns(sort.by)[0]}`;
  return `coalesce(${column}, ${sort.descending ? -beyondAll : beyondAll})`;
}

/** Rows that follow one another in an index, and the expressions by which they do. */
interface Range {
  readonly condition: readonly Fragment[];
  readonly by: readonly string[];
}

/** The first rows of a plan that lie in a range. */
function pageOf(query: ListQuery, { walk, conditions }: Plan, { condition, by }: Range): Fragment {
  const key = keyOf(walk);
  const grouping = walk?.repeats ? `GROUP BY ${key}` : '';
  const { sql, values } = all([...conditions, ...condition]);
  return {
    sql: `SELECT t.key, t.id, t.revision, t.document AS json, ${orderOf(query, key)} AS position
          FROM ${fromClause(query.type, walk)} WHERE ${sql} ${grouping} ${ending(query, by)}`,
    values,
  };
}

function ending({ sort, limit }: ListQuery, by: readonly string[]): string {
  const sorting = by.map((expression) => `${expression} ${sort.descending ? 'DESC' : 'ASC'}`);
  // SQLite prepares a statement anew whenever a parameter in LIMIT is bound, so the limit is written out.
  return `ORDER BY ${sorting} LIMIT ${limit + 1}`;
}

/** Where a page's rows stand: after a position, the rest of those with its sort value come before those beyond. */
function rangesOf(query: ListQuery, { walk }: Plan): Range[] {
  const { sort, after } = query;
  const key = keyOf(walk);
  const order = orderOf(query, key);
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

/** All assessments of a resource, in the order of a figure. */
function assessedInOrder({ type }: ResourceDefinition, by: string): Walk {
  const [table] = figureColumn(type, by);
  return { table, owner: type, condition: all([]), repeats: false, free: true };
}

function walkOf(definition: ResourceDefinition, filter: Filter): Walk | undefined {
  if (filter.values.length !== 1) return undefined;
  const { type, values, references, figures } = definition;
  if (figures[filter.name]) {
    // Only the assessments that are flagged are indexed.
    if (filter.values[0] === false) return undefined;
    const condition = figureMatches(type, filter, 'w');
    const [table] = figureColumn(type, filter.name);
    return { table, owner: type, condition, repeats: false };
  }
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
