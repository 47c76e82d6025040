/** Functions beside those of the interpreter, time with zones, and the limits of an expression. */
import { describe, expect, it } from 'vitest';
import { aProcess } from '../../support/process-builder.ts';
import { anEngine, running } from '../../support/engine.ts';

type Values = NonNullable<Parameters<typeof running>[1]>['variables'];

async function valueOf(expression: string, variables: Values = {}) {
  const engine = await running([aProcess().start().scriptTask('s', `{ r: ${expression} }`, 'feel').end()], {
    variables,
  });
  const { incidents, variables: after } = await engine.snapshot();
  return incidents[0]?.code ?? after.r;
}

describe('FEEL', () => {
  it.each<[string, unknown]>([
    ['is defined(x)', true],
    ['is defined(missing)', false],
    ['is empty([])', true],
    ['is blank(" ")', true],
    ['get or else(missing, 5)', 5],
    ['get or else(value: x, fallback: 5)', 3],
    ['get keys({ a: 1 })', ['a']],
    ['trim(" a ")', 'a'],
    ['extract("a1b22", "[0-9]+")', ['1', '22']],
    ['to base64("a")', 'YQ=='],
    ['to json({ a: x })', '{"a":3}'],
    ['from json("[1]")', [1]],
    ['duplicate values([1, 1, 2])', [1]],
    ['partition([1, 2, 3], 2)', [[1, 2], [3]]],
    ['round half even(2.5, 0)', 2],
    ['last day of month(date("2024-02-05"))', '2024-02-29'],
    // Behind the change to summer time an hour later is two hours later on the clock.
    [
      'date and time("2026-03-29T01:30:00@Europe/Berlin") + duration("PT1H")',
      '2026-03-29T03:30:00@Europe/Berlin',
    ],
    ['in zone(date and time("2026-07-01T10:00:00Z"), "Europe/Berlin")', '2026-07-01T12:00:00@Europe/Berlin'],
    ['date("2026-01-31") + duration("P1M")', '2026-02-28'],
    ['years and months duration(date("2025-01-01"), date("2026-02-01"))', 'P1Y1M'],
    ['[{ a: 1 }, { a: 2 }][a > 1].a', [2]],
    ['some i in [1, 2] satisfies i > 1', true],
    ['context merge([{ a: 1 }, { b: 2 }])', { a: 1, b: 2 }],
    ['sum(for i in 1..x return i)', 6],
    ['x in [1..10] and x in [2..5]', true],
    ['not(x in [4..10] or x in (7..9))', true],
    ['"a in [1] and b"', 'a in [1] and b'],
  ])('%s', async (expression, expected) => {
    expect(await valueOf(expression, { x: 3 })).toEqual(expected);
  });
});

describe('an expression that does not end', () => {
  it.each([
    ['counts to a variable', 'count(for i in 1..n return i)'],
    ['loops in loops', 'count(for a in 1..n, b in 1..n return a * b)'],
    ['has a test that backtracks', 'matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "^(a+)+$")'],
  ])('and %s becomes an incident within the time of its step', async (_what, expression) => {
    const began = performance.now();
    expect(await valueOf(expression, { n: 1_000_000_000 })).toBe('ENG_EXPRESSION_TOO_LONG');
    expect(performance.now() - began).toBeLessThan(3_000);
  });

  it('and calls itself becomes an incident', async () => {
    const endless = '(function(f, n) f(f, n))(function(f, n) f(f, n + 1), 1)';
    // The stack or the time of the step ends it, whichever is short first.
    expect(await valueOf(endless)).toMatch(/^ENG_EXPRESSION_(FAILED|TOO_LONG)$/);
  });

  it('and says how far it counts is refused at once', async () => {
    const engine = await anEngine();
    const process = aProcess().start().scriptTask('s', 'for i in 1..100000000 return i', 'feel').end();
    await expect(engine.deploy([process.file()])).rejects.toMatchObject({
      details: { problems: [expect.objectContaining({ elementId: 's', rule: 'invalid-expression' })] },
    });
  });

  it('but ranges that are only compared with are no loops', async () => {
    expect(await valueOf('x in [1..100000] and x in [2..100000]', { x: 3 })).toBe(true);
  });
});

it.each([
  ['if x > then 1', 's'],
  ['1 +', 's'],
])('%s is refused at its element', async (expression, elementId) => {
  const engine = await anEngine();
  const process = aProcess().start().scriptTask('s', expression, 'feel').end();
  await expect(engine.deploy([process.file()])).rejects.toMatchObject({
    details: { problems: expect.arrayContaining([expect.objectContaining({ elementId })]) },
  });
});
