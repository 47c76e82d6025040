/**
 * Each rule against its two diagrams: `good.bpmn` is clean for the whole set, in `bad.bpmn` the rule finds exactly
 * the elements whose id begins with `bad_`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { lintDiagram, RULES, translateFinding } from '#lint';
import { createElement, KNOWN_ACTIONS, readDiagram, type ModdleElement } from '#moddle';

const fixture = (rule: string, name: string): string =>
  readFileSync(new URL(`./${rule}/${name}.bpmn`, import.meta.url), 'utf8');

describe.each(RULES.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  it('finds nothing in the good diagram', async () => {
    const { definitions } = await readDiagram(fixture(id, 'good'));
    expect(lintDiagram(definitions, { actions: KNOWN_ACTIONS })).toEqual([]);
  });

  it('finds the bad elements', async () => {
    const xml = fixture(id, 'bad');
    const { definitions, warnings } = await readDiagram(xml);
    // The reader itself drops a second use of an id, so this rule is shown on a built diagram below.
    if (id === 'duplicate-id') return expect(warnings.join()).toContain('duplicate ID');
    const found = lintDiagram(definitions, { actions: KNOWN_ACTIONS }).filter(
      (finding) => finding.rule === id,
    );
    const expected = new Set([...xml.matchAll(/ id="(bad_\w+)"/g)].map((match) => match[1]));
    expect(new Set(found.map((finding) => finding.elementId))).toEqual(expected);
    for (const finding of found) {
      expect(finding.severity).toBe(rule.severity);
      expect(finding.message).not.toMatch(/[{}]/);
      expect(translateFinding(finding, 'ru')).toMatch(/[а-я]/);
      expect(translateFinding(finding, 'ru')).not.toMatch(/\{\w+\}/);
    }
  });
});

describe('the rule set', () => {
  it('has a pair of diagrams for every rule and none besides', () => {
    const folders = readdirSync(new URL('.', import.meta.url), { withFileTypes: true }).filter((entry) =>
      entry.isDirectory(),
    );
    expect(folders.map((folder) => folder.name).sort()).toEqual(RULES.map((rule) => rule.id).sort());
  });

  it('is described by docs/lint-rules.md, row by row', () => {
    const text = readFileSync(new URL('../../../docs/lint-rules.md', import.meta.url), 'utf8');
    const rows = text.split('\n').filter((line) => line.startsWith('| `'));
    const cells = rows.map((row) =>
      row
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
    expect(cells).toEqual(RULES.map((rule) => [`\`${rule.id}\``, rule.severity, rule.clause, rule.message]));
  });

  it('reports an id that two elements share', () => {
    const twice = (): ModdleElement => createElement('bpmn:Task', { id: 'same' });
    const process = createElement('bpmn:Process', { id: 'p', flowElements: [twice(), twice()] });
    const definitions = createElement('bpmn:Definitions', { rootElements: [process] });
    const found = lintDiagram(definitions).filter((finding) => finding.rule === 'duplicate-id');
    expect(found.map((finding) => finding.elementId)).toEqual(['same']);
  });

  it('offers the open path of a decision as its default', async () => {
    const { definitions } = await readDiagram(fixture('missing-default-flow', 'bad'));
    const finding = lintDiagram(definitions).find((candidate) => candidate.elementId === 'bad_open');
    expect(finding?.fix).toEqual({ kind: 'make-default', flowId: 'q' });
  });

  it('says nothing about actions when it is not told which exist', async () => {
    const { definitions } = await readDiagram(fixture('unknown-action', 'bad'));
    expect(lintDiagram(definitions)).toEqual([]);
  });

  it('lists errors before warnings', async () => {
    const { definitions } = await readDiagram(fixture('dangling-flow', 'bad'));
    const severities = lintDiagram(definitions, { actions: KNOWN_ACTIONS }).map(
      (finding) => finding.severity,
    );
    expect(severities).toEqual([...severities].sort());
  });
});
