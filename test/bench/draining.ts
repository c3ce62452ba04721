import type { ListQuery, Store } from '../../src/store/port.ts';

/** The newest claim that is contested. */
export const newestContested: ListQuery = {
  ...{ type: 'claim', filters: [{ name: 'contested', values: [true] }], dates: [], withdrawn: false },
  ...{ sort: { by: 'createdAt', descending: true }, limit: 1, include: [] },
};

/** Whether the figures that lists are filtered by are exact up to the newest write. */
export async function isDrained(store: Store): Promise<boolean> {
  const { assessedThrough, position } = await store.list(newestContested);
  return assessedThrough === position;
}

/** Lets the worker of a store assess all that is due. */
export async function drain(store: Store, wait = 5): Promise<void> {
  while (!(await isDrained(store))) await new Promise((resolve) => setTimeout(resolve, wait));
}
