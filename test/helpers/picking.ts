/** Of a value the members that another one has, at every depth; of a list every entry. */
export function pick(actual: unknown, wanted: unknown): unknown {
  if (Array.isArray(actual)) {
    const like = Array.isArray(wanted) ? wanted : [];
    return actual.map((one, place) => (place < like.length ? pick(one, like[place]) : one));
  }
  if (typeof actual !== 'object' || actual === null || typeof wanted !== 'object' || wanted === null) {
    return actual;
  }
  const members = Object.entries(actual).filter(([name]) => Object.hasOwn(wanted, name));
  return Object.fromEntries(
    members.map(([name, value]) => [name, pick(value, (wanted as Record<string, unknown>)[name])]),
  );
}
