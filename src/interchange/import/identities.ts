import { LRUCache } from 'lru-cache';
import { identifierType, newIdentifier, type ResourceType } from '../../model/identifiers.ts';
import { referencesOf, renameReferences } from '../../model/references.ts';
import { resources } from '../../model/resources.ts';
import type { Fields } from '../../store/documents.ts';
import type { Store, StoredDocument, Wanted } from '../../store/port.ts';
import type { GivenResource } from '../ndjson-reader.ts';
import type { SpooledLine } from './spool.ts';

/** A line of an import with the resource that it gives. */
export type ImportLine = SpooledLine & GivenResource;

/** A line, and the resource here that it means. */
export interface Entry {
  readonly line: ImportLine;
  /** What stands here; undefined where the line is to create it. */
  readonly current: StoredDocument | undefined;
  /** Its id here. */
  readonly id: string;
  readonly fields: Fields;
  /** The ids that its fields refer to. */
  readonly references: readonly string[];
  /** References by a name that nothing has here. */
  readonly unknownNames: readonly {
    readonly pointer: string;
    readonly name: string;
    readonly type: ResourceType;
  }[];
}

const namePrefix = 'externalId:';
/** So many ids that are known to exist are remembered, and so many that stand for another id here. */
const mostKnown = 50_000;
const mostRenamed = 100_000;
const mostFound = 1_000;

/** Which resources here the lines of an import and their references mean. */
export class Identities {
  readonly #store: Store;
  /** What exists once always does: nothing is ever erased. */
  readonly #known = new LRUCache<string, true>({ max: mostKnown });
  /** Ids of the file whose resources stand here under another id, found by their names. */
  readonly #renamed = new LRUCache<string, string>({ max: mostRenamed });

  constructor(store: Store) {
    this.#store = store;
  }

  /** What each line means, by its id, else by its externalId; its references are ids from then on. */
  async entries(lines: readonly ImportLine[]): Promise<Entry[]> {
    const current = await this.#current(lines);
    const located = lines.map((line, index) => {
      const found = current[index];
      if (found && line.id !== undefined && found.id !== line.id) this.#renamed.set(line.id, found.id);
      return { line, current: found, id: found?.id ?? line.id ?? newIdentifier(line.type) };
    });
    const names = new Map<string, string>();
    for (const { line, id } of located) {
      if (line.externalId !== undefined) names.set(`${line.type} ${line.externalId}`, id);
    }
    await this.#addNames(lines, names);
    return located.map((one) => ({ ...one, ...this.#resolved(one.line, names) }));
  }

  /** The ids among these under which nothing stands here. */
  async missing(ids: ReadonlySet<string>): Promise<Set<string>> {
    const unsure = [...ids].filter((id) => !this.#known.get(id));
    const wanted = unsure.map((id) => ({ type: identifierType(id) as ResourceType, id }));
    const found = await this.#find(wanted);
    for (const one of found) if (one) this.#known.set(one.id, true);
    return new Set(unsure.filter((_, index) => !found[index]));
  }

  /** The id here that a reference of the file means, or undefined where it is a name that nothing has. */
  async id(type: ResourceType, reference: string): Promise<string | undefined> {
    if (!reference.startsWith(namePrefix)) return this.#renamed.get(reference) ?? reference;
    const [found] = await this.#find([{ type, externalId: reference.slice(namePrefix.length) }]);
    return found?.id;
  }

  async #current(lines: readonly ImportLine[]): Promise<(StoredDocument | undefined)[]> {
    const byId = await this.#findSome(lines, ({ type, id }) => (id === undefined ? undefined : { type, id }));
    const byName = await this.#findSome(lines, ({ type, externalId }, index) =>
      externalId === undefined || byId[index] ? undefined : { type, externalId },
    );
    return lines.map((_, index) => byId[index] ?? byName[index]);
  }

  async #findSome(
    lines: readonly ImportLine[],
    wantedOf: (line: ImportLine, index: number) => Wanted | undefined,
  ): Promise<(StoredDocument | undefined)[]> {
    const wanted = lines.map(wantedOf);
    const found = await this.#find(wanted.filter((one) => one !== undefined));
    return wanted.map((one) => one && found.shift());
  }

  async #addNames(lines: readonly ImportLine[], names: Map<string, string>): Promise<void> {
    const wanted = new Map<string, Wanted & { externalId: string }>();
    for (const { type, fields } of lines) {
      for (const { to, id } of referencesOf(resources[type], fields)) {
        if (!id.startsWith(namePrefix)) continue;
        const externalId = id.slice(namePrefix.length);
        const key = `${to} ${externalId}`;
        if (!names.has(key)) wanted.set(key, { type: to, externalId });
      }
    }
    const found = await this.#find([...wanted.values()]);
    for (const [index, key] of [...wanted.keys()].entries()) {
      const one = found[index];
      if (one) names.set(key, one.id);
    }
  }

  #resolved({ type, fields }: ImportLine, names: ReadonlyMap<string, string>) {
    const changed = new Map<string, string>();
    const references: string[] = [];
    const unknownNames: Entry['unknownNames'][number][] = [];
    for (const { to, id, pointer } of referencesOf(resources[type], fields)) {
      const isName = id.startsWith(namePrefix);
      const name = id.slice(namePrefix.length);
      const here = isName ? names.get(`${to} ${name}`) : (this.#renamed.get(id) ?? id);
      if (here === undefined) unknownNames.push({ pointer, name, type: to });
      // What is not the id of such a thing at all is refused by the store.
      else if (identifierType(here) === to) references.push(here);
      if (here !== undefined && here !== id) changed.set(pointer, here);
    }
    const renamed =
      changed.size === 0
        ? fields
        : renameReferences(resources[type], fields, (id, pointer) => changed.get(pointer) ?? id);
    return { fields: renamed, references, unknownNames };
  }

  async #find(wanted: readonly Wanted[]): Promise<(StoredDocument | undefined)[]> {
    const found: (StoredDocument | undefined)[] = [];
    for (let at = 0; at < wanted.length; at += mostFound) {
      found.push(...(await this.#store.find(wanted.slice(at, at + mostFound))));
    }
    return found;
  }
}
