/** Listeners of the process itself: told once when an instance begins, and once when it has come to its end. */
import { expect, it } from 'vitest';
import { testDatabase } from '../../support/database.ts';
import { anEngine } from '../../support/engine.ts';
import { aProcess, type ProcessBuilder } from '../../support/process-builder.ts';

const script = (event: string, text: string): string =>
  `<camunda:executionListener event="${event}"><camunda:script scriptFormat="feel">${text}</camunda:script></camunda:executionListener>`;
const handler = (event: string): string =>
  `<camunda:executionListener event="${event}" class="com.acme.Told"/>`;

const process = (listeners: string): ProcessBuilder => aProcess('told', listeners);
const fileOf = (drawn: ProcessBuilder) => withCamunda(drawn.file());
const withCamunda = (file: { readonly name: string; readonly content: string }) => ({
  ...file,
  content: file.content.replace(
    '<definitions ',
    '<definitions xmlns:camunda="http://camunda.org/schema/1.0/bpmn" ',
  ),
});

/** Counts what is told, and fails as long as `broken`. */
function aListener() {
  const state = { broken: false, told: [] as unknown[] };
  const handlers = {
    'com.acme.Told': {
      mode: 'transaction' as const,
      async run({ event }: Record<string, unknown>) {
        if (state.broken) return { kind: 'bpmnError' as const, code: 'LATER', message: 'Not now' };
        state.told.push(event);
        return { kind: 'ok' as const, output: { told: state.told.length } };
      },
    },
  };
  return { state, handlers };
}

it.each(['memory', 'postgres'] as const)('begins and ends with its listeners (%s)', async (store) => {
  const database = store === 'postgres' ? await testDatabase() : null;
  const engine = await anEngine({ store, ...(database && { databaseUrl: database.url }) });
  const drawn = process(script('start', '{ "begun": 1 }') + script('end', '{ "ended": begun + 1 }'));
  await engine.deploy([fileOf(drawn.start().userTask('work').end())]);
  await engine.start('told');
  expect((await engine.snapshot()).variables).toEqual({ begun: 1 });
  await engine.complete('work');
  expect(await engine.snapshot()).toMatchObject({ ended: true, variables: { begun: 1, ended: 2 } });
});

it('tells the end once, however many tokens there were, and after a terminate end event', async () => {
  const { state, handlers } = aListener();
  const engine = await anEngine({ handlers });
  const drawn = process(handler('end')).start().parallel('fork').userTask('a').end('ended');
  await engine.deploy([fileOf(drawn.from('fork').userTask('b').terminate())]);
  const first = await engine.start('told');
  await engine.complete('a');
  expect(state.told).toEqual([]);
  await engine.complete('b');
  expect(state.told).toEqual(['end']);
  expect((await engine.snapshot(first)).ended).toBe(true);
  await engine.start('told');
  await engine.complete('b');
  expect(state.told).toEqual(['end', 'end']);
  expect((await engine.snapshot()).tasks).toEqual([]);
});

it('tells nothing of an instance that somebody stops', async () => {
  const { state, handlers } = aListener();
  const engine = await anEngine({ handlers });
  await engine.deploy([fileOf(process(handler('end')).start().userTask('work').end())]);
  await engine.start('told');
  await engine.cancel();
  expect(state.told).toEqual([]);
});

it('is an incident where the instance ended when it fails, until a retry or until it is left out', async () => {
  for (const way of ['retry', 'skip'] as const) {
    const { state, handlers } = aListener();
    state.broken = true;
    const engine = await anEngine({ handlers });
    await engine.deploy([fileOf(process(handler('end')).start().userTask('work').end('done'))]);
    await engine.start('told');
    await engine.complete('work');
    expect(await engine.snapshot()).toMatchObject({
      ended: false,
      incidents: [{ element: 'done', code: 'ENG_ERROR_NOT_CAUGHT' }],
    });
    state.broken = false;
    if (way === 'retry') await engine.resolveIncident('done');
    else await engine.skipIncident('done', { variables: { given: true } });
    expect(state.told).toEqual(way === 'retry' ? ['end'] : []);
    expect(await engine.snapshot()).toMatchObject({
      ended: true,
      endEvents: ['done'],
      incidents: [],
      variables: way === 'retry' ? { told: 1 } : { given: true },
    });
  }
});

it('tells the end of a called process to its own listeners, before its caller goes on', async () => {
  const { state, handlers } = aListener();
  const engine = await anEngine({ handlers });
  const called = process(handler('start') + handler('end'))
    .start()
    .userTask('inside')
    .end();
  const caller = aProcess('caller').start().callActivity('call', 'told').userTask('after').end();
  await engine.deploy([caller.file(), fileOf(called)]);
  await engine.start('caller');
  expect(state.told).toEqual(['start']);
  await engine.complete('inside');
  expect(state.told).toEqual(['start', 'end']);
  expect(await engine.snapshot()).toMatchObject({ tasks: [{ element: 'after' }], variables: { told: 2 } });
});

it('tells the start of a process that a receive task begins', async () => {
  const { state, handlers } = aListener();
  const engine = await anEngine({ handlers });
  const drawn = process(handler('start') + handler('end'))
    .receiveTask('order', 'order')
    .userTask('work')
    .end();
  const { name, content } = fileOf(drawn);
  const file = { name, content: content.replace('<receiveTask', '<receiveTask instantiate="true"') };
  await engine.deploy([file]);
  await engine.start('told', { message: 'order' });
  expect(state.told).toEqual(['start']);
  expect((await engine.snapshot()).tasks).toMatchObject([{ element: 'work' }]);
  await engine.complete('work');
  expect(state.told).toEqual(['start', 'end']);
});

it('may not listen to what a process does not have', async () => {
  const engine = await anEngine();
  const deployed = engine.deploy([fileOf(process(script('take', '{}')).start().end())]);
  await expect(deployed).rejects.toMatchObject({ code: 'ENG_DEPLOYMENT_REFUSED' });
});
