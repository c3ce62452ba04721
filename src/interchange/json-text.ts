import { Problem } from '../errors.ts';
import { toPointer } from '../model/definition.ts';

/** How deep arrays and objects may be nested. */
const deepest = 64;

/**
 * The value of a JSON text (RFC 8259) that every reader takes alike: no member twice in an object and no half of a
 * surrogate pair (I-JSON, RFC 7493), no U+0000, no member `__proto__`, no number beyond a double, at most 64 levels.
 * Else throws the problem `malformed_body` with the first such place. Columns count UTF-16 code units.
 */
export function readJson(text: string): unknown {
  new Scanner(text).scan();
  return JSON.parse(text);
}

/** An array or object that is being read; `step` leads to what is read in it, and is undefined before a name. */
interface Level {
  readonly close: ']' | '}';
  names: Set<string> | undefined;
  step: string | number | undefined;
}

const scalar = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const escapes = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/g;

/** Reads a text once from its beginning to its end, without recursion, up to what is wrong in it. */
class Scanner {
  readonly #text: string;
  readonly #isWellFormed: boolean;
  readonly #levels: Level[] = [];
  #at = 0;

  constructor(text: string) {
    this.#text = text;
    this.#isWellFormed = text.isWellFormed();
  }

  scan(): void {
    do this.#value();
    while (this.#hasNext());
    if (this.#at < this.#text.length) this.#expected('the end');
  }

  /** Reads a scalar or an empty array or object; of any other, all before the first such value in it. */
  #value(): void {
    for (;;) {
      this.#space();
      switch (this.#text[this.#at]) {
        case '"':
          this.#string('holds');
          return;
        case '[':
          this.#open({ close: ']', names: undefined, step: 0 });
          if (this.#closes(']')) return;
          break;
        case '{':
          this.#open({ close: '}', names: undefined, step: undefined });
          if (this.#closes('}')) return;
          this.#name();
          break;
        default:
          this.#scalar();
          return;
      }
    }
  }

  /** After a value: closes what ends here, and says whether another value follows. */
  #hasNext(): boolean {
    for (;;) {
      this.#space();
      const level = this.#levels.at(-1);
      if (!level) return false;
      if (this.#text[this.#at] === ',') {
        this.#at += 1;
        if (typeof level.step === 'number') level.step += 1;
        else this.#name();
        return true;
      }
      if (!this.#closes(level.close)) this.#expected(`"," or "${level.close}"`);
    }
  }

  #open(level: Level): void {
    if (this.#levels.length === deepest) this.#refuse('too_deep', `is nested deeper than ${deepest} levels`);
    this.#levels.push(level);
    this.#at += 1;
    this.#space();
  }

  #closes(close: Level['close']): boolean {
    if (this.#text[this.#at] !== close) return false;
    this.#levels.pop();
    this.#at += 1;
    return true;
  }

  /** Reads the name of a member, and the colon after it. */
  #name(): void {
    const level = this.#levels.at(-1) as Level;
    level.step = undefined;
    this.#space();
    if (this.#text[this.#at] !== '"') this.#expected('a member name in double quotes');
    const name = this.#string('has a member whose name holds');
    level.step = name;
    if (name === '__proto__') this.#refuse('forbidden_member', 'must not be the name of a member');
    level.names ??= new Set();
    if (level.names.has(name)) this.#refuse('duplicate_member', 'is more than once in its object');
    level.names.add(name);
    this.#space();
    if (this.#text[this.#at] !== ':') this.#expected('":"');
    this.#at += 1;
  }

  /** Reads a string literal, and gives what it stands for. */
  #string(holds: string): string {
    const start = this.#at;
    let end = start + 1;
    let isEscaped = false;
    for (let code = this.#text.charCodeAt(end); code !== 0x22; code = this.#text.charCodeAt(end)) {
      // Past the end of the text, the code is NaN.
      if (!(code >= 0x20)) {
        this.#at = end;
        this.#expected('a closing quote or an escaped character');
      }
      if (code === 0x5c) isEscaped = true;
      end += code === 0x5c ? 2 : 1;
    }
    const value = isEscaped ? this.#unescaped(end + 1) : this.#text.slice(start + 1, end);
    if (!(this.#isWellFormed && !isEscaped)) this.#checkCharacters(value, holds);
    this.#at = end + 1;
    return value;
  }

  #unescaped(end: number): string {
    const literal = this.#text.slice(this.#at, end);
    try {
      return JSON.parse(literal);
    } catch {
      const blanked = literal.replace(escapes, (known) => ' '.repeat(known.length));
      this.#at += blanked.indexOf('\\') + 1;
      this.#expected('an escape that JSON knows');
    }
  }

  #checkCharacters(value: string, holds: string): void {
    if (!value.isWellFormed()) this.#refuse('lone_surrogate', `${holds} half of a surrogate pair`);
    if (value.includes('\0')) this.#refuse('nul_character', `${holds} the character U+0000`);
  }

  #scalar(): void {
    scalar.lastIndex = this.#at;
    if (!scalar.test(this.#text)) this.#expected('a value');
    const end = scalar.lastIndex;
    if (Math.abs(Number(this.#text.slice(this.#at, end))) === Infinity) {
      this.#refuse('number_out_of_range', 'is a number beyond the range of a double');
    }
    this.#at = end;
  }

  #space(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
      this.#at += 1;
    }
  }

  #expected(what: string): never {
    const before = this.#text.slice(0, this.#at);
    const line = before.split('\n').length;
    const column = this.#at - before.lastIndexOf('\n');
    const code = this.#text.codePointAt(this.#at);
    const found = code === undefined ? 'the end' : JSON.stringify(String.fromCodePoint(code));
    const place = `line ${line}, column ${column}`;
    this.#refuse('not_json', `is no JSON at ${place}: expected ${what}, found ${found}`);
  }

  #refuse(code: string, detail: string): never {
    const pointer = toPointer(this.#levels.flatMap(({ step }) => step ?? []));
    const errors = [{ pointer, code, detail }];
    throw new Problem('malformed_body', `${pointer || 'The whole'} ${detail}.`, { errors });
  }
}
