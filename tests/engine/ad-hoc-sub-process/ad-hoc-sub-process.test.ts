import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestEngine } from '#engine/testing';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { anEngine, fixtureOf } from '../../support/engine.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';
const file = (attributes: string, settings = '', condition = '', inside = '') => ({
  name: 'adhoc.bpmn',
  content: `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" ${XSI} xmlns:tl="urn:throughline:bpmn:1" id="d" targetNamespace="urn:t">
<process id="p" isExecutable="true"><startEvent id="s"/>
<adHocSubProcess id="ah" ${attributes}>${settings && `<extensionElements><tl:adHoc ${settings}/></extensionElements>`}
<userTask id="a" name="A"/><userTask id="b" name="B"/><userTask id="c" name="C"/>${inside}
${condition && `<completionCondition xsi:type="tFormalExpression">${condition}</completionCondition>`}</adHocSubProcess>
<endEvent id="e"/><sequenceFlow id="f1" sourceRef="s" targetRef="ah"/><sequenceFlow id="f2" sourceRef="ah" targetRef="e"/></process></definitions>`,
});

async function begun(...drawn: Parameters<typeof file>): Promise<TestEngine> {
  const engine = await anEngine();
  await engine.deploy([file(...drawn)]);
  await engine.start('p', { variables: { ready: false } });
  return engine;
}
const open = async (engine: TestEngine): Promise<string[]> =>
  (await engine.snapshot()).tasks.map((task) => task.element).sort();

describe.each(['memory', 'postgres'] as const)('an ad-hoc subprocess on %s', (store) => {
  it('lets people choose, and ends by its condition with what still runs', async () => {
    const engine = await anEngine({ store, databaseUrl: database.url });
    await engine.deploy([fixtureOf(import.meta.url)]);
    await engine.start('ad_hoc', { variables: { good: false } });
    expect(await engine.snapshot()).toMatchObject({ ended: false, tasks: [] });
    await engine.activate('draft');
    await engine.activate('check');
    await engine.activate('check');
    expect(await open(engine)).toEqual(['check', 'check', 'draft']);
    await engine.complete('Draft');
    expect(await open(engine)).toEqual(['check', 'check', 'improve']);
    await engine.complete('Check', { nth: 0, variables: { good: true } });
    expect(await engine.snapshot()).toMatchObject({ ended: true, endEvents: ['end'], tasks: [] });
  });

  it('refuses what cannot be started', async () => {
    const engine = await anEngine({ store, databaseUrl: database.url });
    await engine.deploy([fixtureOf(import.meta.url)]);
    const id = await engine.start('ad_hoc', { variables: { good: false } });
    const refused = { code: 'ENG_ACTIVATION_NOT_POSSIBLE' };
    await expect(engine.activate('improve', { instance: id })).rejects.toMatchObject(refused);
    await expect(engine.activate('end', { instance: id })).rejects.toMatchObject(refused);
    await engine.activate('draft', { instance: id });
    await engine.complete('Draft', { instance: id, variables: { good: true } });
    await expect(engine.activate('draft', { instance: id })).rejects.toMatchObject({
      code: 'ENG_INSTANCE_ENDED',
    });
  });
});

describe('an ad-hoc subprocess', () => {
  it('that is sequential runs one activity at a time', async () => {
    const engine = await begun('ordering="Sequential"', 'activeElements="= [&quot;a&quot;, &quot;c&quot;]"');
    expect(await open(engine)).toEqual(['a']);
    await expect(engine.activate('b')).rejects.toMatchObject({ code: 'ENG_ACTIVATION_NOT_POSSIBLE' });
    await engine.complete('A');
    expect(await open(engine)).toEqual(['c']);
    await engine.complete('C');
    expect((await engine.snapshot()).ended).toBe(true);
  });

  it('begins with what the diagram lists, and ends when that is done', async () => {
    const engine = await begun('', 'activeElements="= [&quot;a&quot;, &quot;b&quot;]"');
    expect(await open(engine)).toEqual(['a', 'b']);
    await engine.complete('A');
    expect((await engine.snapshot()).ended).toBe(false);
    await engine.complete('B');
    expect((await engine.snapshot()).ended).toBe(true);
  });

  it('without a list and a condition ends when everything has been done once', async () => {
    const engine = await begun('');
    for (const one of ['a', 'b', 'c']) {
      expect((await engine.snapshot()).ended).toBe(false);
      await engine.activate(one);
      await engine.complete(one.toUpperCase());
    }
    expect((await engine.snapshot()).ended).toBe(true);
  });

  it('waits for what still runs when it does not cancel it', async () => {
    const engine = await begun('cancelRemainingInstances="false"', '', '= ready');
    await engine.activate('a');
    await engine.activate('b');
    await engine.complete('A', { variables: { ready: true } });
    expect(await engine.snapshot()).toMatchObject({ ended: false, tasks: [{ element: 'b' }] });
    await expect(engine.activate('c')).rejects.toMatchObject({ code: 'ENG_ACTIVATION_NOT_POSSIBLE' });
    await engine.complete('B');
    expect((await engine.snapshot()).ended).toBe(true);
  });

  it('collects the results of what it waits for, too', async () => {
    const engine = await begun(
      'cancelRemainingInstances="false"',
      'outputCollection="all" outputElement="= said"',
      '= ready',
    );
    await engine.activate('a');
    await engine.activate('b');
    await engine.complete('A', { variables: { ready: true, said: 1 } });
    await engine.complete('B', { variables: { said: 2 } });
    expect(await engine.snapshot()).toMatchObject({ ended: true, variables: { all: [1, 2] } });
  });

  it('collects a result of everything that completes', async () => {
    const engine = await begun(
      '',
      'activeElements="= [&quot;a&quot;, &quot;b&quot;]" outputCollection="all" outputElement="= said"',
    );
    await engine.complete('A', { variables: { said: 1 } });
    await engine.complete('B', { variables: { said: 2 } });
    expect(await engine.snapshot()).toMatchObject({ ended: true, variables: { all: [1, 2] } });
  });

  it('becomes an incident when the list names something else', async () => {
    const engine = await begun('', 'activeElements="= [&quot;nothing&quot;]"');
    expect((await engine.snapshot()).incidents).toEqual([
      { element: 'ah', code: 'ENG_ACTIVATION_NOT_POSSIBLE' },
    ]);
  });

  it('goes with its instance', async () => {
    const engine = await begun('');
    await engine.activate('a');
    await engine.cancel();
    expect(await engine.snapshot()).toMatchObject({ ended: true, tasks: [] });
  });
});
