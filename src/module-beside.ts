import { extname } from 'node:path';

/** The URL of a module in the folder of `from`: TypeScript where the sources run, JavaScript where they were built. */
export function moduleBeside(from: string, name: string): URL {
  return new URL(`./${name}${extname(from)}`, from);
}
