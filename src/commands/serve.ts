import { flushCompileCache } from 'node:module';
import closeWithGrace from 'close-with-grace';
import { buildApp } from '../app.ts';
import { loadBundledArticle } from '../bundled/load.ts';
import type { Config } from '../config.ts';
import { createLogger, standardOutput } from '../logger.ts';
import { openSqliteStore } from '../store/sqlite/store.ts';

/** Migrates and fills the database where needed, and serves until the process is told to stop. */
export async function serve(config: Config): Promise<void> {
  const logger = createLogger(config.LOG_LEVEL, await standardOutput());
  const { store, applied } = await openSqliteStore({
    url: config.DATABASE_URL,
    workers: config.WORKERS,
    patience: config.LOCK_TIMEOUT,
  });
  for (const name of applied) logger.info(`Applied the migration ${name}`);
  if (config.BUNDLED_ARTICLE === 'auto') {
    const loaded = await loadBundledArticle(store);
    if (loaded) logger.info(`Loaded the bundled article: ${loaded.items.length} resources`);
  }
  const app = await buildApp({ config, store, logger });
  closeWithGrace({ delay: config.SHUTDOWN_TIMEOUT, logger: false }, async ({ signal, err }) => {
    if (err) logger.fatal(err, 'Stopping after an error');
    else logger.info(`Stopping after ${signal ?? 'a request to stop'}`);
    // A connection that is kept alive after an answer under way would hold up the end.
    const closing = setInterval(() => app.server.closeIdleConnections(), 50);
    await app.close();
    clearInterval(closing);
    await store.close();
    logger.flush();
  });
  await app.listen({
    port: config.PORT,
    host: config.HOST,
    listenTextResolver: (address) =>
      `Hearsay listens on ${address}. Try ${address}/v1/claims?stance=affirms or ${address}/docs`,
  });
  flushCompileCache();
}
