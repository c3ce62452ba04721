import type { ProblemPlace } from '../../errors.ts';
import type { ResourceDocument } from '../../model/definition.ts';
import type { Connection } from './connection.ts';

interface WrittenDocument {
  readonly key: number;
  readonly pointer: string;
  readonly before: ResourceDocument | undefined;
  readonly document: ResourceDocument;
}

/** What must hold of chains once a commit has written all of its attributions. */
export class ChainRules {
  readonly #via;
  readonly #carries;
  readonly #emptyCarrier;

  constructor(connection: Connection) {
    this.#via = connection
      .prepare<[number], number | null>('SELECT via FROM attribution WHERE key = ?')
      .pluck();
    this.#carries = connection.prepare<[number], number>('SELECT 1 FROM attribution WHERE via = ?').pluck();
    this.#emptyCarrier = connection
      .prepare<[string], string>(
        `SELECT id FROM attribution AS carrier
         WHERE id = ? AND stance = 'relays' AND origin_unknown = 0 AND withdrawn = 0
         AND NOT EXISTS (SELECT 1 FROM attribution WHERE via = carrier.key)`,
      )
      .pluck();
  }

  /** No attribution reaches the article through itself, and one that relays has somebody behind it or says so. */
  issues(written: readonly WrittenDocument[]): ProblemPlace[] {
    const circular = this.#circular(written.filter(({ document }) => document.viaId !== undefined));
    return written.flatMap((one) => this.#issuesOf(one, circular));
  }

  /** The keys of those that lead back to themselves. Each carrier is passed once, however long the chains are. */
  #circular(written: readonly WrittenDocument[]): Set<number> {
    const passed = new Set<number>();
    const circular = new Set<number>();
    for (const { key } of written) {
      const path: number[] = [];
      let next: number | null | undefined = key;
      while (next && !passed.has(next)) {
        passed.add(next);
        path.push(next);
        next = this.#via.get(next);
      }
      const start = next ? path.indexOf(next) : -1;
      if (start >= 0) for (const one of path.slice(start)) circular.add(one);
    }
    return circular;
  }

  #issuesOf({ key, pointer, before, document }: WrittenDocument, circular: Set<number>): ProblemPlace[] {
    if (document.type !== 'attribution') return [];
    if (circular.has(key)) {
      const detail = 'must not lead back to this attribution';
      return [{ pointer: `${pointer}/viaId`, code: 'cycle', detail }];
    }
    const left = before?.viaId !== document.viaId ? this.#emptyCarrier.get(String(before?.viaId)) : undefined;
    if (left !== undefined) {
      const detail = `${left} relays this attribution alone; it would have nobody behind it`;
      return [{ pointer: `${pointer}/viaId`, code: 'empty_carrier', detail }];
    }
    const alone = document.stance === 'relays' && !document.originUnknown && !this.#carries.get(key);
    if (!alone || document.withdrawal) return [];
    const detail = 'must be true, or another attribution must name this one as its via';
    return [{ pointer: `${pointer}/originUnknown`, code: 'required', detail }];
  }
}
