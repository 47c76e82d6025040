/** Collects the values of one statement and hands out their placeholders: no value is ever written into SQL text. */
export class SqlParameters {
  readonly values: unknown[] = [];

  /** `$n`, cast where PostgreSQL cannot infer the type. */
  add(value: unknown, cast?: string): string {
    this.values.push(value);
    return cast ? `$${this.values.length}::${cast}` : `$${this.values.length}`;
  }
}

/** Makes `%`, `_` and `\` of a user's text match themselves in LIKE. */
export function likeText(text: string): string {
  return text.replace(/[\\%_]/g, (sign) => `\\${sign}`);
}
