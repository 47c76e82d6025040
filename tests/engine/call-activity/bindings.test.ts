/** Which version a call activity calls, how its process is named, and what goes in and comes out. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestEngine } from '#engine/testing';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { anEngine } from '../../support/engine.ts';
import { aProcess, io } from '../../support/process-builder.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const CAMUNDA = 'xmlns:camunda="http://camunda.org/schema/1.0/bpmn"';
const ZEEBE = 'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"';

/** The called process in a version that says which one it is. */
const version = (which: string, tag?: string) =>
  aProcess('called', tag ? `<tl:process versionTag="${tag}"/>` : '')
    .start()
    .scriptTask('say', `= { which: "${which}" }`, 'feel')
    .end()
    .file();

const caller = (settings: string, id = 'caller') =>
  aProcess(id)
    .start()
    .callActivity('call', 'called', { extensions: `<tl:calledElement ${settings}/>` })
    .end()
    .file();

async function whichIsCalled(engine: TestEngine): Promise<unknown> {
  const id = await engine.start('caller');
  const { variables, incidents } = await engine.snapshot(id);
  return incidents[0] ?? variables.which;
}

describe.each(['memory', 'postgres'] as const)('the called version on %s', (store) => {
  const fresh = () => anEngine({ store, databaseUrl: database.url });

  it('is the latest, the one of the same deployment, a number, or the newest with a tag', async () => {
    const engine = await fresh();
    await engine.deploy([version('first', 'blue')]);
    await engine.deploy([
      version('second', 'green'),
      caller('binding="deployment"'),
      caller('binding="latest"', 'latest'),
    ]);
    await engine.deploy([version('third')]);
    expect(await whichIsCalled(engine)).toBe('second');
    await engine.start('latest');
    expect((await engine.snapshot()).variables.which).toBe('third');
    const { definitions } = await engine.deploy([version('fourth')]);
    const first = definitions[0]!.version - 3;
    await engine.deploy([caller(`binding="version" version="${first}"`)]);
    expect(await whichIsCalled(engine)).toBe('first');
    await engine.deploy([caller(`binding="version" version="= ${first} + 1"`)]);
    expect(await whichIsCalled(engine)).toBe('second');
    await engine.deploy([caller('binding="versionTag" versionTag="blue"')]);
    expect(await whichIsCalled(engine)).toBe('first');
    await engine.deploy([version('fifth', 'blue')]);
    expect(await whichIsCalled(engine)).toBe('fifth');
    await engine.deploy([caller('binding="versionTag" versionTag="yellow"')]);
    expect(await whichIsCalled(engine)).toEqual({ element: 'call', code: 'ENG_CALLED_PROCESS_MISSING' });
  });
});

describe('the called process', () => {
  it('may be named by an expression', async () => {
    const engine = await anEngine();
    await engine.deploy([version('first'), caller('process="= target"')]);
    await engine.start('caller', { variables: { target: 'called' } });
    expect((await engine.snapshot()).variables.which).toBe('first');
    await engine.start('caller', { variables: { target: 'nobody' } });
    expect((await engine.snapshot()).incidents).toEqual([
      { element: 'call', code: 'ENG_CALLED_PROCESS_MISSING' },
    ]);
  });

  it('is refused at deployment when nothing is called, or the binding is incomplete', async () => {
    const engine = await anEngine();
    await expect(engine.deploy([caller('binding="version"')])).rejects.toMatchObject({
      details: {
        problems: expect.arrayContaining([
          expect.objectContaining({ rule: 'incomplete-binding', elementId: 'call' }),
        ]),
      },
    });
  });

  it('has the business key that the call names, and else its caller’s', async () => {
    const engine = await anEngine();
    const asks = aProcess('called').start().scriptTask('say', '= { key: businessKey }', 'feel').end().file();
    await engine.deploy([asks, caller('businessKey="= number"')]);
    await engine.start('caller', { businessKey: 'own', variables: { number: 7 } });
    expect((await engine.snapshot()).variables.key).toBe('7');
    await engine.deploy([caller('')]);
    await engine.start('caller', { businessKey: 'own' });
    expect((await engine.snapshot()).variables.key).toBe('own');
  });
});

describe('what goes in and comes out', () => {
  const called = aProcess('called')
    .start()
    .scriptTask('make', '= { made: 2, hidden: 3 }', 'feel')
    .end()
    .file();

  it('is everything beside the mapped, when the diagram says so', async () => {
    const engine = await anEngine();
    const extensions = `<tl:calledElement allIn="true" allOut="true"/>${io({ b: '= a + 1' }, { c: '= made' })}`;
    await engine.deploy([
      called,
      aProcess('caller').start().callActivity('call', 'called', { extensions }).end().file(),
    ]);
    await engine.start('caller', { variables: { a: 1 } });
    const { variables, children } = await engine.snapshot();
    expect(children[0]!.variables).toMatchObject({ a: 1, b: 2 });
    expect(variables).toMatchObject({ a: 1, b: 2, made: 2, hidden: 3, c: 2 });
  });

  it.each([
    [
      'Camunda 7 mappings',
      '<camunda:in source="a" target="x"/><camunda:in businessKey="${k}"/><camunda:out source="made" target="y"/>',
      { x: 1 },
      { a: 1, k: 'key', y: 2 },
    ],
    ['Camunda 7 without mappings', '', {}, { a: 1, k: 'key' }],
    [
      'Camunda 7 with all',
      '<camunda:in variables="all"/><camunda:out variables="all"/>',
      { a: 1, k: 'key' },
      { a: 1, k: 'key', made: 2, hidden: 3 },
    ],
    [
      'Camunda 8 without propagation',
      '<zeebe:calledElement processId="called" propagateAllParentVariables="false" propagateAllChildVariables="false"/><zeebe:ioMapping><zeebe:input source="=a" target="x"/></zeebe:ioMapping>',
      { x: 1 },
      { a: 1, k: 'key' },
    ],
    [
      'Camunda 8 with an expression and outputs',
      '<zeebe:calledElement processId="=&quot;called&quot;"/><zeebe:ioMapping><zeebe:output source="=made" target="y"/></zeebe:ioMapping>',
      { a: 1, k: 'key' },
      { a: 1, k: 'key', y: 2 },
    ],
  ])('%s', async (_name, extensions, inside, outside) => {
    const engine = await anEngine();
    const { name, content } = aProcess('caller')
      .start()
      .callActivity('call', 'called', { extensions })
      .end()
      .file();
    const declared = content.replace('<definitions ', `<definitions ${CAMUNDA} ${ZEEBE} `);
    await engine.deploy([called, { name, content: declared }]);
    await engine.start('caller', { variables: { a: 1, k: 'key' } });
    const { variables, children } = await engine.snapshot();
    const { made: _made, hidden: _hidden, ...given } = children[0]!.variables;
    expect(given).toEqual(inside);
    expect(variables).toEqual(outside);
  });
});

