/**
 * The part of FEEL that is compiled into closures: paths, literals, comparisons, `and`, `or`, `not(…)` and
 * parentheses. Three-valued logic as in DMN: a comparison with null is null, except `=` and `!=`. Whatever does
 * not fit gives null and goes to the full interpreter, so this file may stay small; a property test compares both.
 */
import type { Json } from '../ports.ts';

type Context = Readonly<Record<string, unknown>>;
type Evaluate = (context: Context) => Json;

const TOKEN =
  /\s*(?:(?<number>\d+(?:\.\d+)?)|(?<string>"[^"\\]*")|(?<operator><=|>=|!=|=|<|>|\(|\)|-)|(?<path>[\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{N}_]*)*))/uy;
const WORDS = new Set(
  'and or not true false null if then else for in return some every between instance of satisfies function'.split(
    ' ',
  ),
);

/** A closure for the expression, or null when it is outside this part of FEEL. */
export function compileComparison(source: string): Evaluate | null {
  const tokens = tokenize(source);
  if (!tokens) return null;
  const parser = createParser(tokens);
  const evaluate = parser.disjunction();
  return evaluate && parser.atEnd() ? evaluate : null;
}

interface Token {
  readonly kind: 'number' | 'string' | 'operator' | 'path';
  readonly text: string;
}

function tokenize(source: string): readonly Token[] | null {
  const text = source.trimEnd();
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const groups = TOKEN.exec(text)?.groups;
    if (!groups) return null;
    const [kind, value] = Object.entries(groups).find(([, found]) => found !== undefined)!;
    const previous = tokens.at(-1);
    const twoNames =
      kind === 'path' && previous?.kind === 'path' && !WORDS.has(value!) && !WORDS.has(previous.text);
    if (twoNames) return null; // a name with a space
    tokens.push({ kind: kind as Token['kind'], text: value! });
  }
  return tokens;
}

function createParser(tokens: readonly Token[]) {
  let at = 0;
  const peek = (text: string): boolean => tokens[at]?.text === text && tokens[at]?.kind !== 'string';
  const take = (text: string): boolean => (peek(text) ? (at++, true) : false);

  function disjunction(): Evaluate | null {
    return chain(conjunction, 'or', (a, b) =>
      a === true || b === true ? true : isBooleanPair(a, b) ? false : null,
    );
  }

  function conjunction(): Evaluate | null {
    return chain(comparison, 'and', (a, b) =>
      a === false || b === false ? false : isBooleanPair(a, b) ? true : null,
    );
  }

  function chain(
    operand: () => Evaluate | null,
    word: string,
    join: (a: Json, b: Json) => Json,
  ): Evaluate | null {
    let left = operand();
    while (left && take(word)) {
      const [a, b] = [left, operand()];
      if (!b) return null;
      left = (context) => join(a(context), b(context));
    }
    return left;
  }

  function comparison(): Evaluate | null {
    const left = operand();
    const operator = tokens[at]?.kind === 'operator' ? tokens[at]!.text : null;
    const compare = operator ? COMPARE[operator] : undefined;
    if (!left || !compare) return left;
    at++;
    const right = operand();
    return right && ((context) => compare(left(context), right(context)));
  }

  function operand(): Evaluate | null {
    const token = tokens[at];
    if (!token) return null;
    if (take('not')) {
      const inner = peek('(') ? operand() : null;
      return inner && ((context) => negate(inner(context)));
    }
    if (take('(')) {
      const inner = disjunction();
      return inner && take(')') ? inner : null;
    }
    if (take('-')) {
      const next = tokens[at++];
      return next?.kind === 'number' ? constant(-Number(next.text)) : null;
    }
    at++;
    return literalOrPath(token);
  }

  return { disjunction, atEnd: () => at === tokens.length };
}

function literalOrPath(token: Token): Evaluate | null {
  if (token.kind === 'number') return constant(Number(token.text));
  if (token.kind === 'string') return constant(token.text.slice(1, -1));
  if (token.kind === 'operator') return null;
  if (token.text === 'true' || token.text === 'false') return constant(token.text === 'true');
  if (token.text === 'null') return constant(null);
  if (WORDS.has(token.text)) return null;
  const names = token.text.split('.');
  return (context) => valueAt(context, names);
}

const constant =
  (value: Json): Evaluate =>
  () =>
    value;

function valueAt(context: Context, names: readonly string[]): Json {
  let value: unknown = context;
  for (const name of names) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return null;
    value = (value as Record<string, unknown>)[name];
  }
  return (value ?? null) as Json;
}

const COMPARE: Readonly<Record<string, (a: Json, b: Json) => Json>> = {
  '=': (a, b) => equals(a, b),
  '!=': (a, b) => negate(equals(a, b)),
  '<': (a, b) => order(a, b, (sign) => sign < 0),
  '<=': (a, b) => order(a, b, (sign) => sign <= 0),
  '>': (a, b) => order(a, b, (sign) => sign > 0),
  '>=': (a, b) => order(a, b, (sign) => sign >= 0),
};

function equals(a: Json, b: Json): Json {
  if (a === null || b === null) return a === b;
  if (typeof a !== typeof b) return null;
  return typeof a === 'object' ? JSON.stringify(a) === JSON.stringify(b) : a === b;
}

function order(a: Json, b: Json, accept: (sign: number) => boolean): Json {
  if (typeof a === 'number' && typeof b === 'number') return accept(a - b);
  if (typeof a === 'string' && typeof b === 'string') return accept(a < b ? -1 : Number(a > b));
  return null;
}

const isBooleanPair = (a: Json, b: Json): boolean => typeof a === 'boolean' && typeof b === 'boolean';
const negate = (value: Json): Json => (typeof value === 'boolean' ? !value : null);
