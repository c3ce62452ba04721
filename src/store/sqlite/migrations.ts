import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Connection, isBusy, isNoDatabase, patiently } from './connection.ts';

/** A migration file: its number is in its name, `0001_graph.sql`. */
export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

/** The database and the migration files do not fit together; nothing was touched. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
}

interface AppliedMigration {
  readonly number: number;
  readonly name: string;
  readonly checksum: string;
}

/** Marks the file as a Hearsay database in its header ("Hear"). */
const applicationId = 0x48_65_61_72;

const elsewhere =
  'Nothing in it was changed. Name another file, or one that does not exist yet, in DATABASE_URL.';

/** The migration files of a folder in their order. Throws a MigrationError where their numbers leave a gap. */
export function readMigrations(folder: string): Migration[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.sql'));
  return files.sort().map((name, index) => {
    const number = Number(/^(\d{4})_[a-z0-9_]+\.sql$/.exec(name)?.[1]);
    if (number !== index + 1) {
      const expected = String(index + 1).padStart(4, '0');
      throw new MigrationError(
        `The migration ${name} should be number ${expected}: one is missing or misnamed. Restore the original files.`,
      );
    }
    const sql = readFileSync(join(folder, name), 'utf8');
    return { number, name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
  });
}

/** The migrations that a database still needs. Throws a MigrationError where it is not one that these files made. */
export function pendingMigrations(connection: Connection, migrations: readonly Migration[]): Migration[] {
  // In one transaction, so that a process that is migrating it is seen either before or after.
  return connection.transaction(() => pendingNow(connection, migrations))();
}

function pendingNow(connection: Connection, migrations: readonly Migration[]): Migration[] {
  if (isUntouched(connection)) return [...migrations];
  const applied = connection
    .prepare<[], AppliedMigration>('SELECT number, name, checksum FROM migration ORDER BY number')
    .all();
  for (const done of applied) refuseMismatch(done, migrations);
  return migrations.slice(applied.length);
}

/** Whether nothing has ever been made in the database. Throws a MigrationError where another program made something. */
function isUntouched(connection: Connection): boolean {
  try {
    const application = connection.pragma('application_id', { simple: true });
    if (application === applicationId) return false;
    const things = connection.prepare<[], number>('SELECT count(*) FROM sqlite_schema').pluck().get();
    if (application === 0 && things === 0) return true;
  } catch (error) {
    if (!isNoDatabase(error)) throw error;
    throw new MigrationError(`This file is not a database. ${elsewhere}`);
  }
  throw new MigrationError(`This database belongs to another program. ${elsewhere}`);
}

function refuseMismatch(applied: AppliedMigration, migrations: readonly Migration[]): void {
  const file = migrations[applied.number - 1];
  if (!file) {
    const newest = migrations.at(-1)?.name ?? 'none';
    throw new MigrationError(
      `This database is from a newer version: it has migration ${applied.name}, and the newest known here is ${newest}. Start the version that made it, or a later one.`,
    );
  }
  if (file.name !== applied.name || file.checksum !== applied.checksum) {
    throw new MigrationError(
      `The migration file ${file.name} is not the one that was applied to this database (${applied.name}). Restore the original file; a change needs a new migration.`,
    );
  }
}

/**
 * Brings a database up to date, each migration in a transaction of its own, and returns those that it applied. Waits up
 * to `patience` milliseconds for a process that does the same. Throws a MigrationError before anything is touched.
 */
export async function migrate(
  connection: Connection,
  migrations: readonly Migration[],
  patience = 30_000,
): Promise<Migration[]> {
  const deadline = Date.now() + patience;
  const pending = await patiently(() => pendingMigrations(connection, migrations), deadline);
  // A backup may have come back in another mode, in which whoever reads waits for whoever writes.
  await patiently(() => connection.pragma('journal_mode = WAL'), deadline);
  const done: Migration[] = [];
  if (pending.length === 0) return done;
  // Inside a transaction the pragma does nothing, and rebuilding a parent table needs it off.
  connection.pragma('foreign_keys = OFF');
  try {
    for (;;) {
      const applied = await patiently(() => applyNext(connection, migrations), deadline);
      if (!applied) return done;
      done.push(applied);
    }
  } finally {
    connection.pragma('foreign_keys = ON');
  }
}

function applyNext(connection: Connection, migrations: readonly Migration[]): Migration | undefined {
  const transaction = connection.transaction(() => {
    const [next] = pendingMigrations(connection, migrations);
    if (!next) return undefined;
    if (next.number === 1) createMigrationTable(connection);
    apply(connection, next);
    const broken = connection.pragma('foreign_key_check') as unknown[];
    if (broken.length > 0) {
      throw new MigrationError(`The migration ${next.name} leaves ${broken.length} references to nothing.`);
    }
    connection
      .prepare('INSERT INTO migration (number, name, checksum, applied_at) VALUES (?, ?, ?, ?)')
      .run(next.number, next.name, next.checksum, Date.now());
    return next;
  });
  return transaction.immediate();
}

function apply(connection: Connection, { name, sql }: Migration): void {
  try {
    connection.exec(sql);
  } catch (error) {
    if (isBusy(error)) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new MigrationError(`The migration ${name} failed and was taken back: ${why}.`, { cause: error });
  }
}

function createMigrationTable(connection: Connection): void {
  connection.pragma(`application_id = ${applicationId}`);
  connection.exec(
    `CREATE TABLE migration (
       number INTEGER PRIMARY KEY,
       name TEXT NOT NULL,
       checksum TEXT NOT NULL,
       applied_at INTEGER NOT NULL
     ) STRICT`,
  );
}
