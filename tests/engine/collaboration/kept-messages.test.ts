/** Messages that wait for somebody: delivered once, whoever comes first, or told to have expired. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { anEngine } from '../../support/engine.ts';
import { aProcess } from '../../support/process-builder.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

describe.each(['memory', 'postgres'] as const)('a kept message on %s', (store) => {
  const setUp = async (message: string) => {
    const engine = await anEngine({ store, databaseUrl: database.url });
    await engine.deploy([
      aProcess(`waits_${store}`).start().receiveTask('wait', message, '= number').end().file(),
    ]);
    return engine;
  };
  const waiting = `waits_${store}`;

  it('is delivered as soon as somebody waits with its key, and once only', async () => {
    const engine = await setUp('early');
    await engine.message('early', { correlation: '1', variables: { said: 'first' }, timeToLive: 'PT1H' });
    const other = await engine.start(waiting, { variables: { number: 2 } });
    const id = await engine.start(waiting, { variables: { number: 1 } });
    await engine.runDueJobs();
    expect(await engine.snapshot(id)).toMatchObject({ ended: true, variables: { said: 'first' } });
    expect(await engine.snapshot(other)).toMatchObject({ ended: false });
    const late = await engine.start(waiting, { variables: { number: 1 } });
    await engine.runDueJobs();
    expect(await engine.snapshot(late)).toMatchObject({ ended: false, waiting: ['wait'] });
  });

  it('goes to who waits already, and is not kept then', async () => {
    const engine = await setUp('ready');
    const id = await engine.start(waiting, { variables: { number: 1 } });
    await engine.message('ready', { correlation: '1', timeToLive: 'PT1H' });
    expect((await engine.snapshot(id)).ended).toBe(true);
    const next = await engine.start(waiting, { variables: { number: 1 } });
    await engine.runDueJobs();
    expect((await engine.snapshot(next)).ended).toBe(false);
  });

  it('starts a process that is deployed later', async () => {
    const engine = await anEngine({ store, databaseUrl: database.url });
    await engine.message(`future ${store}`, { variables: { a: 1 }, timeToLive: 'PT1H' });
    await engine.deploy([
      aProcess(`future_${store}`).startMessage('s', `future ${store}`).userTask('t').end().file(),
    ]);
    await engine.runDueJobs();
    const started = await engine.started();
    expect((await engine.snapshot(started.at(-1))).tasks).toMatchObject([{ element: 't' }]);
  });

  it('is refused when its time to live is no duration', async () => {
    const engine = await setUp('odd');
    await expect(engine.message('odd', { timeToLive: 'an hour' })).rejects.toMatchObject({
      code: 'ENG_VARIABLE_INVALID',
    });
  });
});

it('expires, and then reaches nobody', async () => {
  const engine = await anEngine();
  await engine.deploy([aProcess('waits').start().receiveTask('wait', 'short').end().file()]);
  await engine.message('short', { timeToLive: 'PT1M' });
  await engine.advance('PT2M');
  const id = await engine.start('waits');
  await engine.runDueJobs();
  expect((await engine.snapshot(id)).ended).toBe(false);
});

it('may be thrown by a process: the diagram says how long it is kept', async () => {
  const engine = await anEngine();
  const { name, content } = aProcess('throws').start().throwMessage('throw', 'patient').end().file();
  const keeping = content.replace(
    /<message (id="[^"]*") name="patient"><\/message>|<message (id="[^"]*") name="patient"\/>/,
    (_all, id: string) =>
      `<message ${id} name="patient"><extensionElements><tl:correlation timeToLive="PT1H"/></extensionElements></message>`,
  );
  await engine.deploy([
    { name, content: keeping },
    aProcess('waits').start().receiveTask('wait', 'patient').end().file(),
  ]);
  const thrower = await engine.start('throws');
  await engine.runDueJobs();
  expect((await engine.snapshot(thrower)).ended).toBe(true);
  const id = await engine.start('waits');
  await engine.runDueJobs();
  expect((await engine.snapshot(id)).ended).toBe(true);
});

it('meets its subscription however closely both come', async () => {
  const engine = await anEngine({ store: 'postgres', databaseUrl: database.url });
  await engine.deploy([aProcess('meets').start().receiveTask('wait', 'meet', '= number').end().file()]);
  const numbers = Array.from({ length: 20 }, (_, index) => index);
  const ids = await Promise.all(
    numbers.flatMap((number) => [
      engine.start('meets', { variables: { number } }),
      engine.message('meet', { correlation: String(number), timeToLive: 'PT1H' }).then(() => null),
    ]),
  );
  await engine.runDueJobs();
  for (const id of ids.filter((one) => one !== null)) expect((await engine.snapshot(id)).ended).toBe(true);
});
