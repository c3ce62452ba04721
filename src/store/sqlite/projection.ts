import type { ResourceDefinition, ResourceDocument } from '../../model/definition.ts';
import { dateBounds } from '../../model/edtf.ts';
import type { ResourceType } from '../../model/identifiers.ts';
import { isMany, referencesOf } from '../../model/references.ts';
import { resources } from '../../model/resources.ts';

/** A column, or the column of an edge table, is a number, a text or empty. */
export type SqlValue = number | string | null;

/** How a resource is laid out: its table, the columns projected from its document, and its edge tables. */
export interface Projection {
  readonly table: ResourceType;
  readonly columns: readonly string[];
  readonly edges: readonly EdgeTable[];
}

/** A table that holds many values (`value`) or references (`target`) of an `owner`. */
export interface EdgeTable {
  readonly name: string;
  readonly column: 'value' | 'target';
}

/** What a document projects: a value for each column and the rows of each edge table. */
export interface ProjectedRow {
  readonly columns: readonly SqlValue[];
  readonly edges: readonly (readonly SqlValue[])[];
}

/** The name that a property has in SQL. */
export function sqlName(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

export function edgeTableName(type: ResourceType, name: string): string {
  return `${type}_${sqlName(name)}`;
}

/** The table of the figures of the newest assessments of a resource, and the column of the one with this name in it. */
export function figureColumn(type: ResourceType, name: string): readonly [table: string, column: string] {
  return [`${type}_figures`, sqlName(name).replace('.', '_')];
}

/** The two columns that a date is projected into. */
export function dateColumns(name: string): readonly [earliest: string, latest: string] {
  return [`${sqlName(name)}_earliest`, `${sqlName(name)}_latest`];
}

/** The layout of a resource, as its migration made it. */
export function projectionOf({ type, references, values }: ResourceDefinition): Projection {
  const columns: string[] = [];
  const edges: EdgeTable[] = [];
  for (const [name, reference] of Object.entries(references)) {
    if (isMany(reference)) edges.push({ name: edgeTableName(type, name), column: 'target' });
    else columns.push(sqlName(name));
  }
  for (const [name, value] of Object.entries(values)) {
    if (value.type === 'texts' || value.type === 'analysed')
      edges.push({ name: edgeTableName(type, name), column: 'value' });
    else if (value.type === 'date') columns.push(...dateColumns(name));
    else columns.push(sqlName(name));
  }
  return { table: type, columns, edges };
}

/** What a document projects into the layout of its resource; `keyOf` gives the key that stands for an id. */
export function projectDocument(document: ResourceDocument, keyOf: (id: string) => number): ProjectedRow {
  const definition = resources[document.type];
  const columns: SqlValue[] = [];
  const edges: SqlValue[][] = [];
  const found = referencesOf(definition, document);
  for (const [name, reference] of Object.entries(definition.references)) {
    const keys = found.filter((one) => one.name === name).map(({ id }) => keyOf(id));
    if (isMany(reference)) edges.push([...new Set(keys)]);
    else columns.push(keys[0] ?? null);
  }
  for (const value of Object.values(definition.values)) {
    switch (value.type) {
      case 'texts':
      case 'analysed':
        edges.push([...new Set(value.of(document) ?? [])]);
        break;
      case 'date':
        columns.push(...boundsOf(value.of(document)));
        break;
      case 'boolean':
        columns.push(value.of(document) ? 1 : 0);
        break;
      case 'text':
        columns.push(value.of(document) ?? null);
    }
  }
  return { columns, edges };
}

function boundsOf(date: string | undefined): [SqlValue, SqlValue] {
  const bounds = date === undefined ? undefined : dateBounds(date);
  return [bounds?.earliest ?? null, bounds?.latest ?? null];
}
