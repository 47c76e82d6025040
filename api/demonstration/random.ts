/** Seeded choices: the same company in every installation. */
export interface Choices {
  /** From 0 to below 1. */
  next(): number;
  between(from: number, to: number): number;
  one<T>(items: readonly T[]): T;
  /** Each with its weight. */
  weighted<T>(items: readonly (readonly [T, number])[]): T;
}

export function seededChoices(seed: number): Choices {
  let state = seed >>> 0;
  const next = (): number => {
    // mulberry32: small, fast, and good enough for a demonstration.
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    next,
    between: (from, to) => from + next() * (to - from),
    one(items) {
      const item = items[Math.floor(next() * items.length)];
      if (item === undefined) throw new Error('Expected something to choose from.');
      return item;
    },
    weighted(items) {
      let left = next() * items.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [item, weight] of items) {
        left -= weight;
        if (left < 0) return item;
      }
      throw new Error('Expected weights to choose by.');
    },
  };
}

/** The day on which the fixed ids seem to be made; before any real one, so that real ids sort after them. */
const FIRST_ID_MS = Date.UTC(2020, 0, 1);

/** UUIDs of version 7's shape in a fixed order. */
export function seededIds(seed: number): { next(): string } {
  const choices = seededChoices(seed);
  let count = 0;
  return {
    next() {
      const time = (FIRST_ID_MS + count++).toString(16).padStart(12, '0');
      const digits = (length: number): string =>
        Math.floor(choices.next() * 16 ** length)
          .toString(16)
          .padStart(length, '0');
      const variant = (8 + Math.floor(choices.next() * 4)).toString(16);
      return `${time.slice(0, 8)}-${time.slice(8)}-7${digits(3)}-${variant}${digits(3)}-${digits(6)}${digits(6)}`;
    },
  };
}
