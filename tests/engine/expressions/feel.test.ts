import { evaluate } from 'feelin';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aProcess } from '../../support/process-builder.ts';
import { running } from '../../support/engine.ts';

/** The compiled comparisons must mean what FEEL means; both are asked through output mappings. */
async function viaEngine(
  expressions: readonly string[],
  variables: Record<string, number | boolean | string | null>,
) {
  const mappings = expressions
    .map((one, index) => `<tl:output name="r${index}">= ${escaped(one)}</tl:output>`)
    .join('');
  const engine = await running(
    [
      aProcess()
        .start()
        .task('t', { extensions: `<tl:io>${mappings}</tl:io>` })
        .end(),
    ],
    { variables },
  );
  const { variables: after } = await engine.snapshot();
  return expressions.map((_, index) => after[`r${index}`] ?? null);
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

// Only values of one type: across types the interpreter compares by coincidence, DMN (and ours) says null.
const comparisonOf = (operands: readonly string[], operators: readonly string[]) =>
  fc
    .tuple(fc.constantFrom(...operands), fc.constantFrom(...operators), fc.constantFrom(...operands))
    .map(([left, operator, right]) => `${left} ${operator} ${right}`);
const comparison = fc.oneof(
  comparisonOf(['a', 'b', '3', '-2', '10'], ['=', '!=', '<', '<=', '>', '>=']),
  comparisonOf(['name', '"x"', '"y"'], ['=', '!=', '<', '<=', '>', '>=']),
  comparisonOf(['flag', 'true', 'false'], ['=', '!=']),
  comparisonOf(['missing', 'null', 'a', 'name', 'flag'], ['= null and null =', '!=  null or null =']),
);
const condition = fc.oneof(
  comparison,
  fc.tuple(comparison, fc.constantFrom('and', 'or'), comparison).map(([a, word, b]) => `${a} ${word} ${b}`),
  comparison.map((inner) => `not(${inner})`),
);

describe('FEEL', () => {
  it('means the same compiled as interpreted', async () => {
    const variables = { a: 3, b: 10, flag: true, name: 'x', missing: null };
    const expressions = fc.sample(condition, { numRuns: 300, seed: Number(process.env.SEED ?? 7) });
    const actual = await viaEngine(expressions, variables);
    const expected = expressions.map((one) => evaluate(one, variables).value ?? null);
    const different = expressions.flatMap((one, index) =>
      actual[index] === expected[index]
        ? []
        : [`${one}: ${String(actual[index])} instead of ${String(expected[index])}`],
    );
    expect(different).toEqual([]);
  });

  it('knows the clock of the engine, dates, lists, and names with spaces', async () => {
    const [later, count, total] = await viaEngine(
      ['string(now() + duration("P1D"))', 'count([1, 2, 3])', 'order total * 2'],
      { 'order total': 21 },
    );
    expect(later).toContain('2026-01-06T09:00:00');
    expect(count).toBe(3);
    expect(total).toBe(42);
  });
});
