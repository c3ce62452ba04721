import type { Config } from '../config.ts';
import { openSqliteStore } from '../store/sqlite/store.ts';

/** Brings the database up to date, making it where it is not there, and says what was done. */
export async function migrate({ DATABASE_URL, WORKERS }: Config): Promise<void> {
  const { store, applied } = await openSqliteStore({ url: DATABASE_URL, workers: WORKERS });
  await store.close();
  for (const name of applied) process.stdout.write(`Applied ${name}\n`);
  if (applied.length === 0) process.stdout.write('The database is up to date.\n');
}
