/** Collects the values of one statement and hands out their placeholders: no value is ever written into SQL text. */
export class SqlParameters {
  readonly values: unknown[] = [];
  readonly #lists = new Map<unknown, string>();

  /** `$n`, cast where PostgreSQL cannot infer the type. A list that is given again has one place: it may be long. */
  add(value: unknown, cast?: string): string {
    const given = `${this.values.length + 1}::${cast}`;
    const known = this.#lists.get(value);
    if (known !== undefined && known.endsWith(`::${cast}`)) return known;
    this.values.push(value);
    if (cast === undefined) return `$${this.values.length}`;
    if (Array.isArray(value)) this.#lists.set(value, `$${given}`);
    return `$${given}`;
  }
}

/** Makes `%`, `_` and `\` of a user's text match themselves in LIKE. */
export function likeText(text: string): string {
  return text.replace(/[\\%_]/g, (sign) => `\\${sign}`);
}
