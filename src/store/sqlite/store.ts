import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import { ConfigError, databasePath } from '../../config.ts';
import { Problem } from '../../errors.ts';
import type { ResourceType } from '../../model/identifiers.ts';
import { moduleBeside } from '../../module-beside.ts';
import type { KeyStore } from '../key-store.ts';
import type {
  Assessed,
  AssessOptions,
  ChangeQuery,
  Changes,
  Command,
  CommitOptions,
  Committed,
  CommittedArticleGraph,
  Count,
  DependentsFound,
  DependentsQuery,
  Duplicates,
  ExportedLine,
  ExportPart,
  Found,
  FoundOutlets,
  FoundPaths,
  ListQuery,
  LogEntry,
  OutletQuery,
  Page,
  PagePosition,
  PairPage,
  PathQuery,
  PositionPage,
  PositionQuery,
  Selection,
  Store,
  StoredDocument,
  StoreState,
  Subgraph,
  SubgraphRoot,
  Wanted,
} from '../port.ts';
import type { Caps } from './claim-ties.ts';
import { openInspector } from './connection.ts';
import { FiguresWorker } from './figures-worker.ts';
import { keyStore } from './keys.ts';
import { pendingMigrations, readMigrations } from './migrations.ts';
import { Reader } from './reader.ts';
import type { PooledRead } from './reader-thread.ts';
import { problemFrom } from './receipts.ts';
import { readSnapshot } from './snapshot.ts';
import { Writer } from './writer.ts';

export interface SqliteOptions {
  /** A `file:` URL; the file and its folder are made where they are not there. */
  readonly url: string;
  /** How many threads may read what takes long. */
  readonly workers: number;
  /** How long a commit waits for another process's lock, in milliseconds. */
  readonly patience?: number;
  /** How much a write may change of what claims are filtered by before that is found out after it. */
  readonly smallChange?: Caps;
  /** The folder of the migrations. */
  readonly migrations?: string;
}

/** A graph of up to so many documents is gathered at once; a larger one starts again in a worker. */
const smallSubgraph = 300;
/** How many resources may be asked for by id or name at once. */
const mostFound = 1_000;
/** Waiting reads beyond this are refused, so that a flood of heavy queries cannot fill the memory. */
const longestQueue = 200;

const bundledMigrations = fileURLToPath(new URL('../../../migrations/sqlite', import.meta.url));

/**
 * Opens the database, making and migrating it where needed, and says which migrations were applied. Rejects with a
 * MigrationError, nothing touched, where the database and the migrations do not fit, and with a ConfigError where a
 * folder is in the way or cannot be made.
 */
export async function openSqliteStore(
  options: SqliteOptions,
): Promise<{ store: Store; applied: readonly string[] }> {
  const path = databasePath(options.url);
  const { migrations = bundledMigrations, patience = 5_000, smallChange } = options;
  refuseFolder(path);
  refuseMisfit(path, migrations);
  makeFolder(dirname(path));
  const { writer, applied } = await Writer.start({ path, migrations, patience, smallChange });
  return { store: new SqliteStore(path, writer, options.workers), applied };
}

function refuseFolder(path: string): void {
  if (!isFolder(path)) return;
  throw new ConfigError(`${path} is a folder. Name a file, in it or elsewhere, in DATABASE_URL.`);
}

function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}

function makeFolder(folder: string): void {
  try {
    makeMissing(folder);
  } catch (error) {
    const why = (error as Error).message;
    throw new ConfigError(
      `The folder ${folder} of the database cannot be made: ${why}. Name another in DATABASE_URL.`,
    );
  }
}

/** One folder at a time: asked for all of them at once, Node tries for ever where the system denies that one exists. */
function makeMissing(folder: string): void {
  if (isFolder(folder)) return;
  if (dirname(folder) !== folder) makeMissing(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another process may have made it just now.
    if (!isFolder(folder)) throw error;
  }
  syncFolder(dirname(folder));
}

