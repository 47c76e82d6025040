import { describe, expect, it } from 'vitest';
import type { HandlerResult, TaskHandler } from '#engine';
import { aProcess } from '../../support/process-builder.ts';
import { running } from '../../support/engine.ts';

const EXTENSIONS = `<tl:call subject="How are things after {{ ticket.subject }}?" offset="P7D" overdueAfter="P1D"/>
<tl:outcomes variable="result">
<tl:outcome code="good" label="All good"/>
<tl:outcome code="no-answer" label="No answer" effect="repeat" repeatMax="2" repeatEvery="P1D"/>
<tl:outcome code="later" label="Call me later" effect="reschedule"/>
</tl:outcomes>`;

const process = () =>
  aProcess()
    .start()
    .userTask('call', { name: 'Call', extensions: EXTENSIONS })
    .flow({ outcome: 'good' })
    .end('happy')
    .from('call')
    .flow({ outcome: 'no-answer' })
    .end('given_up');

/** A host that keeps what it was asked, and fails as often as it was told. */
function aHost({ failures = 0, on = 'crm.plan-call' } = {}) {
  const asked: { handler: string; input: Record<string, unknown>; effectKey: string }[] = [];
  let left = failures;
  const handler = (name: string): TaskHandler => ({
    mode: 'transaction',
    async run(input, { effectKey }): Promise<HandlerResult> {
      if (name === on && left > 0) {
        left -= 1;
        throw new Error('The calendar is not there.');
      }
      asked.push({ handler: name, input, effectKey });
      return { kind: 'ok', output: { activityId: 'a1' } };
    },
  });
  return {
    asked,
    handlers: { 'crm.plan-call': handler('crm.plan-call'), 'crm.end-call': handler('crm.end-call') },
  };
}

const records = { read: async () => [{ subject: 'the printer' }] };
const variables = { ticket: { $record: 'ticket', id: 't1' } };

describe('Create call', () => {
  it('plans the call with the host and becomes workable at its time', async () => {
    const host = aHost();
    const engine = await running([process()], { records, variables, handlers: host.handlers });
    expect(host.asked[0]!.input).toMatchObject({
      subject: 'How are things after the printer?',
      plannedAt: '2026-01-12T09:00:00.000Z',
      dueAt: '2026-01-13T09:00:00.000Z',
    });
    expect((await engine.story()).at(-2)).toBe(
      '#4 UserTaskCreated How are things after the printer? planned',
    );
    await engine.advance('P7D');
    expect((await engine.story()).at(-1)).toContain('UserTaskActivated');
  });

  it('repeats on no answer as often as drawn, then proceeds', async () => {
    const host = aHost();
    const engine = await running([process()], { records, variables, handlers: host.handlers });
    for (const _ of [1, 2, 3]) {
      await engine.advance('P7D');
      await engine.complete('call', { outcome: 'no-answer' });
    }
    expect(await engine.snapshot()).toMatchObject({ ended: true, endEvents: ['given_up'] });
    expect(host.asked.map((one) => one.handler)).toEqual([...Array(3).fill('crm.plan-call'), 'crm.end-call']);
    expect(host.asked[1]!.input).toMatchObject({ activityId: 'a1', attempt: 1 });
  });

  it('moves to the date that was asked for, and refuses one in the past', async () => {
    const host = aHost();
    const engine = await running([process()], { records, variables, handlers: host.handlers });
    await expect(
      engine.complete('call', { outcome: 'later', rescheduleTo: '2020-01-01' }),
    ).rejects.toMatchObject({
      code: 'ENG_RESCHEDULE_DATE_MISSING',
    });
    await engine.complete('call', { outcome: 'later', rescheduleTo: '2026-02-01T10:00:00Z' });
    expect(host.asked.at(-1)!.input).toMatchObject({ plannedAt: '2026-02-01T10:00:00.000Z' });
    expect((await engine.story()).join()).toContain('UserTaskRescheduled 2026-02-01T10:00:00.000Z attempt 0');
  });

  it('becomes an incident when the host cannot plan, with the same effect key on the retry', async () => {
    const host = aHost({ failures: 1 });
    const engine = await running([process()], { records, variables, handlers: host.handlers });
    expect((await engine.snapshot()).incidents).toEqual([{ element: 'call', code: 'ENG_HANDLER_FAILED' }]);
    await engine.resolveIncident('call');
    expect((await engine.snapshot()).tasks).toHaveLength(1);
  });

  it('keeps the completion when the host fails after it', async () => {
    const host = aHost({ failures: 1, on: 'crm.end-call' });
    const engine = await running([process()], { records, variables, handlers: host.handlers });
    await engine.complete('call', { outcome: 'good' });
    expect(await engine.snapshot()).toMatchObject({ tasks: [], incidents: [{ element: 'call' }] });
    await engine.resolveIncident('call');
    expect(await engine.snapshot()).toMatchObject({
      ended: true,
      endEvents: ['happy'],
      variables: { result: 'good' },
    });
  });

  it('tells the host when the call is taken away', async () => {
    const host = aHost();
    const engine = await running([process()], { records, variables, handlers: host.handlers });
    await engine.cancel();
    expect(host.asked.at(-1)).toMatchObject({
      handler: 'crm.end-call',
      input: { cancelled: true, activityId: 'a1' },
    });
  });
});
