import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Software that a package carries in itself, under terms of its own. */
export interface Embedded {
  readonly name: string;
  readonly version?: string;
  readonly licence: string;
  readonly text: string;
}

/** The texts of packages that come without one. */
export const textless: Readonly<Record<string, () => string>> = {
  '@viz-js/viz': () => mit('Copyright (c) Michael Daines'),
  'abstract-logging': () => mit('Copyright (c) James Sumners'),
  rfc6902: () => mit('Copyright 2014-2021 Christopher Brown'),
  'railroad-diagrams': () => standard('CC0-1.0'),
};

/** By the package that carries it; each gets the package's folder. */
export const embedded: Readonly<Record<string, (folder: string) => Embedded[]>> = {
  '@viz-js/viz': vizParts,
  '@fastify/swagger-ui': () => [
    {
      name: 'Swagger UI',
      licence: 'Apache-2.0',
      text: `Copyright 2020-2021 SmartBear Software Inc.\n\n${standard('Apache-2.0')}`,
    },
  ],
  'better-sqlite3': () => [
    {
      name: 'SQLite',
      licence: 'blessing',
      text: `SQLite is in the public domain. In place of a legal notice its authors give a blessing:

May you do good and not evil.
May you find forgiveness for yourself and forgive others.
May you share freely, never taking more than you give.`,
    },
  ],
};

/** Graphviz and what was compiled with it, in the versions of which the package's record of its build speaks. */
function vizParts(folder: string): Embedded[] {
  const provenance = readFileSync(join(folder, 'lib/provenance.json'), 'utf8');
  const source = (name: string) => {
    const url = new RegExp(`"(https:[^"]*/${name}-([0-9.]+)\\.tar\\.gz)"`).exec(provenance);
    if (!url?.[1] || !url[2])
      throw new Error(`The build of @viz-js/viz does not say where its ${name} is from.`);
    return { url: url[1], version: url[2] };
  };
  const graphviz = source('graphviz');
  const expat = source('expat');
  return [
    {
      name: 'Graphviz',
      version: graphviz.version,
      licence: 'EPL-2.0',
      text: `Graphviz, by AT&T Intellectual Property and the Graphviz contributors, is part of @viz-js/viz in object
code, under the Eclipse Public License 2.0. Hearsay does not change it. Its source code is available at
${graphviz.url}

${standard('EPL-2.0')}`,
    },
    {
      name: 'Expat',
      version: expat.version,
      licence: 'MIT',
      text: mit(`Copyright (c) 1998-2000 Thai Open Source Software Center Ltd and Clark Cooper
Copyright (c) 2001-2026 Expat maintainers`),
    },
    {
      name: 'Emscripten',
      licence: 'MIT',
      text: mit('Copyright (c) 2010-2014 Emscripten authors, see AUTHORS file.'),
    },
    { name: 'musl', licence: 'MIT', text: mit('Copyright © 2005-2020 Rich Felker, et al.') },
  ];
}

function mit(copyright: string): string {
  return `${copyright}\n\n${standard('MIT')}`;
}

function standard(licence: string): string {
  return readFileSync(new URL(`licences/${licence}.txt`, import.meta.url), 'utf8').trim();
}
