/** How much text one batch holds, in UTF-16 code units. */
const longestBatch = 8_000_000;

/**
 * Puts items together until there are `most()`, or until one comes that has a key of another: only one of them can be
 * in a commit.
 */
export async function* inBatches<Item extends { readonly text: string }>(
  source: AsyncIterable<readonly Item[]>,
  most: () => number,
  keysOf: (item: Item) => readonly string[],
): AsyncGenerator<Item[]> {
  let batch: Item[] = [];
  let keys = new Set<string>();
  let length = 0;
  for await (const items of source) {
    for (const item of items) {
      const own = keysOf(item);
      if (batch.length >= most() || length >= longestBatch || own.some((key) => keys.has(key))) {
        yield batch;
        batch = [];
        keys = new Set();
        length = 0;
      }
      batch.push(item);
      for (const key of own) keys.add(key);
      length += item.text.length;
    }
  }
  if (batch.length > 0) yield batch;
}
