import { Problem } from '../errors.ts';

/** An opaque cursor: where a page begins in a list that `made` tells from all others. */
export function encodeCursor(made: string, position: readonly number[]): string {
  return Buffer.from(JSON.stringify([made, ...position])).toString('base64url');
}

/** The position, of so many numbers, that a cursor of this list holds. Throws a Problem `invalid_cursor`. */
export function decodeCursor(cursor: string, made: string, length: number): number[] {
  try {
    const [list, ...position] = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    const fits = position.length === length && position.every(Number.isSafeInteger);
    if (fits && list === made && cursor === encodeCursor(made, position)) return position;
  } catch {
    // What cannot be read is refused like what was made for another list.
  }
  throw new Problem(
    'invalid_cursor',
    'This cursor was not made by this list with these filters and this sort.',
    {
      errors: [
        { parameter: 'cursor', code: 'invalid', detail: 'must be taken from the page before, unchanged' },
      ],
    },
  );
}
