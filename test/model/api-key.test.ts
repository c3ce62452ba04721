import { crc32 } from 'node:zlib';
import { test } from 'tap';
import {
  type ApiKey,
  apiKey,
  includesScope,
  isWellFormedKey,
  keyCreation,
  keyDigest,
  keyPatch,
  keyState,
  newKey,
  newKeyId,
  type Scope,
  scopes,
} from '../../src/model/api-key.ts';
import { issuesOf } from '../../src/model/validation.ts';
import { inShort } from './documents.ts';

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

function numberOf(text: string): bigint {
  return [...text].reduce((value, digit) => value * 62n + BigInt(digits.indexOf(digit)), 0n);
}

test('a key is a prefix, 256 random bits and a checksum', (t) => {
  const keys = Array.from({ length: 200 }, newKey);
  t.equal(new Set(keys).size, keys.length, 'no two are the same');
  let ever = 0n;
  let always = -1n;
  for (const key of keys) {
    const [, secret = '', checksum = ''] = /^hearsay_([0-9A-Za-z]{43})([0-9A-Za-z]{6})$/.exec(key) ?? [];
    ever |= numberOf(secret);
    always &= numberOf(secret);
    if (numberOf(checksum) !== BigInt(crc32(key.slice(0, -6)))) t.fail(`the checksum of ${key}`);
    if (!isWellFormedKey(key)) t.fail(`${key} is well-formed`);
  }
  t.equal(ever, 2n ** 256n - 1n, 'every bit is set now and then');
  t.equal(always, 0n, 'and none is always');
  t.end();
});

test('what was mistyped is told apart', (t) => {
  const key = newKey();
  const mistyped = ['', 'hearsay_', key.slice(1), key.slice(0, -1), `${key}0`, ` ${key}`, `${key}\n`];
  mistyped.push(key.toUpperCase(), key.replace('hearsay_', 'hearsay-'), `hearsay_${'0'.repeat(49)}`);
  for (let place = 0; place < key.length; place++) {
    for (const digit of [...digits, '_', 'é', '-']) {
      if (digit !== key[place]) mistyped.push(key.slice(0, place) + digit + key.slice(place + 1));
    }
    const [one = '', other = ''] = key.slice(place, place + 2);
    if (other !== '' && one !== other)
      mistyped.push(key.slice(0, place) + other + one + key.slice(place + 2));
  }
  const accepted = mistyped.filter(isWellFormedKey);
  t.strictSame(accepted, []);
  t.ok(mistyped.length > 3_000);
  t.end();
});

test('the digest is the SHA-256 of the text', (t) => {
  t.equal(keyDigest('abc'), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  t.end();
});

test('each scope includes those before it', (t) => {
  const included: Record<Scope, readonly Scope[]> = {
    read: ['read'],
    review: ['read', 'review'],
    write: ['read', 'review', 'write'],
    admin: ['read', 'review', 'write', 'admin'],
  };
  for (const held of scopes) {
    t.strictSame(
      scopes.filter((needed) => includesScope(held, needed)),
      included[held],
      held,
    );
  }
  t.end();
});

const made: ApiKey = {
  ...{ id: newKeyId(), name: 'Desk', scope: 'write', createdBy: 'command_line' },
  createdAt: '2026-01-31T09:30:00.000Z',
};
const expiresAt = '2026-02-01T00:00:00.000Z';
const instant = Date.parse(expiresAt);

test('a key is good until it expires or is revoked', (t) => {
  t.strictSame(apiKey.parse(made), made);
  const cases: [key: ApiKey, now: number, state: string][] = [
    [made, Number.MAX_SAFE_INTEGER, 'good'],
    [{ ...made, expiresAt }, instant - 1, 'good'],
    [{ ...made, expiresAt }, instant, 'expired'],
    [{ ...made, revokedAt: expiresAt }, 0, 'revoked'],
    [{ ...made, expiresAt, revokedAt: expiresAt }, instant, 'revoked'],
  ];
  for (const [key, now, state] of cases) t.equal(keyState(key, now), state, `${now}`);
  t.end();
});

const future = '2099-01-31T00:00:00Z';
const least = { name: 'Desk', scope: 'review' };

const creations: [given: unknown, faults: string[]][] = [
  [least, []],
  [{ ...least, name: 'مكتب التحقق'.padEnd(200, 'x'), expiresAt: '2099-01-31T23:59:59.5+02:00' }, []],
  [{}, ['required /name', 'required /scope']],
  [[], ['invalid_type ']],
  [undefined, ['invalid_type ']],
  [{ ...least, id: made.id, key: 'x' }, ['unknown_field /id', 'unknown_field /key']],
  [{ ...least, name: '' }, ['too_small /name']],
  [{ ...least, name: 'x'.repeat(201) }, ['too_big /name']],
  [{ ...least, name: 'a\u001b[2Jb' }, ['invalid /name']],
  [{ ...least, name: 'a\nb' }, ['invalid /name']],
  [{ ...least, name: '\ud800' }, ['invalid /name']],
  [{ ...least, scope: 'Admin' }, ['invalid_value /scope']],
  [{ ...least, scope: ['read'] }, ['invalid_value /scope']],
  [{ ...least, expiresAt: null }, ['invalid_type /expiresAt']],
  [{ ...least, expiresAt: '2001-01-01T00:00:00Z' }, ['invalid /expiresAt']],
  [{ ...least, expiresAt: '2099-01-31' }, ['invalid_format /expiresAt']],
  [{ ...least, expiresAt: '2099-01-31T00:00:00' }, ['invalid_format /expiresAt']],
  [{ ...least, expiresAt: '2099-02-30T00:00:00Z' }, ['invalid_format /expiresAt']],
  [{ ...least, expiresAt: '9999-12-31T23:59:59-01:00' }, ['invalid /expiresAt']],
];

const patches: [given: unknown, faults: string[]][] = [
  [{}, []],
  [{ name: 'New', expiresAt: future }, []],
  [{ expiresAt: null }, []],
  [{ expiresAt: '2001-01-01T00:00:00Z' }, []],
  [null, ['invalid_type ']],
  [{ name: null }, ['invalid_type /name']],
  [{ scope: 'admin' }, ['unknown_field /scope']],
  [{ expiresAt: '0000-01-01T00:00:00+01:00' }, ['invalid /expiresAt']],
];

test('what an admin may say of a key', (t) => {
  for (const [schema, cases] of [[keyCreation, creations] as const, [keyPatch, patches] as const]) {
    for (const [given, faults] of cases) {
      const { error } = schema.safeParse(given);
      t.strictSame(error ? inShort(issuesOf(error, '', given)) : [], faults, JSON.stringify(given));
    }
  }
  t.end();
});
