/**
 * The `${…}` and `#{…}` expressions of Camunda 7 as FEEL, translated when a diagram is read: variables, property and
 * index access, comparisons, logic, arithmetic, the conditional operator, `empty` and literals. A call of a method or
 * function needs an object of the other engine and cannot be translated; the answer then says why.
 *
 * JUEL counts list positions from 0 and takes null for false; both are written out in the FEEL.
 */
export type JuelTranslation =
  /** Without a leading `=`. */ { readonly feel: string } | { readonly problem: string };

/** Whether the text holds an expression of that language; `{{ … }}` behind a dollar sign is a template of ours. */
export function isJuel(text: string): boolean {
  return /[$#]\{(?!\{)/.test(text);
}

/** The whole text as FEEL: one expression keeps its type, text around it makes it text. */
export function feelFromJuel(text: string): JuelTranslation {
  try {
    const parts = partsOf(text.trim());
    const [only] = parts;
    if (parts.length === 1 && only?.kind === 'expression') return { feel: translate(only.text) };
    const texts = parts.map((part) => (part.kind === 'text' ? JSON.stringify(part.text) : asText(part.text)));
    return { feel: texts.join(' + ') };
  } catch (error) {
    if (error instanceof Untranslatable) return { problem: error.message };
    throw error;
  }
}

/** `= FEEL` for a translatable expression; any other text stays as it is, for whoever executes it to judge. */
export function foreignValue(text: string): string {
  if (!isJuel(text)) return text;
  const translated = feelFromJuel(text);
  return 'feel' in translated ? `= ${translated.feel}` : text;
}

class Untranslatable extends Error {}

interface Part {
  readonly kind: 'text' | 'expression';
  readonly text: string;
}

function partsOf(text: string): readonly Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    if (!/^[$#]\{$/.test(text.slice(at, at + 2))) continue;
    const end = endOfExpression(text, at + 2);
    if (at > from) parts.push({ kind: 'text', text: text.slice(from, at) });
    parts.push({ kind: 'expression', text: text.slice(at + 2, end) });
    from = end + 1;
    at = end;
  }
  if (from < text.length) parts.push({ kind: 'text', text: text.slice(from) });
  return parts;
}

/** The closing brace, which may not stand in a string. */
function endOfExpression(text: string, from: number): number {
  let quote: string | null = null;
  for (let at = from; at < text.length; at++) {
    const character = text[at]!;
    if (quote) {
      if (character === '\\') at++;
      else if (character === quote) quote = null;
    } else if (character === '"' || character === "'") quote = character;
    else if (character === '}') return at;
  }
  throw new Untranslatable(`the expression '${text}' has no closing brace`);
}

function asText(expression: string): string {
  const feel = translate(expression);
  return `(if ${feel} = null then "" else string(${feel}))`;
}

type Kind = 'number' | 'string' | 'name' | 'operator' | 'end';
interface Token {
  readonly kind: Kind;
  readonly text: string;
}

const TOKEN =
  /\s*(?:(?<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(?<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(?<operator>&&|\|\||==|!=|<=|>=|->|[-+*/%<>!?:.,()[\]=;])|(?<name>[\p{L}_$][\p{L}\p{N}_$]*))/uy;

function tokenize(source: string): readonly Token[] {
  const text = source.trim();
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const groups = TOKEN.exec(text)?.groups;
    if (!groups) throw new Untranslatable(`'${text}' is no expression of that language`);
    const [kind, value] = Object.entries(groups).find(([, found]) => found !== undefined)!;
    tokens.push({ kind: kind as Kind, text: value! });
  }
  return tokens;
}

/** Lowest first; each level is left-associative. */
const LEVELS: readonly Readonly<Record<string, (a: string, b: string) => string>>[] = [
  { '||': or, or },
  { '&&': and, and },
  { '==': equal, eq: equal, '!=': unequal, ne: unequal },
  {
    '<': compare('<'),
    lt: compare('<'),
    '>': compare('>'),
    gt: compare('>'),
    '<=': compare('<='),
    le: compare('<='),
    '>=': compare('>='),
    ge: compare('>='),
  },
  { '+': compare('+'), '-': compare('-') },
  { '*': compare('*'), '/': compare('/'), div: compare('/'), '%': modulo, mod: modulo },
];

function or(a: string, b: string): string {
  return `(${a} or ${b})`;
}
function and(a: string, b: string): string {
  return `(${a} and ${b})`;
}
function equal(a: string, b: string): string {
  return `(${a} = ${b})`;
}
function unequal(a: string, b: string): string {
  return `(${a} != ${b})`;
}
function compare(operator: string): (a: string, b: string) => string {
  return (a, b) => `(${a} ${operator} ${b})`;
}
function modulo(a: string, b: string): string {
  return `modulo(${a}, ${b})`;
}

/** Words of FEEL that cannot name a variable there. */
const FEEL_WORDS = new Set(
  'for in return if then else some every satisfies between instance function'.split(' '),
);
/** Objects of the other engine's runtime. */
const BEANS = new Set(['execution', 'task', 'caseExecution', 'externalTask', 'authenticatedUserId']);

function translate(source: string): string {
  const tokens = tokenize(source);
  let at = 0;
  const peek = (): Token => tokens[at] ?? { kind: 'end', text: '' };
  const isNext = (text: string): boolean => peek().kind !== 'string' && peek().text === text;
  const take = (text: string): boolean => (isNext(text) ? (at++, true) : false);
  const expect = (text: string): void => {
    if (!take(text)) throw new Untranslatable(`'${source}' lacks '${text}'`);
  };

  function conditional(): string {
    const condition = binary(0);
    if (!take('?')) return condition;
    const yes = conditional();
    expect(':');
    return `(if ${condition} then ${yes} else ${conditional()})`;
  }

  function binary(level: number): string {
    const operators = LEVELS[level];
    if (!operators) return unary();
    let left = binary(level + 1);
    for (let join = operatorOf(operators); join; join = operatorOf(operators)) {
      at++;
      left = join(left, binary(level + 1));
    }
    return left;
  }

  function operatorOf(operators: (typeof LEVELS)[number]): ((a: string, b: string) => string) | null {
    const { kind, text } = peek();
    return kind === 'operator' || kind === 'name' ? (operators[text] ?? null) : null;
  }

  function unary(): string {
    if (take('!') || take('not')) return `(${unary()} != true)`;
    if (take('-')) return `(-${unary()})`;
    if (take('empty')) {
      const value = unary();
      return `(${value} = null or ${value} = "" or ${value} = [] or ${value} = {})`;
    }
    return access(primary());
  }

  function primary(): string {
    const { kind, text } = peek();
    at++;
    if (kind === 'number') return text;
    if (kind === 'string') return JSON.stringify(unquoted(text));
    if (kind === 'operator' && text === '(') {
      const inner = conditional();
      expect(')');
      return `(${inner})`;
    }
    if (kind !== 'name') throw new Untranslatable(`'${source}' cannot be read near '${text}'`);
    return name(text);
  }

  function name(text: string): string {
    if (text === 'true' || text === 'false' || text === 'null') return text;
    if (isNext('(')) {
      if (text === 'now' && tokens[at + 1]?.text === ')') {
        at += 2;
        return 'now()';
      }
      throw new Untranslatable(`'${source}' calls the function '${text}'`);
    }
    if (isNext(':') && tokens[at + 2]?.text === '(')
      throw new Untranslatable(`'${source}' calls the function '${text}:${tokens[at + 1]?.text ?? ''}'`);
    if (text === 'execution' && isNext('.') && /^(processB|b)usinessKey$/.test(tokens[at + 1]?.text ?? '')) {
      at += 2;
      return 'businessKey';
    }
    if (BEANS.has(text)) throw new Untranslatable(`'${source}' uses '${text}', an object of another engine`);
    if (FEEL_WORDS.has(text) || text.includes('$'))
      throw new Untranslatable(`'${source}' names a variable '${text}', which FEEL cannot`);
    return text;
  }

  function access(start: string): string {
    let value = start;
    for (;;) {
      if (take('.')) {
        const property = peek();
        if (property.kind !== 'name') throw new Untranslatable(`'${source}' cannot be read near '.'`);
        at++;
        if (isNext('(')) throw new Untranslatable(`'${source}' calls the method '${property.text}'`);
        value = `${value}.${property.text}`;
      } else if (take('[')) {
        value = index(value);
        expect(']');
      } else if (isNext('(')) throw new Untranslatable(`'${source}' calls a function`);
      else return value;
    }
  }

  function index(value: string): string {
    const { kind, text } = peek();
    const isWhole = tokens[at + 1]?.text === ']';
    if (kind === 'number' && isWhole) {
      at++;
      return `${value}[${Number(text) + 1}]`;
    }
    if (kind === 'string' && isWhole) {
      at++;
      return `get value(${value}, ${JSON.stringify(unquoted(text))})`;
    }
    const key = conditional();
    return `(if ${key} instance of number then ${value}[${key} + 1] else get value(${value}, ${key}))`;
  }

  const feel = conditional();
  if (at < tokens.length) throw new Untranslatable(`'${source}' cannot be read near '${peek().text}'`);
  return feel;
}

function unquoted(literal: string): string {
  return literal.slice(1, -1).replace(/\\(.)/g, '$1');
}
