/** A command was called wrongly: its message says how. The process ends with status 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
