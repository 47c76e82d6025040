/**
 * One rule set for designer and deployment: each fixture of each rule is deployed, and the engine refuses exactly those in
 * which a rule finds an error. What only the engine can tell is named here, and in docs/lint-rules.md.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EngineRejection } from '#engine';
import { lintDiagram, RULES } from '#lint';
import { KNOWN_ACTIONS, readDiagram } from '#moddle';
import { anEngine } from '../../support/engine.ts';

interface Problem {
  readonly rule: string;
  readonly severity: string;
}

const done = { mode: 'transaction', run: async () => ({ kind: 'ok' as const, output: {} }) } as const;
const handlers = Object.fromEntries(KNOWN_ACTIONS.map(({ type }) => [type, done]));

async function errorsAtDeployment(content: string): Promise<readonly string[]> {
  const engine = await anEngine({ handlers });
  try {
    await engine.deploy([{ name: 'fixture.bpmn', content }]);
    return [];
  } catch (error) {
    if (!(error instanceof EngineRejection)) throw error;
    const { problems } = error.details as { readonly problems: readonly Problem[] };
    return problems.filter(({ severity }) => severity === 'error').map(({ rule }) => rule);
  }
}

async function errorsOfRules(content: string): Promise<readonly string[]> {
  const { definitions, warnings } = await readDiagram(content);
  // The reader drops a second use of an id, and says so in the rule's place.
  if (warnings.some((warning) => warning.includes('duplicate ID'))) return ['duplicate-id'];
  return lintDiagram(definitions, { actions: KNOWN_ACTIONS })
    .filter(({ severity }) => severity === 'error')
    .map(({ rule }) => rule);
}

describe.each(RULES.map(({ id }) => id))('%s', (id) => {
  it.each(['good', 'bad'])('%s: the engine refuses what the rules call an error', async (name) => {
    const content = readFileSync(new URL(`./${id}/${name}.bpmn`, import.meta.url), 'utf8');
    const refused = await errorsAtDeployment(content);
    const called = await errorsOfRules(content);
    expect({ isRefused: refused.length > 0, refused }).toEqual({ isRefused: called.length > 0, refused });
  });
});

it('names in docs/lint-rules.md what only the engine says', () => {
  const folder = new URL('../../../engine/definition/', import.meta.url);
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(new URL(name, folder), 'utf8'))
    .join('\n');
  const told = /(?:(?:report|problem)\(\s*(?:'(?:error|warning)',\s*)?|rule: )'([a-z]+-[a-z-]+)'/g;
  const rules = new Set(RULES.map(({ id }) => id));
  const own = new Set([...sources.matchAll(told)].map(([, id]) => id!).filter((id) => !rules.has(id)));
  const text = readFileSync('docs/lint-rules.md', 'utf8');
  expect(own.size).toBeGreaterThan(5);
  expect([...own].filter((id) => !text.includes(`\`${id}\``))).toEqual([]);
});
