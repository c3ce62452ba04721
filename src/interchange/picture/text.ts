import { chooseText, primaryOf } from '../chosen-text.ts';

/** A text as it is shown, with the direction in which its lines are read. */
export interface ShownText {
  readonly text: string;
  readonly rightToLeft: boolean;
}

const rightToLeftLanguages = new Set([
  'ar',
  'arc',
  'ckb',
  'dv',
  'fa',
  'he',
  'ks',
  'ps',
  'sd',
  'syr',
  'ug',
  'ur',
  'yi',
]);

/** Whether a language is written from right to left. */
export function isRightToLeft(language: string): boolean {
  return rightToLeftLanguages.has(primaryOf(language));
}

/** The text of a language map in a language, or the nearest there is, on one line. */
export function textIn(map: unknown, language: string): ShownText {
  const chosen = chooseText(map, language);
  return { text: clean(chosen?.text ?? ''), rightToLeft: isRightToLeft(chosen?.language ?? '') };
}

// Embeddings, overrides and isolates (not the harmless marks): unclosed, they would turn round what stands beside them.
const directionControls = /[\u202A-\u202E\u2066-\u2069]/gu;
const unprintable = /[\p{Cc}\p{Noncharacter_Code_Point}\s]+/gu;

/** A text on one line, without the characters that XML forbids or that change the direction of what follows. */
export function clean(text: string): string {
  return text.toWellFormed().replace(directionControls, '').replace(unprintable, ' ').trim();
}

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

function graphemesOf(text: string): string[] {
  return Array.from(graphemes.segment(text), ({ segment }) => segment);
}

/** About how wide a text is when set, in ems; rather too wide than too narrow, as fonts differ. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += widthOfCharacter(character);
  return width;
}

const unseen = /\p{Cf}|\p{Mn}|\p{Me}/u;
const wide =
  /\p{Extended_Pictographic}|\p{sc=Han}|\p{sc=Hangul}|\p{sc=Hiragana}|\p{sc=Katakana}|[\uFF01-\uFF60]/u;
const capital = /\p{Lu}/u;

function widthOfCharacter(character: string): number {
  if (character >= 'a' && character <= 'z') {
    if ('ijlftr'.includes(character)) return 0.36;
    return 'mw'.includes(character) ? 0.92 : 0.58;
  }
  if (" .,:;'!|I()[]-\u00A0".includes(character)) return 0.36;
  if ('MW@%…—'.includes(character)) return 0.92;
  if (unseen.test(character)) return 0;
  if (capital.test(character)) return 0.7;
  return character >= '\u1100' && wide.test(character) ? 1.2 : 0.58;
}

/** Breaks a text into lines of about `columns` characters, between words where it can; cut off with an ellipsis after `maximum`. */
export function wrap(text: string, columns: number, maximum = 160): string[] {
  const widest = columns * 0.52;
  const lines: string[] = [];
  let line = '';
  let width = 0;
  for (const piece of shorten(text, maximum)
    .split(' ')
    .flatMap((word) => piecesOf(word, widest))) {
    const added = widthOf(piece);
    if (line !== '' && width + 0.36 + added > widest) {
      lines.push(line);
      line = '';
    }
    width = line === '' ? added : width + 0.36 + added;
    line = line === '' ? piece : `${line} ${piece}`;
  }
  return line === '' ? lines : [...lines, line];
}

/** A word cut into pieces that are no wider than a line. */
function piecesOf(word: string, widest: number): string[] {
  if (widthOf(word) <= widest) return [word];
  const pieces = [''];
  for (const grapheme of graphemesOf(word)) {
    const piece = pieces.at(-1) ?? '';
    if (piece !== '' && widthOf(piece + grapheme) > widest) pieces.push(grapheme);
    else pieces[pieces.length - 1] = piece + grapheme;
  }
  return pieces;
}

/** A text of at most `maximum` graphemes, cut after a word where one ends near the limit. */
export function shorten(text: string, maximum: number): string {
  if (text.length <= maximum) return text;
  const all = graphemesOf(text);
  if (all.length <= maximum) return text;
  const cut = all.slice(0, maximum - 1).join('');
  const space = cut.lastIndexOf(' ');
  return `${(space > cut.length * 0.7 ? cut.slice(0, space) : cut).replace(/[\s\p{P}]+$/u, '')}…`;
}

/** A line that keeps its own direction wherever it is set: an isolate, so that its punctuation stays on its side. */
export function isolate(line: string, rightToLeft: boolean): string {
  return `${rightToLeft ? '\u2067' : '\u2066'}${line}\u2069`;
}

/**
 * A line with spaces on both sides for what Graphviz takes it to be narrower than it is: it measures without the fonts,
 * and characters that it does not know as wide as a space. Only for labels that are centred.
 */
export function padded(line: string): string {
  const measured = [...line].reduce((sum, character) => sum + (character < '\u0100' ? 0.44 : 0.25), 0);
  const missing = Math.max(0, widthOf(line) - measured) + 0.5;
  const spaces = '\u00A0'.repeat(Math.ceil(missing / 2 / 0.25));
  return spaces + line + spaces;
}
