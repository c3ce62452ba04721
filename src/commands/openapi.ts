import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildApp } from '../app.ts';
import { readConfig } from '../config.ts';
import { createLogger } from '../logger.ts';
import { openSqliteStore } from '../store/sqlite/store.ts';

/** The OpenAPI document as it is committed: made with the default settings, whatever the environment says. */
export async function openapiDocument(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'hearsay-'));
  const { store } = await openSqliteStore({ url: pathToFileURL(join(folder, 'empty.db')).href, workers: 1 });
  const app = await buildApp({ config: readConfig({}), store, logger: createLogger('silent') });
  try {
    await app.ready();
    return `${JSON.stringify(app.swagger(), null, 2)}\n`;
  } finally {
    await app.close();
    await store.close();
    rmSync(folder, { recursive: true });
  }
}

/** Writes the OpenAPI document to a file, or to the standard output. */
export async function openapi(file: string | undefined): Promise<void> {
  const document = await openapiDocument();
  if (file === undefined) process.stdout.write(document);
  else writeFileSync(file, document);
}
