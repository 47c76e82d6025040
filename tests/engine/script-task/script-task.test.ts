import { describe, expect, it } from 'vitest';
import { aProcess } from '../../support/process-builder.ts';
import { anEngine, fixtureOf, running } from '../../support/engine.ts';

describe('script task', () => {
  it('gives what JavaScript assigns and returns, and what FEEL says', async () => {
    const engine = await anEngine();
    await engine.deploy([fixtureOf(import.meta.url)]);
    await engine.start('script_task', { variables: { price: 60, total: 0 } });
    expect((await engine.snapshot()).variables).toEqual({ price: 60, total: 120, checked: true, big: true });
  });

  it.each([
    ['throws', 'throw new Error("no")'],
    ['does not end', 'while (true) {}'],
    ['takes all memory', 'const all = []; while (true) all.push(new Array(100000).fill(1))'],
    ['calls itself', 'function f() { return f() + 1 } return f()'],
    ['reaches for the host', 'return process.env'],
    ['asks for randomness', 'return Math.random()'],
  ])('becomes an incident when it %s', async (_what, script) => {
    const engine = await running([aProcess().start().scriptTask('run', script).end()]);
    expect((await engine.snapshot()).incidents).toEqual([{ element: 'run', code: 'ENG_SCRIPT_FAILED' }]);
  });

  it.each([
    ['= {c: c + 1}', 'feel'],
    ['c = c + 1', 'javascript'],
  ])('reads and writes in one go, so that two tokens of a step count twice: %s', async (script, format) => {
    const process = aProcess()
      .start()
      .parallel('fork')
      .task('a')
      .exclusive('merge')
      .scriptTask('count', script, format)
      .end()
      .from('fork')
      .task('b')
      .to('merge');
    const engine = await running([process], { variables: { c: 0 } });
    expect((await engine.snapshot()).variables).toMatchObject({ c: 2 });
  });

  it('puts the value of its last statement into the result variable, and speaks to the instance as in Camunda 7', async () => {
    const engine = await anEngine();
    const { name, content } = aProcess()
      .start()
      .scriptTask('a', 'var half = amount / 2; half + 1')
      .scriptTask('b', 'execution.setVariable("seen", execution.getVariable("amount"))')
      .scriptTask('c', '${amount > 5 ? "much" : "little"}', 'juel')
      .end()
      .file();
    const camunda = content
      .replace('<definitions ', '<definitions xmlns:camunda="http://camunda.org/schema/1.0/bpmn" ')
      .replace('id="a" scriptFormat', 'id="a" camunda:resultVariable="half" scriptFormat')
      .replace('id="c" scriptFormat', 'id="c" camunda:resultVariable="size" scriptFormat');
    await engine.deploy([{ name, content: camunda }]);
    await engine.start('process', { variables: { amount: 10 } });
    expect((await engine.snapshot()).variables).toEqual({ amount: 10, half: 6, seen: 10, size: 'much' });
  });

  it.each(['groovy', 'python'])('is refused in %s', async (format) => {
    const engine = await anEngine();
    const process = aProcess().start().scriptTask('run', '1', format).end();
    await expect(engine.deploy([process.file()])).rejects.toMatchObject({
      details: { problems: [expect.objectContaining({ elementId: 'run', rule: 'not-executable' })] },
    });
  });

  it('sees the engine clock and no other', async () => {
    const engine = await running([
      aProcess().start().scriptTask('run', 'return { at: new Date().toISOString() }').end(),
    ]);
    expect((await engine.snapshot()).variables).toEqual({ at: '2026-01-05T09:00:00.000Z' });
  });

  const CAUGHT =
    '<extensionElements><tl:error codeVariable="code" messageVariable="said"/></extensionElements>';
  it.each([
    ['by its short name', 'n = 1; throw new BpmnError("LIMIT", "too much: " + amount)'],
    [
      'as in Camunda 7',
      'throw new org.camunda.bpm.engine.delegate.BpmnError("LIMIT", "too much: " + amount)',
    ],
  ])('throws an error of the diagram to its boundary event, %s', async (_how, script) => {
    const process = aProcess()
      .start()
      .scriptTask('run', script)
      .end('done')
      .boundary('limit', 'run', { error: 'LIMIT', inside: CAUGHT })
      .end('caught');
    const engine = await running([process], { variables: { amount: 7 } });
    const { endEvents, variables, incidents } = await engine.snapshot();
    expect({ endEvents, incidents }).toEqual({ endEvents: ['caught'], incidents: [] });
    expect(variables).toEqual({ amount: 7, code: 'LIMIT', said: 'too much: 7' });
  });

  it('of a subprocess throws outwards, and stands as an incident when nobody catches', async () => {
    const script = 'throw new BpmnError("E1", "no stock")';
    const caught = aProcess('outwards')
      .start()
      .subProcess('sub', (p) => p.start('s').scriptTask('run', script).end('e'))
      .end('done')
      .boundary('all', 'sub', { error: null })
      .end('caught_all');
    expect((await (await running([caught])).snapshot()).endEvents).toEqual(['caught_all']);
    const alone = aProcess('alone').start().scriptTask('run', script).end();
    expect((await (await running([alone])).snapshot()).incidents).toEqual([
      { element: 'run', code: 'ENG_ERROR_NOT_CAUGHT' },
    ]);
  });

  it('is an incident when the error that it throws has no code', async () => {
    const process = aProcess()
      .start()
      .scriptTask('run', 'throw new BpmnError()')
      .end()
      .boundary('all', 'run', { error: null })
      .end('caught');
    expect((await (await running([process])).snapshot()).incidents).toEqual([
      { element: 'run', code: 'ENG_SCRIPT_FAILED' },
    ]);
  });
});
