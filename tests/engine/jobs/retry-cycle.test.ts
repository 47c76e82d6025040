/** How often a job is tried and how long it waits: `camunda:failedJobRetryTimeCycle` and the retries of Camunda 8. */
import { describe, expect, it } from 'vitest';
import type { TestEngine } from '#engine/testing';
import { anEngine } from '../../support/engine.ts';
import { aProcess, type ProcessBuilder } from '../../support/process-builder.ts';

const CYCLE = (text: string): string =>
  `<camunda:failedJobRetryTimeCycle>${text}</camunda:failedJobRetryTimeCycle>`;
const BROKEN = '<script>if (!mended) throw new Error("no paper")</script>';
const NAMESPACES =
  'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"';

function fileOf(process: ProcessBuilder) {
  const { name, content } = process.file();
  return { name, content: content.replace('<definitions ', `<definitions ${NAMESPACES} `) };
}

const script = (extensions: string, attributes = 'camunda:asyncBefore="true"') =>
  aProcess('p')
    .start()
    .raw('scriptTask', 'work', {
      extensions,
      attributes: `scriptFormat="javascript" ${attributes}`,
      content: BROKEN,
    })
    .end();

async function started(process: ProcessBuilder, variables: object = { mended: false }): Promise<TestEngine> {
  const engine = await anEngine();
  await engine.deploy([fileOf(process)]);
  await engine.start('p', { variables: { ...variables } });
  await engine.runDueJobs();
  return engine;
}

const incidentsOf = async (engine: TestEngine): Promise<readonly string[]> =>
  (await engine.snapshot()).incidents.map(({ element }) => element);

describe('work that was put off', () => {
  it('is tried as often as its element says, then it is an incident', async () => {
    const engine = await started(script(CYCLE('R3/PT10M')));
    expect(await incidentsOf(engine)).toEqual([]);
    await engine.advance('PT10M');
    expect(await incidentsOf(engine)).toEqual([]);
    await engine.advance('PT10M');
    expect(await incidentsOf(engine)).toEqual(['work']);
    expect((await engine.story()).filter((line) => line.includes('JobFailed'))).toHaveLength(2);
    await engine.setVariables({ mended: true });
    await engine.resolveIncident('work');
    expect(await engine.snapshot()).toMatchObject({ ended: true, incidents: [] });
  });

  it('goes on when it is mended before its tries are used up', async () => {
    const engine = await started(script(CYCLE('PT5M, PT1H')));
    await engine.advance('PT5M');
    await engine.setVariables({ mended: true });
    await engine.advance('PT59M');
    expect((await engine.snapshot()).ended).toBe(false);
    await engine.advance('PT1M');
    expect(await engine.snapshot()).toMatchObject({ ended: true, incidents: [] });
  });

  it('is an incident at once where nothing is said, and where no job did it', async () => {
    expect(await incidentsOf(await started(script('')))).toEqual(['work']);
    expect(await incidentsOf(await started(script(CYCLE('R3/PT10M'), '')))).toEqual(['work']);
  });

  it('what follows the element is not its work', async () => {
    const process = aProcess('p')
      .start()
      .raw('task', 'first', { extensions: CYCLE('R3/PT10M'), attributes: 'camunda:asyncBefore="true"' })
      .raw('scriptTask', 'work', { attributes: 'scriptFormat="javascript"', content: BROKEN })
      .end();
    expect(await incidentsOf(await started(process))).toEqual(['work']);
  });
});

const LISTENER =
  '<camunda:executionListener event="end"><camunda:script scriptFormat="javascript">if (!mended) throw new Error("no")</camunda:script></camunda:executionListener>';

