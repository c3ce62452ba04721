import { flushCompileCache } from 'node:module';
import { openapiDocument } from './openapi.ts';

/** Starts everything once on an empty store, so that Node has it compiled and stripped of types when it is started. */
export async function compile(): Promise<void> {
  await import('./serve.ts');
  await openapiDocument();
  flushCompileCache();
}
