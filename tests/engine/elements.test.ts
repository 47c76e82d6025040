/** Element ⇄ behaviour ⇄ test ⇄ diagram ⇄ support matrix: adding one without the others fails here. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const text = (path: string): string => readFileSync(`${root}/${path}`, 'utf8');
const kebab = (kind: string): string => kind.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const registered = /BEHAVIOURS[^{]*\{[^}]*\} = \{([^}]*)\}/.exec(text('engine/elements/registry.ts'))![1]!;
const kinds = [...registered.matchAll(/(\w+),/g)].map((match) => match[1]!);
const matrix = [...text('engine/README.md').matchAll(/^\| `(\w+)`\s*\|/gm)].map((match) => match[1]!);

describe('every kind of element', () => {
  it('is found in the registry', () => {
    expect(kinds.length).toBeGreaterThanOrEqual(15);
  });

  it('has a row in the support matrix, and every row a kind', () => {
    expect([...matrix].sort()).toEqual([...kinds].sort());
  });

  it.each(kinds)('%s has a type, a behaviour, a test and its diagram', (kind) => {
    const file = kebab(kind);
    expect(text('engine/definition/model.ts')).toContain(`readonly type: '${kind}'`);
    const groups = readdirSync(`${root}/engine/elements`);
    expect(groups.some((group) => existsSync(`${root}/engine/elements/${group}/${file}.ts`))).toBe(true);
    expect(existsSync(`${root}/tests/engine/${file}/${file}.test.ts`)).toBe(true);
    expect(existsSync(`${root}/tests/engine/${file}/${file}.bpmn`)).toBe(true);
  });

  it('is the business of the registry alone: nobody else tests an element type', () => {
    const files = ['elements', 'execution', 'decide'].flatMap((folder) =>
      readdirSync(`${root}/engine/${folder}`, { recursive: true, encoding: 'utf8' }).map(
        (file) => `engine/${folder}/${file}`,
      ),
    );
    const sources = files.filter((file) => file.endsWith('.ts') && !file.endsWith('registry.ts'));
    expect(sources.filter((file) => /element\.type\s*[=!]==/.test(text(file)))).toEqual([]);
  });

  it('cites the clause of BPMN that it implements', () => {
    for (const group of ['tasks', 'gateways', 'events', 'containers']) {
      for (const file of readdirSync(`${root}/engine/elements/${group}`).filter((name) =>
        name.endsWith('.ts'),
      )) {
        expect(text(`engine/elements/${group}/${file}`).slice(0, 400), file).toMatch(/BPMN 2\.0\.2 §/);
      }
    }
  });
});
