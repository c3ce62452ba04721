import { z } from 'zod';
import { resourceTypes } from '../model/identifiers.ts';
import { anyResource } from '../model/resources.ts';
import type { LogEntry } from '../store/port.ts';

/** The actions of the log as what has happened. */
export const happened = {
  create: 'created',
  update: 'updated',
  withdraw: 'withdrawn',
  restore: 'restored',
  confirm: 'confirmed',
  revert: 'reverted',
  redact: 'redacted',
} as const satisfies Record<LogEntry['action'], string>;

/** A write as it is told. */
export const changeDocument = z
  .strictObject({
    position: z.int().min(1).meta({ description: 'The log position; it grows in the order of the writes.' }),
    at: z.iso.datetime(),
    actor: z.string().meta({ description: 'The opaque id of who wrote it.' }),
    action: z.enum(Object.values(happened) as [string, ...string[]]),
    resource: z.enum(resourceTypes),
    id: z.string(),
    revision: z.int().min(1),
    comment: z.string().optional(),
    document: anyResource,
  })
  .meta({ id: 'Change', description: 'A write, with the whole document as it left it.' });

/** A write in JSON. */
export function changeJson({
  position,
  at,
  actor,
  action,
  type,
  id,
  revision,
  comment,
  json,
}: LogEntry): string {
  const told = {
    position,
    at: new Date(at).toISOString(),
    actor,
    action: happened[action],
    resource: type,
    id,
    revision,
    comment,
  };
  return `${JSON.stringify(told).slice(0, -1)},"document":${json}}`;
}
