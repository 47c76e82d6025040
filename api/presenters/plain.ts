/** The CRM hands out read-only values, the contract's types are not: the same value under the contract's eyes. */
type Plain<T> = T extends readonly (infer Item)[]
  ? Plain<Item>[]
  : T extends object
    ? { -readonly [Key in keyof T]: Plain<T[Key]> }
    : T;

export function plain<T>(value: T): Plain<T> {
  return value as Plain<T>;
}