it.each([
  [
    'behind an element',
    aProcess('p')
      .start()
      .raw('task', 'work', {
        extensions: CYCLE('R2/PT10M') + LISTENER,
        attributes: 'camunda:asyncAfter="true"',
      })
      .end(),
  ],
  [
    'of a timer',
    aProcess('p')
      .start()
      .raw('intermediateCatchEvent', 'work', {
        extensions: CYCLE('R2/PT10M') + LISTENER,
        content: '<timerEventDefinition><timeDuration>PT1M</timeDuration></timerEventDefinition>',
      })
      .end(),
  ],
  [
    'of a call activity',
    aProcess('p')
      .start()
      .callActivity('work', 'called', { extensions: CYCLE('R2/PT10M') + LISTENER })
      .end(),
  ],
])('a job %s is tried as often', async (_what, process) => {
  const engine = await anEngine();
  const called = aProcess('called').start().end();
  const file = fileOf(process);
  const content = file.content.replace('<callActivity ', '<callActivity camunda:asyncAfter="true" ');
  await engine.deploy([{ ...file, content }, called.file()]);
  await engine.start('p', { variables: { mended: false } });
  await engine.runDueJobs();
  await engine.advance('PT1M');
  expect(await incidentsOf(engine)).toEqual([]);
  await engine.setVariables({ mended: true });
  await engine.advance('PT10M');
  expect(await engine.snapshot()).toMatchObject({ ended: true, incidents: [] });
});

describe('the work of a handler', () => {
  const task = (extensions: string, type = 'print') =>
    aProcess('p')
      .start()
      .serviceTask('work', { extensions: `<tl:action type="${type}"/>${extensions}` })
      .end();
  const outsideWorld = { mode: 'job', run: () => Promise.reject(new Error('no paper')) } as const;

  it('is tried as often as the element says, where the action does not', async () => {
    const engine = await anEngine({ handlers: { print: outsideWorld } });
    await engine.deploy([fileOf(task(CYCLE('R2/PT20M')))]);
    await engine.start('p');
    await engine.runDueJobs();
    await engine.advance('PT19M');
    expect(await incidentsOf(engine)).toEqual([]);
    await engine.advance('PT1M');
    expect(await incidentsOf(engine)).toEqual(['work']);
  });

  const external = (retries: string) =>
    aProcess('p')
      .start()
      .serviceTask('work', {
        extensions: `<zeebe:taskDefinition type="pay" retries="${retries}"/>`,
      })
      .end();

  it.each([
    ['= tries + 1', { tries: 1 }],
    ['= tries', { tries: '2' }],
    ['2', {}],
  ])('is tried as often as an expression says when it begins: %s', async (retries, variables) => {
    const engine = await started(external(retries), variables);
    await engine.failJob('work');
    expect(await incidentsOf(engine)).toEqual([]);
    await engine.advance('PT1M');
    await engine.failJob('work');
    expect(await incidentsOf(engine)).toEqual(['work']);
  });

  it('is an incident where the expression gives no whole number', async () => {
    const engine = await started(external('= tries'), { tries: 'many' });
    expect((await engine.snapshot()).incidents).toEqual([
      expect.objectContaining({ element: 'work', code: 'ENG_RETRIES_INVALID' }),
    ]);
  });

  it('is refused where it is neither number nor expression', async () => {
    const engine = await anEngine();
    await expect(engine.deploy([fileOf(external('many'))])).rejects.toMatchObject({
      details: {
        problems: expect.arrayContaining([
          expect.objectContaining({ rule: 'foreign-setting', elementId: 'work', severity: 'error' }),
        ]) as unknown,
      },
    });
  });
});

it.each(['${cycle}', 'often', 'R3/soon', 'PT5M,soon'])('a cycle that says "%s" is refused', async (text) => {
  const engine = await anEngine();
  await expect(engine.deploy([fileOf(script(CYCLE(text)))])).rejects.toMatchObject({
    details: {
      problems: expect.arrayContaining([
        expect.objectContaining({ rule: 'invalid-time', elementId: 'work', severity: 'error' }),
      ]) as unknown,
    },
  });
});
