/** A finding calls an element without a name by its id; on screen it gets a word that a person knows it by. */
const ELEMENTS = new Set(['name', 'gateway', 'target']);

export function namedValues(
  values: Readonly<Record<string, string>> | undefined,
  nameOf: (elementId: string) => string,
): Readonly<Record<string, string>> | undefined {
  if (!values) return undefined;
  const named = Object.entries(values).map(([key, value]) => [
    key,
    ELEMENTS.has(key) ? nameOf(value) : value,
  ]);
  return Object.fromEntries(named) as Record<string, string>;
}
