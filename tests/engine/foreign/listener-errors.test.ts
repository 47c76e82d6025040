/** A listener of the host that throws an error of the diagram: the activity's own boundary catches it, at its start and at its end. */
import { expect, it } from 'vitest';
import { anEngine } from '../../support/engine.ts';
import { aProcess } from '../../support/process-builder.ts';

const CAMUNDA = 'xmlns:camunda="http://camunda.org/schema/1.0/bpmn"';

async function begun(listener: string, caught: string) {
  const engine = await anEngine({
    handlers: {
      'com.acme.Checker': {
        mode: 'transaction',
        run: async () => ({ kind: 'bpmnError', code: 'REFUSED', message: 'Not today' }),
      },
    },
  });
  const process = aProcess().start().userTask('work', { extensions: listener }).end('done');
  process.boundary('refused', 'work', { error: caught }).userTask('mend').end('mended');
  const { name, content } = process.file();
  await engine.deploy([{ name, content: content.replace('<definitions ', `<definitions ${CAMUNDA} `) }]);
  await engine.start('process');
  return engine;
}

const at = (event: string) => `<camunda:executionListener event="${event}" class="com.acme.Checker"/>`;
const tasksOf = async (engine: Awaited<ReturnType<typeof begun>>) =>
  (await engine.snapshot()).tasks.map(({ element }) => element);

it('at the start, the work is never offered', async () => {
  const engine = await begun(at('start'), 'REFUSED');
  expect(await tasksOf(engine)).toEqual(['mend']);
  await engine.complete('mend');
  expect(await engine.snapshot()).toMatchObject({ ended: true, endEvents: ['mended'] });
});

it('at the end, what was done is left by the boundary', async () => {
  const engine = await begun(at('end'), 'REFUSED');
  expect(await tasksOf(engine)).toEqual(['work']);
  await engine.complete('work');
  expect(await tasksOf(engine)).toEqual(['mend']);
  await engine.complete('mend');
  expect(await engine.snapshot()).toMatchObject({ ended: true, endEvents: ['mended'] });
});

it('of another code is an incident at the activity', async () => {
  const engine = await begun(at('start'), 'OTHER');
  expect((await engine.snapshot()).incidents).toEqual([{ element: 'work', code: 'ENG_ERROR_NOT_CAUGHT' }]);
});

it('of a task listener is caught like one of the activity', async () => {
  const engine = await begun('<camunda:taskListener event="complete" class="com.acme.Checker"/>', 'REFUSED');
  await engine.complete('work');
  expect(await tasksOf(engine)).toEqual(['mend']);
});
