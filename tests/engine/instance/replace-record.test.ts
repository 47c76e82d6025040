/** Two records became one: what runs on the one runs on the other, and comes back. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { anEngine, running } from '../../support/engine.ts';
import { aProcess } from '../../support/process-builder.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const LOSER = { $record: 'account', id: '00000000-0000-7000-8000-0000000000b1' };
const WINNER = { $record: 'account', id: '00000000-0000-7000-8000-0000000000b2' };
const OTHER = { $record: 'account', id: '00000000-0000-7000-8000-0000000000b3' };
const changed = { kind: 'changed', fields: { city: { from: 'Riga', to: 'Perm' } } } as const;
const touched = { record: 'entity="account" change="changed" variable="client"' };

describe.each(['memory', 'postgres'] as const)('a record that became another, on %s', (store) => {
  const stored = () => ({ store, databaseUrl: database.url });

  it('is the other in every variable, and again the one in those that still hold it', async () => {
    const process = aProcess(`holding_${store}`).start().userTask('work').end();
    const variables = {
      client: LOSER,
      winner: WINNER,
      all: [LOSER, OTHER, { deep: LOSER }],
      note: LOSER.id,
    };
    const engine = await running([process], { ...stored(), variables });
    const places = await engine.replaceRecord(LOSER, WINNER);
    expect((await engine.snapshot()).variables).toEqual({
      client: WINNER,
      winner: WINNER,
      all: [WINNER, OTHER, { deep: WINNER }],
      note: LOSER.id,
    });
    expect(places.map(({ variable, path }) => [variable, ...path].join('.')).sort()).toEqual([
      'all.0',
      'all.2.deep',
      'client',
    ]);
    await engine.setVariables({ all: [OTHER] });
    await engine.replaceRecord(WINNER, LOSER, places);
    expect((await engine.snapshot()).variables).toMatchObject({
      client: LOSER,
      winner: WINNER,
      all: [OTHER],
    });
    await engine.complete('work');
    expect(await engine.replaceRecord(LOSER, WINNER)).toEqual([]);
  });

  it('reaches called instances and whoever waits for a change of it', async () => {
    const parent = aProcess(`calling_${store}`).start().callActivity('call', `called_${store}`).end();
    const called = aProcess(`called_${store}`).start().catchOn('touched', touched).end('reached');
    const engine = await running([parent, called], { ...stored(), variables: { client: LOSER } });
    const places = await engine.replaceRecord(LOSER, WINNER);
    expect(places).toHaveLength(2);
    await engine.replaceRecord(WINNER, LOSER, places);
    await engine.recordEvent('account', WINNER, changed);
    expect((await engine.snapshot()).ended).toBe(false);
    await engine.replaceRecord(LOSER, WINNER);
    await engine.recordEvent('account', WINNER, changed);
    expect((await engine.snapshot()).ended).toBe(true);
  });

  it('is looked at again by conditions, which see the other', async () => {
    const cities: Record<string, string> = { [LOSER.id]: 'Riga', [WINNER.id]: 'Perm' };
    const engine = await running(
      [
        aProcess(`conditional_${store}`)
          .start()
          .catchOn('moved', { condition: '= client.city = "Perm"' })
          .end('there'),
      ],
      {
        ...stored(),
        records: { read: async (refs) => refs.map(({ id }) => ({ city: cities[id] ?? '' })) },
        variables: { client: LOSER },
      },
    );
    await engine.replaceRecord(LOSER, WINNER);
    expect(await engine.snapshot()).toMatchObject({ ended: true, endEvents: ['there'] });
  });
});

describe('a wait for silence', () => {
  it('is for the other record from then on', async () => {
    const touchedAt: Record<string, string> = {
      [LOSER.id]: '2026-01-05T09:00:00.000Z',
      [WINNER.id]: '2026-01-06T09:00:00.000Z',
    };
    const engine = await anEngine({
      records: { read: async (refs) => refs.map(({ id }) => ({ lastActivityAt: touchedAt[id] ?? '' })) },
    });
    const silent = { record: 'entity="account" change="silent" variable="client" after="P2D"' };
    await engine.deploy([aProcess('silence').start().catchOn('silent', silent).end().file()]);
    await engine.start('silence', { variables: { client: LOSER } });
    await engine.replaceRecord(LOSER, WINNER);
    await engine.advance('P2DT1H');
    expect((await engine.snapshot()).ended).toBe(false);
    await engine.advance('P1D');
    expect(await engine.snapshot()).toMatchObject({ ended: true, variables: { client: WINNER } });
  });
});
