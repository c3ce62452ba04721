/** Something wrong at one place of a request; `pointer` is a JSON Pointer (RFC 6901), `parameter` a query parameter. */
export interface ProblemPlace {
  readonly pointer?: string;
  readonly parameter?: string;
  readonly code: string;
  readonly detail: string;
}

interface ProblemKind {
  readonly status: number;
  readonly title: string;
  readonly explanation: string;
}

/** Every problem that Hearsay answers with, by its stable code. */
export const problems = {
  malformed_url: {
    status: 400,
    title: 'The URL is malformed',
    explanation:
      'The path or the query string holds a percent-encoding that is not UTF-8, or the character U+0000. Encode each value as UTF-8 before percent-encoding it.',
  },
  unknown_query_parameter: {
    status: 400,
    title: 'Unknown query parameter',
    explanation:
      'This route does not know one of the query parameters. Nothing is ignored silently, so that a misspelt filter never looks like an answer. `errors` names each one; `detail` lists those that are allowed.',
  },
  invalid_query_parameter: {
    status: 400,
    title: 'Invalid query parameter',
    explanation:
      'A query parameter has a value that this route does not accept. `errors` names the parameter and says what is allowed. To give several values, separate them by commas; a parameter stands at most once.',
  },
  invalid_cursor: {
    status: 400,
    title: 'Invalid cursor',
    explanation:
      'The cursor was not made by this list with these filters and this sort. Cursors are opaque: take them from `page.nextCursor` or from the `Link` header and keep the other parameters as they were.',
  },
  malformed_identifier: {
    status: 400,
    title: 'Malformed identifier',
    explanation: 'The id in the path is not a TypeID such as claim_01h455vb4pex5vsknk084sn02q.',
  },
  wrong_identifier_type: {
    status: 400,
    title: 'Identifier of another type',
    explanation:
      'The id in the path names a resource of another type than this path is for. `detail` says where that resource is.',
  },
  key_required: {
    status: 401,
    title: 'An API key is needed',
    explanation:
      'Send an API key as `Authorization: Bearer hearsay_…`. An admin of the service can make one.',
  },
  malformed_key: {
    status: 401,
    title: 'The API key is mistyped',
    explanation:
      'What was sent is no API key: it has another shape, or its last six characters, a checksum, do not fit the rest. Copy it again, from `hearsay_` to its end.',
  },
  unknown_key: {
    status: 401,
    title: 'Unknown API key',
    explanation: 'The API key is well-formed, and this service never made it.',
  },
  expired_key: {
    status: 401,
    title: 'The API key has expired',
    explanation: 'The API key has stopped working. An admin can set another `expiresAt`, or make a new key.',
  },
  revoked_key: {
    status: 401,
    title: 'The API key was revoked',
    explanation: 'The API key was revoked and will not work again.',
  },
  insufficient_scope: {
    status: 403,
    title: 'The API key may not do this',
    explanation:
      'The API key is good and its scope is too small. The scopes are `read`, `review`, `write` and `admin`, each with those before it; `detail` says which one is needed.',
  },
  unknown_path: {
    status: 404,
    title: 'Unknown path',
    explanation: 'Nothing answers at this path. `/openapi.json` and `/docs` list every path there is.',
  },
  resource_not_found: {
    status: 404,
    title: 'No such resource',
    explanation: 'The id is well-formed, and nothing with that id is recorded here.',
  },
  method_not_allowed: {
    status: 405,
    title: 'Method not allowed',
    explanation:
      'The path exists and does not answer to this method. The `Allow` header lists the methods it answers to.',
  },
  not_acceptable: {
    status: 406,
    title: 'No acceptable representation',
    explanation:
      'None of the media types in the `Accept` header is offered here. `detail` lists those that are.',
  },
  request_timeout: {
    status: 408,
    title: 'The request took too long to arrive',
    explanation: 'The request was not received completely within the time that the server waits for it.',
  },
  uri_too_long: {
    status: 414,
    title: 'The URL is too long',
    explanation: 'The URL is longer than the server reads. `detail` says how long it may be.',
  },
  too_many_requests: {
    status: 429,
    title: 'Too many requests',
    explanation:
      'This API key or this address has sent more requests within a minute than it may. Try again after the time in `Retry-After`; the `RateLimit` headers of every answer tell how many are left.',
  },
  header_fields_too_large: {
    status: 431,
    title: 'The header fields are too large',
    explanation: 'The header fields of the request are larger than the server reads.',
  },
  malformed_request: {
    status: 400,
    title: 'The request is malformed',
    explanation: 'The request is not HTTP that the server can read.',
  },
  payload_too_large: {
    status: 413,
    title: 'The request body is too large',
    explanation:
      'The request body is larger than the server reads (the setting BODY_LIMIT). `detail` says how large it may be.',
  },
  unsupported_media_type: {
    status: 415,
    title: 'Unsupported media type',
    explanation:
      'The request body comes in a `Content-Type`, a charset or a `Content-Encoding` that this route does not read. The headers `Accept-Post`, `Accept-Patch` and `Accept-Encoding` say what is read.',
  },
  malformed_body: {
    status: 400,
    title: 'The request body is malformed',
    explanation:
      'The request body is not JSON that every reader takes alike: not UTF-8, cut off, a member twice in an object, half of a surrogate pair, the character U+0000, a member `__proto__`, a number beyond a double, or nested deeper than 64 levels. `errors` points to the first such place. Or the body is missing, or stands where none is read.',
  },
  invalid_document: {
    status: 422,
    title: 'The document is invalid',
    explanation:
      'The document breaks a rule of its resource. Each entry of `errors` points to the place and says why.',
  },
  conflict: {
    status: 409,
    title: 'It conflicts with what stands',
    explanation: 'Something that must be unique already exists. `detail` names the thing that stands.',
  },
  precondition_failed: {
    status: 412,
    title: 'The precondition failed',
    explanation:
      'The resource has changed since the revision that the request was based on. Read it again and repeat.',
  },
  precondition_required: {
    status: 428,
    title: 'A precondition is required',
    explanation:
      'A change must say which revision it is based on, so that nobody overwrites what he has not seen. Send the `ETag` of the resource as `If-Match`.',
  },
  invalid_header: {
    status: 400,
    title: 'A header is malformed',
    explanation:
      'A header of the request is not as its specification has it. `detail` names the header and says what it should be.',
  },
  idempotency_key_reused: {
    status: 422,
    title: 'The idempotency key was used for another request',
    explanation:
      'A request with this `Idempotency-Key` to the same path has been answered within the last 24 hours, and it was not the same request. Use a new key for each new request, and the same key only to send the same request again.',
  },
  redacted: {
    status: 410,
    title: 'The content was redacted',
    explanation:
      'An administrator has taken the content out of this record and of its history. Its id remains, so that what refers to it still does.',
  },
  position_gone: {
    status: 410,
    title: 'The log does not hold what follows this position',
    explanation:
      'The writes after this position are no longer held, or the position is beyond the newest write, as after a return to an older copy of the database. Read everything anew and follow the changes from there.',
  },
  picture_too_large: {
    status: 422,
    title: 'The graph is too large for a picture',
    explanation:
      'A picture of this graph could neither be drawn in reasonable time nor be read. Ask for less `depth`, for a smaller `limit`, or for JSON.',
  },
  picture_unavailable: {
    status: 503,
    title: 'The picture could not be drawn now',
    explanation:
      'Too many pictures are being drawn, or this one took too long. Try again after the time in `Retry-After`, or ask for JSON.',
  },
  store_busy: {
    status: 503,
    title: 'The store is busy',
    explanation:
      'Another process held the database for longer than a write waits, or too many long reads are waiting. Nothing was written; try again after the time in `Retry-After`.',
  },
  too_many_streams: {
    status: 503,
    title: 'Too many streams are open',
    explanation:
      'As many streams of changes are open as this server keeps (the setting STREAMS). Try again after the time in `Retry-After`, or ask `/v1/changes` from time to time.',
  },
  not_ready: {
    status: 503,
    title: 'Not ready',
    explanation: 'The service is starting, closing, or its database does not answer.',
  },
  internal_error: {
    status: 500,
    title: 'Internal error',
    explanation:
      'Something went wrong on our side. The problem names the request id under `instance`; the log of the server holds the details.',
  },
} as const satisfies Record<string, ProblemKind>;

export type ProblemCode = keyof typeof problems;

/** What a problem carries besides its code: places in the request, and headers of the answer. */
export interface ProblemContext {
  readonly errors?: readonly ProblemPlace[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/** An error that is answered as a problem (RFC 9457) of the catalogue. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly errors: readonly ProblemPlace[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: ProblemCode, detail: string, { errors = [], headers = {}, cause }: ProblemContext = {}) {
    super(detail, { cause });
    this.name = 'Problem';
    this.code = code;
    this.errors = errors;
    this.headers = headers;
  }

  get status(): number {
    return problems[this.code].status;
  }
}
