import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { embedded, textless } from './embedded-software.ts';

/** What stands in package-lock.json about one package. */
interface Locked {
  readonly version: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly os?: readonly string[];
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** Software that is passed on, and under which terms. */
export interface Notice {
  /** Name and version. */
  readonly software: string;
  readonly licence: string;
  readonly text: string;
}

const allowed = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'Unlicense',
]);

/** Licences that are allowed for one piece of software only. */
const exceptions = new Map([
  ['Graphviz', 'EPL-2.0'],
  ['SQLite', 'blessing'],
]);

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * The notices of everything that an installation without development dependencies contains, by name. The lock file says
 * what that is, so that the answer is the same on every platform. Throws an Error that lists what has no text, and what
 * has a licence that is not allowed.
 */
export function collectNotices(folder: string = root): Notice[] {
  const lock = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8'));
  const packages = Object.entries<Locked>(lock.packages).filter(([path, { dev }]) => path !== '' && !dev);
  const builds = new Set(
    packages.flatMap(([, { optionalDependencies = {} }]) => Object.keys(optionalDependencies)),
  );
  const notices = new Map<string, Notice>();
  const mistakes: string[] = [];
  const add = (name: string, { software, licence, text }: Notice) => {
    if (text === '') mistakes.push(`${software} has no licence text.`);
    if (!allowed.has(licence) && exceptions.get(name) !== licence) {
      mistakes.push(`${software} is under ${licence || 'no licence'}, which is not allowed.`);
    }
    notices.set(software, { software, licence, text });
  };
  for (const [path, { version, license: licence = '', os }] of packages) {
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    // The builds of a package for each platform are not all installed; they stand under its own licence.
    if (os && builds.has(name)) continue;
    const text = textless[name]?.() ?? licenceText(join(folder, path));
    add(name, { software: `${name} ${version}`, licence, text });
    for (const part of embedded[name]?.(join(folder, path)) ?? []) {
      const software = `${part.name}${part.version ? ` ${part.version}` : ''}, inside ${name}`;
      add(part.name, { software, licence: part.licence, text: part.text });
    }
  }
  if (mistakes.length > 0) throw new Error(mistakes.join('\n'));
  return [...notices.values()].sort((a, b) => (a.software < b.software ? -1 : 1));
}

function licenceText(folder: string): string {
  if (!existsSync(folder)) return '';
  const files = readdirSync(folder).sort();
  const names = files.filter((name) =>
    /^(licen[cs]e|copying|unlicense|notice)([.-](md|txt|mit))?$/i.test(name),
  );
  return names.map((name) => tidy(readFileSync(join(folder, name), 'utf8'))).join('\n\n');
}

function tidy(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replaceAll(/[ \t]+$/gm, '')
    .trim();
}

/** The notices as they are committed: a list of contents, then each text once, under all that it covers. */
export function renderNotices(notices: readonly Notice[]): string {
  const rule = '-'.repeat(80);
  const texts = Map.groupBy(notices, ({ text }) => text);
  const sections = [...texts].map(([text, covered]) => {
    const names = covered.map(({ software, licence }) => `${software} (${licence})`);
    return `${rule}\n${names.join('\n')}\n${rule}\n\n${text}\n`;
  });
  const contents = notices.map(({ software, licence }) => `  ${software}: ${licence}`);
  return [
    'THIRD-PARTY NOTICES\n\nHearsay is installed together with the software below, under these licences.\n',
    `${contents.join('\n')}\n`,
    ...sections,
  ].join('\n');
}

if (import.meta.main) writeFileSync(join(root, 'THIRD_PARTY_NOTICES'), renderNotices(collectNotices()));
