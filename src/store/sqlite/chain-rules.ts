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
  readonly #isCycle;
  readonly #carries;
  readonly #emptyCarrier;

  constructor(connection: Connection) {
    this.#isCycle = connection
      .prepare<[number, number], number>(
        `WITH RECURSIVE carrier (key) AS (
           SELECT via FROM attribution WHERE key = ?
           UNION
           SELECT attribution.via FROM attribution JOIN carrier USING (key) WHERE attribution.via IS NOT NULL
         )
         SELECT 1 FROM carrier WHERE key = ?`,
      )
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
  issues({ key, pointer, before, document }: WrittenDocument): ProblemPlace[] {
    if (document.type !== 'attribution') return [];
    if (document.viaId !== undefined && this.#isCycle.get(key, key)) {
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
