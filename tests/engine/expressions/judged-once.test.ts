/** What an expression is parsed for at deployment: once, for the compiler and the structural rules together. */
import type * as Feelin from 'feelin';
import { afterEach, expect, it, vi } from 'vitest';
import { aProcess } from '../../support/process-builder.ts';
import { anEngine } from '../../support/engine.ts';

afterEach(() => {
  vi.doUnmock('feelin');
  vi.resetModules();
});

const choosing = (condition: string) =>
  aProcess()
    .start()
    .exclusive('choice')
    .flow({ condition })
    .task('one')
    .end()
    .from('choice')
    .flow({ isDefault: true })
    .end('other');

it('parses an expression once', async () => {
  const parsed: string[] = [];
  vi.resetModules();
  vi.doMock('feelin', async (original) => {
    const feelin = await original<typeof Feelin>();
    const parseExpression: typeof feelin.parseExpression = (source, ...rest) => {
      parsed.push(source);
      return feelin.parseExpression(source, ...rest);
    };
    return { ...feelin, parseExpression };
  });
  const { anEngine: aWatchedEngine } = await import('../../support/engine.ts');
  const engine = await aWatchedEngine();
  const condition = 'sum(amounts) > 100 and count(amounts) < 3';
  await engine.deploy([choosing(`= ${condition}`).file()]);
  expect(parsed.filter((source) => source === condition)).toHaveLength(1);
  await engine.close();
});

it.each([
  'get or else(amount, 1) > 3',
  'in zone(now(), "Europe/Berlin") > now()',
  'not(is blank(name)) and is defined(amount)',
  'round half even(amount, 0) = 2 or last day of month(today()) > today()',
])('reads the functions of the engine in a condition: %s', async (condition) => {
  const engine = await anEngine();
  await engine.deploy([choosing(`= ${condition}`).file()]);
});

it('still refuses what is no FEEL, at its element', async () => {
  const engine = await anEngine();
  await expect(engine.deploy([choosing('= get or else(amount, > 3').file()])).rejects.toMatchObject({
    details: { problems: [expect.objectContaining({ rule: 'invalid-expression' })] },
  });
});
