import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { type Config, ConfigError, databasePath } from '../config.ts';
import { Problem } from '../errors.ts';
import type { ResourceDocument } from '../model/definition.ts';
import { identifierType } from '../model/identifiers.ts';
import { isRedactedWhole, placeAt, withoutContent } from '../model/redaction.ts';
import type { Command, Store } from '../store/port.ts';
import { openSqliteStore } from '../store/sqlite/store.ts';
import { UsageError } from './usage-error.ts';

/** The options of the command, as they are called. */
interface RedactOptions {
  readonly pointer?: readonly string[];
  readonly reason?: string;
  readonly 'reason-language'?: string;
  readonly comments?: boolean;
  readonly yes?: boolean;
}

/** Takes content out of a record and its history, once whoever is at the terminal has seen what will go and says yes. */
export async function redact(config: Config, id: string | undefined, options: RedactOptions): Promise<void> {
  const type = identifierType(id ?? '');
  if (!id || !type)
    throw new UsageError('redact takes the id of one record, such as claim_01h455vb4pex5vsknk084sn02q.');
  const asks = !options.yes;
  if (asks && !(process.stdin.isTTY && process.stdout.isTTY))
    throw new UsageError('Nobody is at a terminal to confirm it: say --yes.');
  const path = databasePath(config.DATABASE_URL);
  if (!existsSync(path)) throw new ConfigError(`There is no database at ${path}.`);
  const { store } = await openSqliteStore({
    ...{ url: config.DATABASE_URL, workers: 1, patience: config.LOCK_TIMEOUT },
  });
  try {
    const found = await store.get(type, id);
    if (!found) throw new Problem('resource_not_found', `Nothing is recorded here as ${id}.`);
    const document = JSON.parse(found.item.json) as ResourceDocument;
    if (isRedactedWhole(document))
      throw new Problem('redacted', `The content of ${id} was redacted already.`);
    if (asks && !(await agreed(document, options))) {
      process.exitCode = 1;
      return void process.stdout.write('Nothing was redacted.\n');
    }
    await carryOut(store, document, options);
  } finally {
    await store.close();
  }
}

async function carryOut(
  store: Store,
  { id, revision }: ResourceDocument,
  options: RedactOptions,
): Promise<void> {
  const { pointer: pointers, reason, 'reason-language': language = 'en', comments, yes } = options;
  const command: Command = {
    ...{ action: 'redact', id, pointers, comments },
    reason: reason === undefined ? undefined : { [language]: reason },
    // What was not shown must not go unseen.
    ifRevision: yes ? undefined : [revision],
  };
  const { items } = await store.commit([command], { actor: 'command_line' }).catch((error) => {
    throw toldPlainly(error, pointers ?? []);
  });
  const before = (items[0]?.revision ?? 1) - 1;
  const where = `${id} and its ${before === 1 ? 'one earlier revision' : `${before} earlier revisions`}`;
  const what = pointers ? pointers.join(', ') : 'all content';
  const spared = pointers && !comments ? 'Edit comments stay; with --comments they go as well.\n' : '';
  process.stdout.write(`Redacted: ${what} of ${where}.
${spared}Backups, exports and other copies made before still hold it; SECURITY.md says what to do.
`);
}

/** A refusal in the words of the command line. */
function toldPlainly(error: unknown, pointers: readonly string[]): unknown {
  if (!(error instanceof Problem) || error.code !== 'invalid_document') return error;
  const lines = error.errors.map(({ pointer = '', detail }) => {
    const [, index] = /^\/pointers\/(\d+)$/.exec(pointer) ?? [];
    return `${(index && pointers[Number(index)]) ?? pointer} ${detail}`;
  });
  return new UsageError(`Nothing was redacted:\n  ${lines.join('\n  ')}`);
}

async function agreed(document: ResourceDocument, options: RedactOptions): Promise<boolean> {
  const { id, revision } = document;
  const lines = [...whatGoes(document, options)].map((line) => `  ${line}\n`).join('');
  process.stdout.write(`This goes from ${id} and its history (${revision} so far), for good:\n${lines}`);
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const closed = new Promise<string>((resolve) => terminal.once('close', () => resolve('')));
    const answer = await Promise.race([terminal.question('Redact it? (yes/no) '), closed]);
    return answer.trim().toLowerCase() === 'yes';
  } finally {
    terminal.close();
  }
}

function* whatGoes(
  document: ResourceDocument,
  { pointer: pointers, comments }: RedactOptions,
): Generator<string> {
  const kept = withoutContent(document);
  const whole = Object.keys(document).filter(
    (name) => JSON.stringify(kept[name]) !== JSON.stringify(document[name]),
  );
  for (const pointer of pointers ?? whole.map((name) => `/${name}`)) {
    const value = placeAt(document, pointer);
    yield `${pointer}  ${value === undefined ? '(nothing now; what stood there before)' : shown(value)}`;
  }
  if (comments || !pointers) yield 'the edit comments of its revisions';
}

/** The beginning of a value, without what a terminal would obey. */
function shown(value: unknown): string {
  const json = JSON.stringify(value).replaceAll(
    /[\p{Cc}\p{Cf}]/gu,
    (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
  return json.length > 200 ? `${json.slice(0, 200)}…` : json;
}