describe('a global task', () => {
  const file = (task: string) => ({
    name: 'global.bpmn',
    content: `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:tl="urn:throughline:bpmn:1" id="d" targetNamespace="urn:t">${task}</definitions>`,
  });
  const calling = aProcess('caller').start().callActivity('call', 'g').end().file();

  it('is called by its id: a person’s task', async () => {
    const engine = await anEngine();
    const task =
      '<globalUserTask id="g" name="Sign"><extensionElements><tl:assignment kind="user" value="anna"/></extensionElements></globalUserTask>';
    await engine.deploy([file(task), calling]);
    await engine.start('caller');
    expect((await engine.snapshot()).children[0]!.tasks).toMatchObject([
      { element: 'g', name: 'Sign', assignee: 'anna' },
    ]);
    await engine.complete('Sign', { variables: { signed: true } });
    expect(await engine.snapshot()).toMatchObject({ ended: true, variables: { signed: true } });
  });

  it('is offered to whom its resources name', async () => {
    const engine = await anEngine();
    const role = (kind: string, who: string) =>
      `<${kind}><resourceAssignmentExpression><formalExpression>${who}</formalExpression></resourceAssignmentExpression></${kind}>`;
    const task = `<globalUserTask id="g" name="Sign">${role('humanPerformer', 'anna')}${role('potentialOwner', 'user(kermit), group(sales)')}</globalUserTask>`;
    await engine.deploy([file(task), calling]);
    await engine.start('caller');
    expect((await engine.snapshot()).children[0]!.tasks).toMatchObject([
      { element: 'g', assignee: 'anna', candidateGroups: ['sales'] },
    ]);
  });

  it('is offered to the groups that its resources are called', async () => {
    const engine = await anEngine();
    const role = (kind: string) => `<${kind}><resourceRef>${kind}</resourceRef></${kind}>`;
    const task = `<resource id="potentialOwner" name="sales"/><resource id="humanPerformer" name="support"/>
      <globalUserTask id="g" name="Sign">${role('humanPerformer')}${role('potentialOwner')}</globalUserTask>`;
    await engine.deploy([file(task), calling]);
    await engine.start('caller');
    const [signing] = (await engine.snapshot()).children[0]!.tasks;
    expect(signing).toMatchObject({ element: 'g' });
    expect(signing!.candidateGroups).toEqual(['support', 'sales']);
  });

  it('decides by its decision', async () => {
    const engine = await anEngine();
    const task =
      '<globalBusinessRuleTask id="g"><extensionElements><tl:decision ref="dish" resultVariable="served"/></extensionElements></globalBusinessRuleTask>';
    const dinner = new URL('../business-rule-task/dinner.dmn', import.meta.url);
    await engine.deploy([file(task), calling, { name: 'dinner.dmn', content: readFileSync(dinner, 'utf8') }]);
    await engine.start('caller', { variables: { temperature: 5, guests: 8 } });
    expect(await engine.snapshot()).toMatchObject({ ended: true, variables: { served: 'Roastbeef' } });
  });

  it('that would choose between sets of inputs is refused', async () => {
    const engine = await anEngine();
    const sets =
      '<ioSpecification><dataInput id="a" name="a"/><inputSet><dataInputRefs>a</dataInputRefs></inputSet><inputSet/><outputSet/></ioSpecification>';
    await expect(
      engine.deploy([file(`<globalUserTask id="g">${sets}</globalUserTask>`), calling]),
    ).rejects.toMatchObject({
      details: {
        problems: expect.arrayContaining([
          expect.objectContaining({ rule: 'several-input-sets', elementId: 'g' }),
        ]) as unknown,
      },
    });
  });

  it.each([
    [
      'a script',
      '<globalScriptTask id="g" scriptLanguage="feel"><script>= { made: 1 }</script></globalScriptTask>',
    ],
    ['a manual one', '<globalManualTask id="g"/>'],
    ['an undefined one', '<globalTask id="g"/>'],
  ])('%s', async (_name, task) => {
    const engine = await anEngine();
    await engine.deploy([file(task), calling]);
    await engine.start('caller');
    expect(await engine.snapshot()).toMatchObject({ ended: true, children: [{ visited: { g: 1 } }] });
  });
});
