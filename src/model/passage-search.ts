/**
 * Whether a text holds a passage. It takes time in proportion to the text alone (Knuth, Morris and Pratt, 1977), where
 * `String.includes` can take as much again for each character of the passage.
 */
export function holdsPassage(text: string, passage: string): boolean {
  const borders = bordersOf(passage);
  let matched = 0;
  for (let at = 0; matched < passage.length && at < text.length; at++) {
    const code = text.charCodeAt(at);
    while (matched > 0 && passage.charCodeAt(matched) !== code) matched = borders[matched - 1] ?? 0;
    if (passage.charCodeAt(matched) === code) matched++;
  }
  return matched === passage.length;
}

/** For each beginning of a passage, how long its longest end is that is a shorter beginning. */
function bordersOf(passage: string): Uint16Array {
  const borders = new Uint16Array(passage.length);
  let matched = 0;
  for (let at = 1; at < passage.length; at++) {
    const code = passage.charCodeAt(at);
    while (matched > 0 && passage.charCodeAt(matched) !== code) matched = borders[matched - 1] ?? 0;
    if (passage.charCodeAt(matched) === code) matched++;
    borders[at] = matched;
  }
  return borders;
}
