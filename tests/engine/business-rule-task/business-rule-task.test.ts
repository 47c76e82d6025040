import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { anEngine, fixtureOf } from '../../support/engine.ts';
import { aProcess } from '../../support/process-builder.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const dmn = { name: 'dinner.dmn', content: readFileSync(new URL('./dinner.dmn', import.meta.url), 'utf8') };
const changed = {
  ...dmn,
  content: dmn.content.replace('"Roastbeef"</text></outputEntry>', '"Soup"</text></outputEntry>'),
};

const ruleTask = (id: string, decision: string) =>
  aProcess(id)
    .start()
    .raw('businessRuleTask', 'rule', { extensions: `<tl:decision ${decision}/>` })
    .end();

describe.each(['memory', 'postgres'] as const)('business rule task on the %s store', (store) => {
  const open = () => anEngine({ store, databaseUrl: database.url });

  it('makes decisions as each of the three dialects asks for them', async () => {
    const engine = await open();
    await engine.deploy([fixtureOf(import.meta.url), dmn]);
    await engine.start('dinner', { variables: { temperature: 5, guests: 8, guestsWithChildren: true } });
    const { variables, ended } = await engine.snapshot();
    expect(ended).toBe(true);
    expect(variables).toMatchObject({
      dish: 'Roastbeef',
      drinks: ['Bordeaux', 'Apple juice', 'Water'],
      again: 'Roastbeef!',
      rate: 4,
      chairs: 16,
    });
    expect(variables).not.toHaveProperty('decisionResult');
    expect(await engine.story()).toEqual(
      expect.arrayContaining([
        expect.stringContaining('DecisionEvaluated own season:2 dish:1'),
        expect.stringContaining('DecisionEvaluated seven season:2 dish:1 beverages:1,2,3'),
      ]),
    );
  });

  it('is bound to the latest version, to a number, or to its own deployment', async () => {
    const engine = await open();
    const bound = ruleTask('bound', 'ref="dish" binding="deployment" resultVariable="d"');
    const latest = ruleTask('latest', 'ref="dish" resultVariable="d"');
    await engine.deploy([bound.file(), latest.file(), dmn]);
    const variables = { temperature: 5, guests: 2 };
    await engine.start('bound', { variables });
    expect((await engine.snapshot()).variables.d).toBe('Roastbeef');
    await engine.deploy([changed]);
    const dishOf = async (process: string): Promise<unknown> => {
      await engine.start(process, { variables });
      return (await engine.snapshot()).variables.d;
    };
    expect(await dishOf('bound')).toBe('Roastbeef');
    expect(await dishOf('latest')).toBe('Soup');
    const first = store === 'memory' ? 1 : 2;
    await engine.deploy([
      ruleTask('old', `ref="dish" binding="version" version="${first}" resultVariable="d"`).file(),
    ]);
    expect(await dishOf('old')).toBe('Roastbeef');
  });
});

describe('a business rule task', () => {
  it('waits in an incident until its decision is there', async () => {
    const engine = await anEngine();
    await engine.deploy([ruleTask('late', 'ref="dish" resultVariable="d"').file()]);
    await engine.start('late', { variables: { temperature: 30, guests: 2 } });
    expect((await engine.snapshot()).incidents).toEqual([{ element: 'rule', code: 'ENG_DECISION_MISSING' }]);
    await engine.deploy([dmn]);
    await engine.resolveIncident('rule');
    expect((await engine.snapshot()).variables.d).toBe('Salad');
  });

  it.each([
    [
      'no decision of its deployment',
      ruleTask('p', 'ref="x" binding="deployment"'),
      'rule decision-not-deployed',
    ],
    ['no version', ruleTask('p', 'ref="x" binding="version"'), 'rule missing-version'],
  ])('is refused when there is %s', async (_what, process, expected) => {
    const engine = await anEngine();
    const refusal = (await engine.deploy([process.file()]).catch((error: unknown) => error)) as {
      details: { problems: { elementId: string; rule: string }[] };
    };
    expect(refusal.details.problems.map((one) => `${one.elementId} ${one.rule}`)).toContain(expected);
  });

  it('that gives more than its mapping takes becomes an incident', async () => {
    const engine = await anEngine();
    await engine.deploy([ruleTask('many', 'ref="beverages" mapResult="singleEntry"').file(), dmn]);
    await engine.start('many', { variables: { temperature: 1, guests: 1, guestsWithChildren: true } });
    expect((await engine.snapshot()).incidents).toEqual([{ element: 'rule', code: 'ENG_DECISION_FAILED' }]);
  });
});
