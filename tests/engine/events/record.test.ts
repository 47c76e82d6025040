/** Record events of our own: they start, are caught, interrupt, and notice silence. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { anEngine, running } from '../../support/engine.ts';
import { aProcess } from '../../support/process-builder.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const T1 = '00000000-0000-7000-8000-0000000000a1';
const T2 = '00000000-0000-7000-8000-0000000000a2';
const ticket = { ticket: { $record: 'ticket', id: T1 } };
const solved = { record: 'entity="ticket" change="changed" field="status" to="solved"' };
const change = (to: string) => ({ kind: 'changed', fields: { status: { from: 'open', to } } }) as const;
const records = { read: async (refs: readonly unknown[]) => refs.map(() => ({ type: 'question' })) };

describe('record event', () => {
  it.each(['memory', 'postgres'] as const)('is caught for the bound record alone on %s', async (store) => {
    const process = aProcess('bound').start().catchOn('solved', solved).end('done');
    const engine = await running([process], { store, databaseUrl: database.url, variables: ticket });
    await engine.recordEvent('ticket', { id: T2 }, change('solved'));
    await engine.recordEvent('ticket', { id: T1 }, change('pending'));
    expect((await engine.snapshot()).ended).toBe(false);
    await engine.recordEvent('ticket', { id: T1 }, change('solved'));
    expect(await engine.snapshot()).toMatchObject({ ended: true, endEvents: ['done'] });
  });

  it('of a new record is caught by its filter, and puts the record into its variable', async () => {
    const created = {
      record: 'entity="ticket" change="created" variable="reply" filter="= reply.type = wanted"',
    };
    const engine = await running([aProcess().start().catchOn('new', created).end()], {
      records,
      variables: { ...ticket, wanted: 'question' },
    });
    await engine.recordEvent('ticket', { id: T2 }, { kind: 'created' });
    expect(await engine.snapshot()).toMatchObject({
      ended: true,
      variables: { ...ticket, reply: { $record: 'ticket', id: T2 } },
    });
  });

  it('interrupts at a boundary event, or happens beside it each time', async () => {
    const process = aProcess().start().userTask('work').end('worked');
    process.boundary('touched', 'work', { record: 'entity="ticket" change="changed"' }, false).end('noted');
    process.boundary('solved', 'work', solved).end('stopped');
    const engine = await running([process], { variables: ticket });
    await engine.recordEvent('ticket', { id: T1 }, change('pending'));
    await engine.recordEvent('ticket', { id: T1 }, change('open'));
    expect((await engine.snapshot()).endEvents).toEqual(['noted', 'noted']);
    await engine.recordEvent('ticket', { id: T1 }, change('solved'));
    expect(await engine.snapshot()).toMatchObject({ ended: true, tasks: [] });
  });

  it('starts an event subprocess beside the rest, each time', async () => {
    const process = aProcess()
      .start()
      .userTask('work')
      .end()
      .eventSubProcess('esp', (p) => p.startOn('touched', solved, false).userTask('look').end('e2'));
    const engine = await running([process], { variables: ticket });
    await engine.recordEvent('ticket', { id: T1 }, change('solved'));
    await engine.recordEvent('ticket', { id: T1 }, change('solved'));
    expect((await engine.snapshot()).tasks.map((task) => task.element).sort()).toEqual([
      'look',
      'look',
      'work',
    ]);
  });

  it('starts an event subprocess', async () => {
    const process = aProcess()
      .start()
      .userTask('work')
      .end()
      .eventSubProcess('esp', (p) =>
        p
          .startOn('stage', { record: 'entity="ticket" change="stageEntered" field="status" to="solved"' })
          .userTask('close')
          .end('e2'),
      );
    const engine = await running([process], { variables: ticket });
    await engine.recordEvent('ticket', { id: T1 }, change('solved'));
    expect(await engine.snapshot()).toMatchObject({ tasks: [{ element: 'close' }] });
  });
});

describe('silence of a record', () => {
  const silent = { record: 'entity="ticket" change="silent" after="P3D"' };
  let touchedAt: string | null = null;
  const touched = { read: async (refs: readonly unknown[]) => refs.map(() => ({ updated_at: touchedAt })) };

  it('interrupts when nothing happened for so long since it was touched last', async () => {
    touchedAt = '2026-01-05T09:00:00Z';
    const process = aProcess().start().userTask('wait').end('answered');
    process.boundary('silent', 'wait', silent).end('gave_up');
    const engine = await running([process], { records: touched, variables: ticket });
    expect((await engine.snapshot()).timers).toEqual([
      { element: 'silent', dueAt: '2026-01-08T09:00:00.000Z' },
    ]);
    await engine.advance('P2D');
    touchedAt = '2026-01-07T09:00:00Z';
    await engine.advance('P2D');
    expect(await engine.snapshot()).toMatchObject({
      ended: false,
      timers: [{ element: 'silent', dueAt: '2026-01-10T09:00:00.000Z' }],
    });
    await engine.advance('P1D');
    expect(await engine.snapshot()).toMatchObject({ ended: true, endEvents: ['gave_up'] });
  });

  it('without a record to watch is an incident', async () => {
    const process = aProcess().start().catchOn('silent', silent).end();
    const engine = await running([process], { records: touched });
    expect(await engine.snapshot()).toMatchObject({
      incidents: [{ element: 'silent', code: 'ENG_RECORD_MISSING' }],
    });
  });

  it.each(['memory', 'postgres'] as const)('starts a process once per silence on %s', async (store) => {
    const engine = await anEngine({ store, databaseUrl: database.url, records: touched });
    await engine.deploy([aProcess('forgotten').startOn('silent', silent).userTask('call').end().file()]);
    const [day, id] = ['P1D', '00000000-0000-7000-8000-0000000000b1'];
    touchedAt = null;
    await engine.recordEvent('ticket', { id }, change('open'));
    await engine.recordEvent('ticket', { id }, change('pending'));
    await engine.started();
    await engine.advance(day);
    expect(await engine.started()).toHaveLength(0);
    await engine.advance('P2D');
    expect(await engine.started()).toHaveLength(1);
    expect(await engine.snapshot()).toMatchObject({ variables: { ticket: { $record: 'ticket', id } } });
    await engine.advance('P9D');
    expect(await engine.started()).toHaveLength(0);
  });
});
