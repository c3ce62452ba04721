/** Why a text that is JSON is refused, and the JSON Pointer to where. */
export interface Flaw {
  readonly code: string;
  readonly pointer: string;
}

/** The first flaw of a text that JSON.parse takes: slow, recursive, and as plain as can be. */
export function firstFlaw(text: string): Flaw | undefined {
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g) ?? [];
  return flawsOfValue(tokens, '', 0).next().value ?? undefined;
}

function* flawsOfValue(tokens: string[], pointer: string, depth: number): Generator<Flaw, void> {
  const token = tokens.shift() ?? '';
  const isContainer = token === '[' || token === '{';
  if (isContainer && depth === 64) yield { code: 'too_deep', pointer };
  if (token === '[') {
    for (let index = 0; tokens[0] !== ']'; index += 1) {
      if (tokens[0] === ',') tokens.shift();
      yield* flawsOfValue(tokens, `${pointer}/${index}`, depth + 1);
    }
    tokens.shift();
  } else if (token === '{') {
    yield* flawsOfMembers(tokens, pointer, depth);
  } else if (token.startsWith('"')) {
    yield* flawsOfString(JSON.parse(token), pointer);
  } else if (!Number.isFinite(JSON.parse(token) ?? 0)) {
    if (/\d/.test(token)) yield { code: 'number_out_of_range', pointer };
  }
}

function* flawsOfMembers(tokens: string[], pointer: string, depth: number): Generator<Flaw, void> {
  const names: string[] = [];
  while (tokens[0] !== '}') {
    if (tokens[0] === ',') tokens.shift();
    const name = JSON.parse(tokens.shift() ?? '') as string;
    const place = `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    yield* flawsOfString(name, pointer);
    if (name === '__proto__') yield { code: 'forbidden_member', pointer: place };
    if (names.includes(name)) yield { code: 'duplicate_member', pointer: place };
    names.push(name);
    tokens.shift();
    yield* flawsOfValue(tokens, place, depth + 1);
  }
  tokens.shift();
}

function* flawsOfString(value: string, pointer: string): Generator<Flaw, void> {
  if (/\p{Surrogate}/u.test(value)) yield { code: 'lone_surrogate', pointer };
  if (/\0/.test(value)) yield { code: 'nul_character', pointer };
}
