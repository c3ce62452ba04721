import { createReadStream, statSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { Progress } from './progress.ts';

/** A file that is read, or the standard input. */
export interface Input {
  /** Ends early, without an error, once the signal is aborted. */
  readonly chunks: AsyncIterable<Uint8Array>;
  readonly progress: Progress;
}

/** Opens a file, or the standard input for `-`, with a bar of its own. Throws where there is no such file. */
export function openInput(file: string, signal?: AbortSignal): Input {
  const isStandard = file === '-';
  const progress = new Progress('bytes', isStandard ? undefined : statSync(file).size);
  const stream: Readable = isStandard
    ? process.stdin
    : createReadStream(file, { highWaterMark: 256 * 1_024 });
  signal?.addEventListener('abort', () => stream.destroy());
  return { chunks: read(stream, progress, signal), progress };
}

async function* read(
  stream: Readable,
  progress: Progress,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of stream) {
      progress.add(chunk.length);
      yield chunk;
    }
  } catch (error) {
    if (!signal?.aborted) throw error;
  }
}
