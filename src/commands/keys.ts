import type { z } from 'zod';
import type { Config } from '../config.ts';
import { type ApiKey, keyCreation, keyDigest, keyId, keyPatch, keyState, newKey } from '../model/api-key.ts';
import type { KeyStore } from '../store/key-store.ts';
import { openSqliteStore } from '../store/sqlite/store.ts';
import { UsageError } from './usage-error.ts';

interface Given {
  readonly positionals: readonly string[];
  readonly values: Readonly<Record<string, unknown>>;
}

/** Checks what was given, and gives what is then done with the keys of a database. */
type Action = (given: Given) => (keys: KeyStore) => Promise<void>;

const usage = `Usage:
  hearsay keys create --name NAME --scope read|review|write|admin [--expires 90d|2027-01-31T00:00:00Z]
  hearsay keys list [--json]
  hearsay keys expire ID [--at 90d|2027-01-31T00:00:00Z]
  hearsay keys revoke ID`;

const actions: Readonly<Record<string, { options: readonly string[]; ids: 0 | 1; action: Action }>> = {
  create: { options: ['name', 'scope', 'expires'], ids: 0, action: create },
  list: { options: ['json'], ids: 0, action: list },
  expire: { options: ['at'], ids: 1, action: expire },
  revoke: { options: [], ids: 1, action: revoke },
};

const day = 86_400_000;

/** Makes, lists, expires and revokes API keys, also while a service runs on the database. Rejects with a UsageError. */
export async function keys(given: Given, { DATABASE_URL, WORKERS, LOCK_TIMEOUT }: Config): Promise<void> {
  const [name = '', ...ids] = given.positionals;
  const found = Object.hasOwn(actions, name) ? actions[name] : undefined;
  if (!found) throw new UsageError(name === '' ? usage : `keys has no action ${name}.\n\n${usage}`);
  const foreign = Object.keys(given.values).find((option) => !found.options.includes(option));
  if (foreign !== undefined) throw new UsageError(`keys ${name} takes no --${foreign}.\n\n${usage}`);
  if (ids.length !== found.ids) {
    throw new UsageError(`keys ${name} takes ${found.ids === 0 ? 'no id' : 'one id'}.\n\n${usage}`);
  }
  const act = found.action({ ...given, positionals: ids });
  const { store } = await openSqliteStore({ url: DATABASE_URL, workers: WORKERS, patience: LOCK_TIMEOUT });
  try {
    await act(store.keys);
  } finally {
    await store.close();
  }
}

function create({ values: { name, scope, expires } }: Given): ReturnType<Action> {
  const expiresAt = expires === undefined ? undefined : timeOf(expires);
  const asked = checked(keyCreation, { name, scope, expiresAt }, { expiresAt: 'expires' });
  return async (keys) => {
    const key = newKey();
    const made = await keys.create({ ...asked, digest: keyDigest(key), createdBy: 'command_line' });
    process.stderr.write(`${line(made)}\nThis is the only time that the key is shown:\n`);
    process.stdout.write(`${key}\n`);
  };
}

function list({ values: { json } }: Given): ReturnType<Action> {
  return async (keys) => {
    const all: ApiKey[] = [];
    let after: number | undefined;
    do {
      const page = await keys.list({ after, limit: 100 });
      all.push(...page.items);
      after = page.next;
    } while (after !== undefined);
    process.stdout.write(
      json ? `${JSON.stringify(all, null, 2)}\n` : all.map((key) => `${line(key)}\n`).join(''),
    );
  };
}

function expire({ positionals: [id], values: { at } }: Given): ReturnType<Action> {
  const known = checkedId(id);
  const expiresAt = at === undefined ? new Date().toISOString() : timeOf(at);
  const change = checked(keyPatch, { expiresAt }, { expiresAt: 'at' });
  return async (keys) => void process.stdout.write(`${line(await keys.update(known, change))}\n`);
}

function revoke({ positionals: [id] }: Given): ReturnType<Action> {
  const known = checkedId(id);
  return async (keys) => void process.stdout.write(`${line(await keys.revoke(known))}\n`);
}

/** A number of days from now, or a time as it was given. */
function timeOf(given: unknown): unknown {
  const [, days] = /^(\d{1,5})d$/.exec(String(given)) ?? [];
  return days === undefined ? given : new Date(Date.now() + Number(days) * day).toISOString();
}

function checkedId(id: unknown): string {
  if (keyId.safeParse(id).success) return String(id);
  throw new UsageError(`${id} is not the id of a key, which begins with key_; keys list shows them.`);
}

/** What was given, as a schema reads it; `options` names those that are called otherwise than the field. */
function checked<Schema extends z.ZodType>(
  schema: Schema,
  given: Readonly<Record<string, unknown>>,
  options: Readonly<Record<string, string>>,
): z.output<Schema> {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const mistakes = parsed.error.issues.map(({ path, message }) => {
    const field = String(path[0]);
    return `--${options[field] ?? field}: ${given[field] === undefined ? 'must be there' : message}`;
  });
  throw new UsageError(`${mistakes.join('\n')}\n\n${usage}`);
}

function line(key: ApiKey): string {
  const { id, scope, name, expiresAt, revokedAt } = key;
  const state = {
    good: expiresAt === undefined ? 'never expires' : `expires ${expiresAt}`,
    expired: `expired ${expiresAt}`,
    revoked: `revoked ${revokedAt}`,
  }[keyState(key, Date.now())];
  return `${id}  ${scope.padEnd(6)}  ${state.padEnd(32)}  ${name}`;
}
