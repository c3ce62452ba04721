import type { Store } from '../../store/port.ts';
import type { LineIssue } from '../ndjson-reader.ts';
import type { BatchSize } from './batch-size.ts';
import type { Committing } from './committing.ts';
import type { Identities } from './identities.ts';

/** How many lines were what; `withdrawn` were created, updated or unchanged as well. */
export interface ImportSummary {
  created: number;
  updated: number;
  unchanged: number;
  withdrawn: number;
  rejected: number;
}

/** What the parts of one import share. */
export interface Importing {
  readonly store: Store;
  readonly identities: Identities;
  readonly committing: Committing;
  readonly size: BatchSize;
  readonly summary: ImportSummary;
  readonly signal: AbortSignal | undefined;
  reject(line: number, reasons: readonly LineIssue[]): void;
}
