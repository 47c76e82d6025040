import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestEngineOptions } from '#engine/testing';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { anEngine, fixtureOf, running } from '../../support/engine.ts';
import { aProcess, io } from '../../support/process-builder.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

describe.each(['memory', 'postgres'] as const)('data on the %s store', (store) => {
  const written: Record<string, unknown>[] = [];
  const options: TestEngineOptions = {
    store,
    records: { read: async (refs) => refs.map(({ id }) => ({ id, weight: 3 })) },
    handlers: {
      'crm.update-record': {
        mode: 'transaction',
        run: async (input) => {
          written.push(input);
          return { kind: 'ok', output: {} };
        },
      },
    },
  };

  it('moves through data objects, inputs, outputs, properties and stores', async () => {
    const engine = await anEngine({ ...options, databaseUrl: database.url });
    await engine.deploy([fixtureOf(import.meta.url)]);
    await engine.start('data', { variables: { base: 5, ticketId: 't1' } });
    expect((await engine.snapshot()).variables).toEqual({
      base: 5,
      ticketId: 't1',
      'Sales order': { total: 50, paid: 300 },
    });
    await engine.complete('note', { variables: { note: 'hello' } });
    expect(written).toEqual([{ record: { $record: 'ticket', id: 't1' }, note: 'hello', subject: 't1!' }]);
    const { ended, variables } = await engine.snapshot();
    expect(ended).toBe(true);
    // The data object of the subprocess was its own.
    expect(variables).toMatchObject({ note: 'hello', seen: true });
    expect(variables).not.toHaveProperty('draft');
  });

  it('keeps the inputs of a waiting activity to itself until it is left', async () => {
    const engine = await running(
      [
        aProcess('local')
          .start()
          .userTask('t', {
            extensions: io({ limit: '= base * 2', twice: '= limit * 2' }, { left: '= twice + given' }),
          })
          .end(),
      ],
      { ...options, databaseUrl: database.url, variables: { base: 1 } },
    );
    await engine.setVariables({ base: 100 });
    expect((await engine.snapshot()).variables).toEqual({ base: 100 });
    await engine.complete('t', { variables: { given: 3 } });
    expect((await engine.snapshot()).variables).toEqual({ base: 100, left: 7 });
  });
});

it('stops where the record of a data store is not named', async () => {
  const engine = await anEngine({
    handlers: { 'crm.update-record': { mode: 'transaction', run: async () => ({ kind: 'ok', output: {} }) } },
  });
  await engine.deploy([fixtureOf(import.meta.url)]);
  await engine.start('data', { variables: { base: 5 } });
  await engine.complete('note', { variables: { note: 'x' } });
  expect((await engine.snapshot()).incidents).toEqual([{ element: 'note', code: 'ENG_RECORD_MISSING' }]);
  await engine.setVariables({ ticketId: 't2' });
  await engine.resolveIncident('note');
  expect((await engine.snapshot()).ended).toBe(true);
});

it('refuses a choice between input sets', async () => {
  const engine = await anEngine();
  const content =
    '<ioSpecification><inputSet id="a"/><inputSet id="b"/><outputSet id="c"/></ioSpecification>';
  const process = aProcess().start().task('t', { content }).end();
  await expect(engine.deploy([process.file()])).rejects.toMatchObject({
    details: { problems: [expect.objectContaining({ elementId: 't', rule: 'several-input-sets' })] },
  });
});
