import { Problem } from '../errors.ts';
import type { ExportedLine, Store, StoreState } from '../store/port.ts';
import { type Line, readLines } from './ndjson-lines.ts';
import { issuesIn, readExported, readHead } from './ndjson-reader.ts';

/** How many bytes a line may have: an article with its text and all its notices has less. */
const longestLine = 64_000_000;

/**
 * Makes an empty store hold what an export holds. Rejects with a Problem, nothing written, where the store has held
 * something or the lines are no whole export with its history; the pointers of its errors begin with the line.
 */
export async function restoreNdjson(chunks: AsyncIterable<Uint8Array>, store: Store): Promise<StoreState> {
  const lines = readLines(chunks, longestLine);
  const { value: [first, ...others] = [] } = await lines.next();
  const { position, history } = readHead(first && textOf(first));
  if (!history) {
    const detail =
      'This export was made without its history, so revisions and times cannot be restored from it. Write its resources anew with: import';
    throw new Problem('invalid_document', detail);
  }
  return store.restoreExport(position, exported(others, lines));
}

async function* exported(
  first: readonly Line[],
  others: AsyncIterable<readonly Line[]>,
): AsyncGenerator<readonly ExportedLine[]> {
  if (first.length > 0) yield first.map(read);
  for await (const lines of others) yield lines.map(read);
}

function read(line: Line): ExportedLine {
  const pointer = `/${line.line}`;
  try {
    return readExported(textOf(line), pointer);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const errors = issuesIn(error).map((issue) => ({ ...issue, pointer: pointer + issue.pointer }));
    throw new Problem('invalid_document', error.message, { errors });
  }
}

/** Throws a Problem where the line could not be read. */
function textOf(line: Line): string {
  if ('text' in line) return line.text;
  const errors = [{ pointer: '', ...line.refused }];
  throw new Problem('invalid_document', `The line ${line.refused.detail}.`, { errors });
}
