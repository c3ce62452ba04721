import { readdirSync } from 'node:fs';
import { type Test, test } from 'tap';
import { keys } from '../../src/commands/keys.ts';
import { readConfig } from '../../src/config.ts';
import { isWellFormedKey } from '../../src/model/api-key.ts';
import { bearer } from '../helpers/keys.ts';
import { addressOf, type Ended, emptyFolder, root, runProgram, startProgram } from '../helpers/programs.ts';

const main = new URL('../../src/hearsay.js', import.meta.url).pathname;

function run(t: Test, cwd: string, ...given: string[]): Promise<Ended> {
  return startProgram(t, process.execPath, [main, 'keys', ...given], { cwd }).ended;
}

test('keys are made, listed, expired and revoked while a service runs', async (t) => {
  const cwd = emptyFolder(t);
  const env = { PORT: '0', READ_ACCESS: 'key' };
  const address = await addressOf(startProgram(t, process.execPath, [main, 'serve'], { cwd, env }));
  const reads = async (key: string) => {
    const answer = await fetch(`${address}/v1/articles`, { headers: bearer(key) });
    return answer.status === 200 ? 200 : ((await answer.json()) as { code: string }).code;
  };
  const made = await run(t, cwd, 'create', '--name', 'Fact desk', '--scope', 'review', '--expires', '90d');
  const key = made.output.trimEnd();
  t.equal(made.code, 0);
  t.equal(made.output, `${key}\n`, 'the key stands alone on the standard output');
  t.ok(isWellFormedKey(key));
  t.match(made.errors, /^key_\w{26} {2}review {2}expires 20\S+Z +Fact desk\nThis is the only time/);
  t.notOk(made.errors.includes(key));
  t.equal(await reads(key), 200);

  const listed = await run(t, cwd, 'list', '--json');
  const [{ id, expiresAt, ...known }] = JSON.parse(listed.output);
  t.match(known, { name: 'Fact desk', scope: 'review', createdBy: 'command_line' });
  const days = (Date.parse(expiresAt) - Date.now()) / 86_400_000;
  t.ok(days > 89.9 && days <= 90);
  t.match(await run(t, cwd, 'list'), { code: 0, output: made.errors.split('\n')[0], errors: '' });

  t.match(await run(t, cwd, 'expire', id), { code: 0, output: new RegExp(`^${id}  review  expired `) });
  t.equal(await reads(key), 'expired_key');
  const later = await run(t, cwd, 'expire', id, '--at', '2099-01-31T00:00:00Z');
  t.match(later, { code: 0, output: / {2}expires 2099-01-31T00:00:00\.000Z / });
  t.equal(await reads(key), 200);
  t.match(await run(t, cwd, 'revoke', id), { code: 0, output: new RegExp(`^${id}  review  revoked `) });
  t.equal(await reads(key), 'revoked_key');
  t.match(await run(t, cwd, 'revoke', id), {
    code: 1,
    output: '',
    errors: /^key_\w+ was revoked at \S+\n$/,
  });
});

test('a script gets the key from npm, from a database that was not there', async (t) => {
  const env = { DATABASE_URL: `file:${emptyFolder(t)}/hearsay.db` };
  const command = [
    'run',
    '--silent',
    'hearsay',
    '--',
    'keys',
    'create',
    '--name',
    'Script',
    '--scope',
    'admin',
  ];
  const { output } = await runProgram(t, 'npm', command, { cwd: root, env });
  t.equal(output.length, 58);
  t.ok(isWellFormedKey(output.trimEnd()));
});

test('wrong use is told, and makes no database', async (t) => {
  const cwd = t.testdir();
  const config = readConfig({ DATABASE_URL: `file:${cwd}/hearsay.db` });
  const asked = { name: 'Desk', scope: 'read' };
  const wrong: [positionals: string[], values: object, says: RegExp][] = [
    [[], {}, /^Usage:\n {2}hearsay keys create --name/],
    [['make'], {}, /^keys has no action make\.\n\nUsage:/],
    [['constructor'], {}, /^keys has no action constructor\./],
    [['create'], {}, /^--name: must be there\n--scope: must be there\n\nUsage:/],
    [['create'], { name: 'Desk', scope: 'root' }, /^--scope: .*"read"\|"review"/],
    [['create'], { ...asked, expires: 'soon' }, /^--expires: must be an RFC 3339 time/],
    [['create'], { ...asked, expires: '0d' }, /^--expires: must be in the future/],
    [['create'], { ...asked, json: true }, /^keys create takes no --json\./],
    [['create', 'key_1'], asked, /^keys create takes no id\./],
    [['revoke'], {}, /^keys revoke takes one id\./],
    [['expire', 'claim_1'], {}, /^claim_1 is not the id of a key/],
  ];
  for (const [positionals, values, message] of wrong) {
    const given = { positionals, values: { ...values } };
    await t.rejects(keys(given, config), { name: 'UsageError', message }, positionals.join(' '));
  }
  t.match(await run(t, cwd, 'fly'), { code: 2, output: '', errors: /^keys has no action fly\./ });
  t.strictSame(readdirSync(cwd), []);
  const none = await run(t, cwd, 'revoke', 'key_01h455vb4pex5vsknk084sn02q');
  t.match(none, { code: 1, errors: 'No key is recorded here as key_01h455vb4pex5vsknk084sn02q.\n' });
});