/** What was made in a folder survives a power cut once the folder is on the disk, where the system can do that. */
function syncFolder(folder: string): void {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(folder, 'r');
    fsyncSync(descriptor);
  } catch {
    // Some systems open no folders, and sync them by themselves.
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

function refuseMisfit(path: string, migrations: string): void {
  const files = readMigrations(migrations);
  if (!existsSync(path)) return;
  const connection = openInspector(path);
  try {
    pendingMigrations(connection, files);
  } finally {
    connection.close();
  }
}

class SqliteStore implements Store {
  readonly keys: KeyStore;
  readonly #path: string;
  readonly #ownReader: Reader;
  readonly #writer: Writer;
  readonly #pool: Piscina;
  readonly #figures: FiguresWorker;
  readonly #pooledReads = new Set<Promise<unknown>>();
  #closed: Promise<void> | undefined;

  constructor(path: string, writer: Writer, workers: number) {
    this.#path = path;
    this.#ownReader = new Reader(path);
    this.#writer = writer;
    this.keys = keyStore(() => this.#reader.keys, writer);
    this.#pool = new Piscina({
      filename: moduleBeside(import.meta.url, 'reader-thread').href,
      name: 'runRead',
      workerData: { path },
      minThreads: 0,
      maxThreads: workers,
      maxQueue: longestQueue,
      idleTimeout: 30_000,
    });
    this.#figures = new FiguresWorker({
      next: () => this.#pooled('figuresWork'),
      store: (assessed) => writer.run('storeFigures', assessed),
      takeApart: (parts) => writer.run('takeApart', parts),
    });
    writer.onDue(() => this.#figures.wake());
  }

  version(): number {
    return this.#reader.version();
  }

  async get(type: ResourceType, id: string, include: readonly string[] = []): Promise<Found | undefined> {
    const found = this.#reader.getAtOnce(type, id, include);
    return found === false ? this.#pooled('get', type, id, include) : found;
  }

  async find(wanted: readonly Wanted[]): Promise<readonly (StoredDocument | undefined)[]> {
    if (wanted.length > mostFound) throw new RangeError(`at most ${mostFound} at once`);
    return this.#reader.find(wanted);
  }

  async list(query: ListQuery): Promise<Page> {
    return this.#reader.listAtOnce(query) || this.#pooled('list', query);
  }

  count(selection: Selection, limit: number): Promise<Count> {
    return this.#pooled('count', selection, limit);
  }

  async subgraph(root: SubgraphRoot): Promise<Subgraph | undefined> {
    const small = this.#reader.subgraph({ ...root, limit: Math.min(root.limit, smallSubgraph) });
    if (!small?.truncated || root.limit <= smallSubgraph) return small;
    return this.#pooled('subgraph', root);
  }

  async assess(id: string, options: AssessOptions = {}): Promise<Assessed | undefined> {
    const assessed = this.#reader.assessAtOnce(id, options);
    return assessed === false ? this.#pooled('assess', id, options) : assessed;
  }

  paths(query: PathQuery): Promise<FoundPaths | undefined> {
    return this.#pooled('paths', query);
  }

  outlets(query: OutletQuery): Promise<FoundOutlets> {
    return this.#pooled('outlets', query);
  }

  async revisions(id: string, page: { before?: number | undefined; limit: number }): Promise<LogEntry[]> {
    return this.#reader.revisions(id, page);
  }

  async revision(id: string, revision: number): Promise<LogEntry | undefined> {
    return this.#reader.revision(id, revision);
  }

  async changes(query: ChangeQuery): Promise<Changes> {
    return this.#reader.changes(query);
  }

  async commit(commands: readonly Command[], options: CommitOptions): Promise<Committed> {
    const outcome = await this.#writer.run('commit', commands, options);
    if ('items' in outcome) return outcome;
    throw problemFrom(outcome);
  }

  async commitArticleGraph(document: unknown, options: CommitOptions): Promise<CommittedArticleGraph> {
    const outcome = await this.#writer.run('commitArticleGraph', document, options);
    if ('article' in outcome) return outcome;
    throw problemFrom(outcome);
  }

  duplicatesOf(id: string, limit: number): Promise<Duplicates | undefined> {
    return this.#pooled('duplicatesOf', id, limit);
  }

  duplicatePairs(after: PagePosition | undefined, limit: number): Promise<PairPage> {
    return this.#pooled('duplicatePairs', after, limit);
  }

  positions(query: PositionQuery): Promise<PositionPage | undefined> {
    return this.#pooled('positions', query);
  }

  dependents(of: DependentsQuery): Promise<DependentsFound | undefined> {
    return this.#pooled('dependents', of);
  }

  export({ history }: { readonly history: boolean }): AsyncIterable<ExportPart> {
    if (this.#closed) throw new Problem('not_ready', 'The store is closed.');
    return readSnapshot(this.#path, history);
  }

  async restoreExport(position: number, lines: AsyncIterable<readonly ExportedLine[]>): Promise<StoreState> {
    let staged: Promise<void> = this.#writer.run('beginRestore');
    // The next lines are read while those before are staged.
    for await (const some of lines) {
      await staged;
      staged = this.#writer.run('stageRestore', some);
      staged.catch(() => {});
    }
    await staged;
    await this.#writer.run('finishRestore', position);
    return this.check();
  }

  async check(): Promise<StoreState> {
    if (this.#writer.failure) throw this.#writer.failure;
    return { position: this.#reader.position(), schemaVersion: this.#reader.schemaVersion() };
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    const written = this.#writer.finish();
    await this.#figures.stop();
    await Promise.allSettled(this.#pooledReads);
    await this.#pool.close();
    await written;
    this.#ownReader.close();
    // The last connection to close carries the -wal file over into the database, which one that only reads cannot.
    await this.#writer.close();
  }

  get #reader(): Reader {
    if (this.#closed) throw new Problem('not_ready', 'The store is closed.');
    return this.#ownReader;
  }

  async #pooled<Name extends PooledRead>(
    name: Name,
    ...given: Parameters<Reader[Name]>
  ): Promise<ReturnType<Reader[Name]>> {
    if (this.#closed) throw new Problem('not_ready', 'The store is closed.');
    if (this.#pool.queueSize >= longestQueue) {
      const headers = { 'retry-after': '1' };
      throw new Problem('store_busy', 'Too many long reads are waiting.', { headers });
    }
    const read = this.#pool.run({ name, arguments: given });
    this.#pooledReads.add(read);
    try {
      return await read;
    } finally {
      this.#pooledReads.delete(read);
    }
  }
}
