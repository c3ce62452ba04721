/**
 * Where a passage ends that a text holds, in code units; undefined where it holds none. It takes time in proportion to the
 * text alone (Knuth, Morris and Pratt, 1977), where `String.indexOf` can take as much again for each character of the
 * passage.
 */
export function endOfPassage(text: string, passage: string): number | undefined {
  const borders = bordersOf(passage);
  let matched = 0;
  let at = 0;
  for (; matched < passage.length && at < text.length; at++) {
    const code = text.charCodeAt(at);
    while (matched > 0 && passage.charCodeAt(matched) !== code) matched = borders[matched - 1] ?? 0;
    if (passage.charCodeAt(matched) === code) matched++;
  }
  return matched === passage.length ? at : undefined;
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
