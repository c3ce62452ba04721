import { Problem } from '../../errors.ts';
import type { Line } from '../ndjson-lines.ts';
import { issuesIn, readResource } from '../ndjson-reader.ts';
import type { ImportLine } from './identities.ts';
import type { Importing } from './importing.ts';

/** The lines that give a resource; those that cannot be read are rejected. */
export async function* readImportLines(
  lines: AsyncIterable<readonly Line[]>,
  { reject }: Importing,
): AsyncGenerator<readonly ImportLine[]> {
  for await (const some of lines) {
    yield some.flatMap((line) => {
      if ('refused' in line) reject(line.line, [{ pointer: '', ...line.refused }]);
      else return read(line, reject);
      return [];
    });
  }
}

function read({ line, text }: { line: number; text: string }, reject: Importing['reject']): ImportLine[] {
  try {
    const given = readResource(text);
    return given ? [{ line, text, ...given }] : [];
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    reject(line, issuesIn(error));
    return [];
  }
}

/** What no two lines of one commit may have in common. */
export function keysOf({ type, id, externalId }: ImportLine): string[] {
  return [...(id === undefined ? [] : [id]), ...(externalId === undefined ? [] : [`${type} ${externalId}`])];
}
