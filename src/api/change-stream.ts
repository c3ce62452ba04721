import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Config } from '../config.ts';
import { Problem } from '../errors.ts';
import type { Store } from '../store/port.ts';
import { ChangeFeed, type Followed } from './change-feed.ts';
import { changeFilters, positionParameter } from './changes.ts';
import { described, headersOf, problemResponses } from './openapi.ts';
import { Parameters, type ParameterValues } from './parameters.ts';
import { negotiate } from './representation.ts';

const mediaType = 'text/event-stream; charset=utf-8';

/** How long a client waits before it connects again, in milliseconds. */
const reconnectionTime = 2_000;

const parameters = new Parameters({
  after: positionParameter(
    undefined,
    'The log position after which to begin, 0 for everything; from now on where it is left out. Last-Event-ID goes before it.',
  ),
  ...changeFilters,
});

const headers = {
  type: 'object',
  properties: {
    'last-event-id': {
      type: 'string',
      description:
        'The id of the last event that the client has, which is its log position: the stream goes on after it.',
    },
  },
};

const description =
  `Server-sent events (HTML, 9.2), as an EventSource reads them: the writes after a log position in their order, without gap
or repeat, then each new one soon after it was committed, by whatever process. An event has the log position as its \`id\`, \`change\`
as its \`event\`, and a Change in JSON as its \`data\`. Comments, and ids without data, show that the stream lives; such an id moves the
position from which a reconnecting client goes on, past writes that its filters leave out. Whoever does not take what is sent is cut
off, and can go on from the last id that he has.`.replaceAll('\n', ' ');

/** What of the settings concerns streams. */
type StreamSettings = Pick<Config, 'STREAMS' | 'HEARTBEAT' | 'STREAM_PATIENCE'>;

/** The route that streams the writes as they come; gives the streams that are open. */
export function changeStreamRoute(
  app: FastifyInstance,
  { store, config }: { store: Store; config: StreamSettings },
): { readonly size: number } {
  const { STREAMS: most, HEARTBEAT: heartbeat, STREAM_PATIENCE: patience } = config;
  const feed = new ChangeFeed(store);
  const open = new Set<ServerResponse>();
  let closing = false;
  app.addHook('preClose', (done) => {
    closing = true;
    // Whoever has not yet taken what was sent would hold up the end.
    for (const response of open) if (response.writableLength > 0) response.destroy();
    done();
  });
  app.get(
    '/v1/changes/stream',
    {
      schema: {
        operationId: 'streamChanges',
        tags: ['changes'],
        summary: 'Follow the writes as they come',
        description,
        querystring: parameters,
        headers,
        response: {
          200: described(
            'Events, without end.',
            { [mediaType]: z.string() },
            headersOf({ 'cache-control': 'Nothing of it is kept.' }),
          ),
          ...problemResponses(400, 406, 410, 414, 500, 503),
        },
      },
    },
    async (request, reply) => {
      negotiate(request, [{ name: 'events', mediaType }]);
      const values = request.query as ParameterValues<(typeof parameters)['known']>;
      const after = lastEventId(request) ?? values.after ?? (await store.check()).position;
      const followed = { after, types: values.resource ?? [], claims: values.claim ?? [] };
      // What is no longer held is refused before the stream begins.
      await feed.next(followed);
      reply.headers({ 'content-type': mediaType, 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
      if (request.method === 'HEAD') return reply.send(Readable.from([]));
      if (open.size >= most) throw tooMany(most);
      const response = reply.raw;
      const isOver = () => closing || response.destroyed;
      const stillAllowed = async () => (await request.stillAllowed?.()) ?? true;
      const events = follow(followed, { feed, heartbeat, isOver, stillAllowed });
      // Nothing is read ahead of what the reader takes.
      const stream = Readable.from(events, { objectMode: false, highWaterMark: 0 });
      open.add(response);
      // Node remembers the address, for the log, only where it was asked for while the connection stood.
      void request.ip;
      stream.once('close', () => open.delete(response));
      // It comes only where nothing moves on the connection, neither way.
      response.setTimeout(patience, () => {
        if (response.writableLength > 0) response.destroy();
      });
      return reply.header('connection', 'close').send(stream);
    },
  );
  return open;
}

interface Following {
  readonly feed: ChangeFeed;
  /** In milliseconds. */
  readonly heartbeat: number;
  readonly isOver: () => boolean;
  readonly stillAllowed: () => Promise<boolean>;
}

/** The events of one stream. Nothing goes on until the reader has taken what was given. */
async function* follow(
  { after, types, claims }: Followed,
  { feed, heartbeat, isOver, stillAllowed }: Following,
): AsyncGenerator<string | Buffer> {
  let position = after;
  let told = after;
  let nextHeartbeat = Date.now() + heartbeat;
  // A client that begins with what comes next must be able to go on from here before anything has come.
  yield `: changes after ${after}\nretry: ${reconnectionTime}\nid: ${after}\n\n`;
  while (!isOver()) {
    if (Date.now() >= nextHeartbeat) {
      if (!(await stillAllowed())) return;
      yield position === told ? ':\n\n' : `id: ${position}\n\n`;
      told = position;
      nextHeartbeat = Date.now() + heartbeat;
    }
    const { commits } = feed;
    const batch = await feed.next({ after: position, types, claims });
    position = batch.position;
    if (batch.events) yield batch.events;
    if (!batch.more) await feed.changed(commits, nextHeartbeat, isOver);
  }
}

/** The log position of the last event that a client has. Throws a Problem where the header is no position. */
function lastEventId(request: FastifyRequest): number | undefined {
  const given = request.headers['last-event-id'];
  if (given === undefined) return undefined;
  const read = parameters.known.after.read(String(given));
  if ('value' in read) return read.value;
  throw new Problem('invalid_header', `Last-Event-ID ${read.wrong}.`);
}

function tooMany(most: number): Problem {
  const headers = { 'retry-after': '5' };
  return new Problem('too_many_streams', `${most} streams of changes are open already.`, { headers });
}
