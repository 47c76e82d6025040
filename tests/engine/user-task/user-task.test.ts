import { describe, expect, it } from 'vitest';
import { aProcess } from '../../support/process-builder.ts';
import { anEngine, fixtureOf, running } from '../../support/engine.ts';

describe('user task', () => {
  it('is assigned, due and prioritised as drawn', async () => {
    const engine = await anEngine();
    await engine.deploy([fixtureOf(import.meta.url)]);
    await engine.start('user_task');
    expect((await engine.snapshot()).tasks).toEqual([
      { element: 'ask', name: 'Ask the customer', assignee: 'maria', candidateGroups: [] },
    ]);
  });

  it.each([
    ['good', 'happy', 'the code on the flow'],
    ['more', 'sold', 'the label as name of the flow'],
  ])('takes the flow of outcome %s, which ends in %s, by %s', async (outcome, end) => {
    const engine = await anEngine();
    await engine.deploy([fixtureOf(import.meta.url)]);
    await engine.start('user_task');
    await engine.complete('ask', { outcome, variables: { remark: 'fine' } });
    expect(await engine.snapshot()).toMatchObject({
      endEvents: [end],
      variables: { result: outcome, remark: 'fine' },
    });
  });

  it('refuses an outcome that is not drawn', async () => {
    const engine = await anEngine();
    await engine.deploy([fixtureOf(import.meta.url)]);
    await engine.start('user_task');
    await expect(engine.complete('ask', { outcome: 'other' })).rejects.toMatchObject({
      code: 'ENG_OUTCOME_UNKNOWN',
    });
  });

  it('takes its executor from the innermost lane', async () => {
    const lanes = `<laneSet id="lanes"><lane id="office" name="Office"><extensionElements><tl:assignment kind="department" value="sales"/></extensionElements><flowNodeRef>work</flowNodeRef></lane></laneSet>`;
    const file = aProcess().start().userTask('work').end().file();
    const content = file.content.replace('<startEvent', `${lanes}<startEvent`);
    const engine = await anEngine();
    await engine.deploy([{ ...file, content }]);
    await engine.start('process');
    expect((await engine.snapshot()).tasks).toMatchObject([{ candidateGroups: ['department:sales'] }]);
  });

  it('names its executor by an expression, and becomes an incident when that names nobody', async () => {
    const extensions = '<tl:assignment kind="expression" value="= boss"/>';
    const engine = await running([aProcess().start().userTask('work', { extensions }).end()]);
    expect((await engine.snapshot()).incidents).toMatchObject([{ code: 'ENG_EXECUTOR_FAILED' }]);
    await engine.setVariables({ boss: 'olga' });
    await engine.resolveIncident('work');
    expect((await engine.snapshot()).tasks).toMatchObject([{ assignee: 'olga' }]);
  });

  it('maps only what the outputs name', async () => {
    const extensions = '<tl:io><tl:output name="approved">= decision = "yes"</tl:output></tl:io>';
    const engine = await running([aProcess().start().userTask('ask', { extensions }).end()]);
    await engine.complete('ask', { variables: { decision: 'yes', noise: 1 } });
    expect((await engine.snapshot()).variables).toEqual({ approved: true });
  });

  it('keeps the completion when what follows fails', async () => {
    const process = aProcess().start().userTask('ask').flow({ condition: '= amount + 1' }).end().from('ask');
    const engine = await running([process], { variables: { amount: 1 } });
    await engine.complete('ask');
    expect(await engine.snapshot()).toMatchObject({
      tasks: [],
      incidents: [{ element: 'ask', code: 'ENG_CONDITION_NOT_BOOLEAN' }],
    });
  });
});
