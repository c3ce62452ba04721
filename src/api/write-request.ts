import { hash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../errors.ts';
import { text } from '../model/text.ts';
import type { CommitOptions, Committed, Receipt, StoredDocument } from '../store/port.ts';
import { knownActor } from './authentication.ts';
import { Parameters, type ParameterValues, single } from './parameters.ts';
import { json, revisionTag } from './representation.ts';

/** The query parameters of every write. */
export const writeParameters = new Parameters({
  comment: single(text(1_000), 'Why, for the history and the feed of changes, which everybody may read.'),
});

/** Who writes, why, and what tells the request when it is sent again. Throws a Problem `invalid_header`. */
export function commitOptions(request: FastifyRequest): CommitOptions {
  const { comment } = request.query as ParameterValues<typeof writeParameters.known>;
  return { actor: knownActor(request).id, comment, receipt: receiptOf(request) };
}

/** As the draft "The Idempotency-Key HTTP Header Field" has it, with its quotation marks or without. */
const idempotencyKey = /^(?:"([\x21\x23-\x7e]{1,255})"|([\x21\x23-\x7e]{1,255}))$/;

function receiptOf(request: FastifyRequest): Receipt | undefined {
  const header = request.headers['idempotency-key'];
  if (header === undefined) return undefined;
  const [, quoted, bare] = idempotencyKey.exec(String(header)) ?? [];
  const key = quoted ?? bare;
  if (key === undefined) {
    throw new Problem(
      'invalid_header',
      'Idempotency-Key must be one text of 1 to 255 visible ASCII characters without spaces, such as a UUID.',
    );
  }
  const { method, url, headers, bodyDigest } = request;
  const [path = '', query = ''] = url.split('?', 2);
  const said = [bodyDigest, query, headers['if-match'] ?? ''].join('\n');
  return { key, method, path, digest: hash('sha256', said) };
}

/**
 * The revisions that `If-Match` names (RFC 9110, 13.1.1); undefined where it is `*`. A tag that is no revision's matches
 * none. Throws a Problem `precondition_required` where there is no header, `invalid_header` where it is malformed.
 */
export function requiredRevisions(request: FastifyRequest): readonly number[] | undefined {
  const header = request.headers['if-match']?.trim();
  if (header === undefined) {
    throw new Problem(
      'precondition_required',
      'Send If-Match with the ETag of the resource that this is based on, such as If-Match: "3".',
    );
  }
  if (header === '*') return undefined;
  const tag = '(?:W/)?"[\\x21\\x23-\\x7e\\x80-\\uffff]*"';
  if (!new RegExp(`^${tag}(?:\\s*,\\s*${tag})*$`).test(header)) {
    throw new Problem('invalid_header', 'If-Match must hold entity tags in quotation marks, or *.');
  }
  return [...header.matchAll(/(W\/)?"([1-9]\d{0,14})"/g)].flatMap(([, weak, revision]) =>
    weak ? [] : [Number(revision)],
  );
}

/** Answers with a document that was written: 201 and its address where it is new. */
export function answerWritten(
  reply: FastifyReply,
  { item, committed, location }: { item: StoredDocument; committed: Committed; location?: string },
): FastifyReply {
  if (location !== undefined) reply.code(201).header('location', location);
  return answerReplayed(reply, committed)
    .header('etag', revisionTag(item.revision))
    .header('cache-control', 'no-cache')
    .header('content-type', json)
    .send(item.json);
}

/** Says where an answer is that of an earlier request. */
export function answerReplayed(reply: FastifyReply, { replayed }: Committed): FastifyReply {
  return replayed ? reply.header('idempotency-replayed', 'true') : reply;
}
