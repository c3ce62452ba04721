import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { loadBundledArticle } from '../../src/bundled/load.ts';
import { openSqliteStore } from '../../src/store/sqlite/store.ts';

/** What a database holds before a test writes to it: nothing, or the bundled article. */
export type Content = 'empty' | 'bundled';

const made = new Map<Content, Promise<string>>();

/**
 * Puts a database with this content at a path where there is none yet. The first of a process is made as the service makes
 * it, and the others are copies: migrating and loading for each test would take longer than most tests do.
 */
export async function placeDatabase(path: string, content: Content): Promise<void> {
  if (existsSync(path)) return;
  const template = made.get(content) ?? make(content);
  made.set(content, template);
  copyFileSync(await template, path);
}

async function make(content: Content): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'hearsay-template-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'hearsay.db');
  const { store } = await openSqliteStore({ url: pathToFileURL(path).href, workers: 1 });
  if (content === 'bundled') await loadBundledArticle(store);
  // The last connection to close leaves all in the one file.
  await store.close();
  return path;
}
