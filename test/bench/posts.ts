import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { newIdentifier } from '../../src/model/identifiers.ts';
import type { Command } from '../../src/store/port.ts';
import { openSqliteStore } from '../../src/store/sqlite/store.ts';
import { drain } from './draining.ts';
import { articleFields, Chance, makeVoices, quotedFields, type Resource } from './reporting.ts';

const posts = 300;
/** What is assessed in the transaction of a write: as it is, and nothing. */
const caps = {
  'as it is': undefined,
  'all assessed after the write': { claims: 0, attributions: 0, linked: 0 },
};

/** Posts attributions one after the other to claims on which there are few others, ten and a thousand. */
export async function measurePosts(folder: string, print: (line: string) => void): Promise<void> {
  for (const others of [1, 10, 1_000]) {
    print(`\nan attribution posted to a claim with ${others} others, each in a durable commit of its own`);
    for (const [label, smallChange] of Object.entries(caps)) {
      const url = pathToFileURL(join(folder, `posts-${others}-${label.length}.db`)).href;
      const { rate, cpu, drained } = await measured(url, others, smallChange);
      print(
        `  ${label.padEnd(30)}${Math.round(rate).toString().padStart(6)}/s, ${cpu.toFixed(2)} ms of the processor each, in all threads, assessed ${drained.toFixed(0)} ms after the last`,
      );
    }
  }
}

async function measured(url: string, others: number, smallChange: (typeof caps)[keyof typeof caps]) {
  const { store } = await openSqliteStore({ url, workers: 1, ...(smallChange && { smallChange }) });
  const chance = new Chance(1);
  const { outlets, speakers, resources } = makeVoices(chance);
  const create = (all: readonly Resource[]) =>
    store.commit(
      all.map((one): Command => ({ action: 'create', ...one })),
      { actor: 'bench' },
    );
  const articleId = newIdentifier('article');
  const claimIds = Array.from({ length: others > 100 ? 1 : posts }, () => newIdentifier('claim'));
  const attribution = (claimId: string): Resource => {
    const told = { claimId, articleId, sourceId: chance.pick(speakers), ...quotedFields(chance) };
    return { type: 'attribution', id: newIdentifier('attribution'), fields: told };
  };
  await create([...resources, { type: 'article', id: articleId, fields: articleFields(chance, outlets) }]);
  for (const id of claimIds) {
    const fields = { text: { en: chance.sentence(16) }, kind: 'factual', tense: 'past' };
    await create([{ type: 'claim', id, fields }, ...Array.from({ length: others }, () => attribution(id))]);
  }
  const postAll = async () => {
    for (let post = 0; post < posts; post++) await create([attribution(chance.pick(claimIds))]);
  };
  // The code is compiled by the first ones.
  await postAll();
  await drain(store);
  const before = process.cpuUsage();
  const began = performance.now();
  await postAll();
  const ended = performance.now();
  await drain(store);
  const { user, system } = process.cpuUsage(before);
  const drained = performance.now() - ended;
  await store.close();
  return { rate: (posts / (ended - began)) * 1_000, cpu: (user + system) / 1_000 / posts, drained };
}
