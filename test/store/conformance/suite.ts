import type { Test } from 'tap';
import { Problem, type ProblemCode, type ProblemPlace } from '../../../src/errors.ts';
import type { ResourceType } from '../../../src/model/identifiers.ts';
import type { ListQuery, Page, PagePosition, Selection, Store } from '../../../src/store/port.ts';

/** Opens an empty store that is closed when the test ends. */
export type OpenStore = (t: Test) => Promise<Store>;

/** A query with what a case does not say: live, oldest first, all on one page. */
export function queryOf(type: ResourceType, query: Partial<ListQuery> = {}): ListQuery {
  const sort = { by: 'createdAt', descending: false };
  return { type, filters: [], dates: [], withdrawn: false, sort, limit: 1_000, include: [], ...query };
}

export function selectionOf(type: ResourceType, selection: Partial<Selection> = {}): Selection {
  return { type, filters: [], dates: [], withdrawn: false, ...selection };
}

/** The ids on one page. */
export async function idsOf(store: Store, type: ResourceType, query: Partial<ListQuery> = {}) {
  const page = await store.list(queryOf(type, query));
  return page.items.map(({ id }) => id);
}

/** The ids on all pages; `between` runs after each page. */
export async function idsOfAllPages(
  store: Store,
  query: ListQuery,
  between: (page: Page) => Promise<unknown> = async () => {},
): Promise<string[]> {
  const ids: string[] = [];
  let after: PagePosition | undefined;
  do {
    const page = await store.list({ ...query, after });
    ids.push(...page.items.map(({ id }) => id));
    after = page.next;
    await between(page);
  } while (after);
  return ids;
}

type Place = Pick<ProblemPlace, 'pointer' | 'code'>;

/** Asserts that a promise rejects with a Problem of this code at these places, and gives the Problem. */
export async function refused(
  t: Test,
  promise: Promise<unknown>,
  code: ProblemCode,
  places: readonly Place[],
  message: string,
): Promise<Problem | undefined> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Problem)) {
    t.fail(`${message}: ${error === undefined ? 'was not refused' : String(error)}`);
    return undefined;
  }
  const found = { code: error.code, places: error.errors.map(({ pointer, code }) => ({ pointer, code })) };
  t.strictSame(found, { code, places }, message);
  return error;
}
