// The way in from a clone. It is plain JavaScript and turns Node's compile cache on before any TypeScript is read: what is
// in the cache needs no compiler in memory.
import { enableCompileCache } from 'node:module';

enableCompileCache();
await import('./main.ts');
