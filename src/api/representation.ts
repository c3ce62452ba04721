import { hash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import Negotiator from 'negotiator';
import { Problem } from '../errors.ts';
import { version } from '../version.ts';

/** What a route answers: a body ready to be sent, and what validates it. */
export interface Representation {
  readonly mediaType: string;
  readonly body: string | Buffer;
  /** The entity tag with its quotation marks (RFC 9110, 8.8.3). */
  readonly etag: string;
  readonly link?: string | undefined;
}

/** The media type of JSON as it is sent. */
export const json = 'application/json; charset=utf-8';

/** The entity tag of a bare document: its revision. Only such a tag is valid in If-Match. */
export function revisionTag(revision: number): string {
  return `"${revision}"`;
}

/** The entity tag of what is put together from several resources at one log position. */
export function compositeTag(position: number | string, request: FastifyRequest, mediaType: string): string {
  const told = `${request.url}\n${mediaType}\n${version}`;
  return `"${position}-${hash('sha1', told, 'base64url').slice(0, 12)}"`;
}

/** The entity tag of what is told by its content alone. */
export function contentTag(body: string): string {
  return `"${hash('sha1', body, 'base64url')}"`;
}

/** Sends a representation, or 304 where the client has it already (RFC 9110, 13.1.2). */
export function send(
  request: FastifyRequest,
  reply: FastifyReply,
  representation: Representation,
): FastifyReply {
  const { mediaType, body, etag, link } = representation;
  varyBy(reply, 'Accept');
  reply.header('etag', etag);
  if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-cache');
  if (link !== undefined) reply.header('link', link);
  if (isKnown(request.headers['if-none-match'], etag)) return reply.code(304).send();
  return reply.header('content-type', mediaType).send(body);
}

/** Says that an answer depends on a header field of the request (RFC 9110, 12.5.5). */
export function varyBy(reply: FastifyReply, field: string): void {
  const varies = reply.getHeader('vary');
  reply.header('vary', varies === undefined ? field : `${varies}, ${field}`);
}

function isKnown(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === '*') return true;
  return ifNoneMatch.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
}

/** One of the representations that a route offers: the name for `format=`, and its media type. */
export interface Offer<Name extends string = string> {
  readonly name: Name;
  readonly mediaType: string;
}

/**
 * The offer that the client prefers by `format=`, else by its Accept header (RFC 9110, 12.5.1); the first where it does
 * not say. Throws a Problem `not_acceptable`.
 */
export function negotiate<Name extends string>(
  request: FastifyRequest,
  offers: readonly [Offer<Name>, ...Offer<Name>[]],
  format?: Name,
): Offer<Name> {
  const [first] = offers;
  if (format !== undefined) return offers.find(({ name }) => name === format) ?? first;
  // All that is offered is UTF-8, which clients often ask for by name.
  const accept = request.headers.accept?.replaceAll(/;\s*charset="?utf-8"?/gi, '');
  if (accept === undefined || accept === '*/*' || accept === bare(first.mediaType)) return first;
  const types = offers.map(({ mediaType }) => bare(mediaType));
  const preferred = new Negotiator({ headers: { accept } }).mediaType(types);
  const offer = offers.find(({ mediaType }) => bare(mediaType) === preferred);
  if (offer) return offer;
  throw new Problem('not_acceptable', `This is offered as ${types.join(', ')}, and Accept excludes it.`);
}

/** A media type without its parameters. */
export function bare(mediaType: string): string {
  return mediaType.split(';', 1)[0] ?? mediaType;
}
