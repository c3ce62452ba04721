import { hash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { typeid } from 'typeid-js';
import { z } from 'zod';
import { instant } from './definition.ts';
import { identifierPattern } from './identifiers.ts';
import { text } from './text.ts';

const prefix = 'hearsay_';
const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** As many digits as hold 256 bits, and 32 bits. */
const secretLength = 43;
const checksumLength = 6;
const shape = new RegExp(`^${prefix}[0-9A-Za-z]{${secretLength + checksumLength}}$`);

function inDigits(value: bigint, length: number): string {
  let written = '';
  for (let rest = value; rest > 0n; rest /= 62n) written = digits[Number(rest % 62n)] + written;
  return written.padStart(length, '0');
}

function withChecksum(unchecked: string): string {
  return unchecked + inDigits(BigInt(crc32(unchecked)), checksumLength);
}

/** A new API key: a prefix by which it is recognised, 256 random bits, and the CRC-32 of both. */
export function newKey(): string {
  const secret = BigInt(`0x${randomBytes(32).toString('hex')}`);
  return withChecksum(prefix + inDigits(secret, secretLength));
}

/** Whether a text has the shape and the checksum of a key; where it has not, somebody mistyped it. */
export function isWellFormedKey(value: string): boolean {
  return shape.test(value) && value === withChecksum(value.slice(0, -checksumLength));
}

/** All that is stored of a key: its SHA-256, in lower-case hexadecimal digits. */
export function keyDigest(key: string): string {
  return hash('sha256', key, 'hex');
}

/** The id of the record of a new key (TypeID). */
export function newKeyId(): string {
  return typeid('key').toString();
}

export const keyId = z
  .string()
  .regex(identifierPattern('key'))
  .meta({ id: 'KeyId', description: 'The identifier of an API key, which is no secret (TypeID).' });

/** What a key may do, each with all that stands before it. */
export const scopes = ['read', 'review', 'write', 'admin'] as const;
export type Scope = (typeof scopes)[number];

const scope = z.enum(scopes).meta({
  id: 'Scope',
  description:
    'What a key may do, each with all that stands before it: `read`; `review` writes evidence and reviews; `write` all resources; `admin` manages keys.',
});

/** Whether a key of one scope may do what needs another. */
export function includesScope(held: Scope, needed: Scope): boolean {
  return scopes.indexOf(held) >= scopes.indexOf(needed);
}

const name = text(200)
  .refine((value) => !/\p{Cc}/u.test(value), 'must not hold control characters')
  .meta({ description: 'What the key is for; only admins see it.' });

const lastInstant = Date.UTC(9999, 11, 31, 23, 59, 59);

const expiry = z.iso
  .datetime({
    offset: true,
    abort: true,
    error: 'must be an RFC 3339 time with an offset, such as 2027-01-31T00:00:00Z',
  })
  .refine((value) => Date.parse(value) >= 0 && Date.parse(value) <= lastInstant, {
    message: 'must be between the years 1970 and 9999',
  })
  .meta({
    description: 'When it stops working (RFC 3339 with an offset).',
    examples: ['2027-01-31T00:00:00Z'],
  });

/** What is known of a key; the key itself and its digest are not in it. */
export const apiKey = z
  .strictObject({
    id: keyId,
    name,
    scope,
    createdAt: instant,
    createdBy: text(100).meta({ description: 'The opaque id of the actor that made it.' }),
    expiresAt: instant.optional().meta({ description: 'When it stops working.' }),
    revokedAt: instant.optional().meta({ description: 'When it was revoked, for good.' }),
  })
  .meta({ id: 'ApiKey', description: 'What is known of an API key, but not the key.' });
export type ApiKey = z.infer<typeof apiKey>;

/** What an admin says of a key to be made. */
export const keyCreation = z
  .strictObject({
    name,
    scope,
    expiresAt: expiry.refine((value) => Date.parse(value) > Date.now(), 'must be in the future').optional(),
  })
  .meta({ id: 'NewApiKey', description: 'An API key to be made.' });

/** A JSON Merge Patch (RFC 7396) of what can be changed of a key. */
export const keyPatch = z
  .strictObject({
    name: name.optional(),
    expiresAt: expiry
      .nullable()
      .optional()
      .meta({ description: 'When it stops working, which may have passed; null where it never does.' }),
  })
  .meta({ id: 'ApiKeyPatch', description: 'What is to be changed of an API key (RFC 7396).' });

/** The one answer that shows a key. */
export const createdKey = apiKey
  .extend({ key: z.string().regex(shape).meta({ description: 'The key, shown this once.' }) })
  .meta({ id: 'CreatedApiKey', description: 'An API key that was just made, with the key itself.' });

/** Whether a key works at a time (UTC milliseconds), and if not, why. */
export function keyState({ expiresAt, revokedAt }: ApiKey, now: number): 'good' | 'expired' | 'revoked' {
  if (revokedAt !== undefined) return 'revoked';
  return expiresAt !== undefined && Date.parse(expiresAt) <= now ? 'expired' : 'good';
}
