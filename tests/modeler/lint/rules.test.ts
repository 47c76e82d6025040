/**
 * Each rule against its two diagrams: `good.bpmn` is clean for the whole set, in `bad.bpmn` the rule finds exactly
 * the elements whose id begins with `bad_`, and no other rule finds anything but what follows from the same mistake.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { lintDiagram, RULES, translateFinding } from '#lint';
import { createElement, KNOWN_ACTIONS, readDiagram, type ModdleElement } from '#moddle';
import { reasonWords, ruleRows, ruleSentences } from './write-rule-texts.ts';

const fixture = (rule: string, name: string): string =>
  readFileSync(new URL(`./${rule}/${name}.bpmn`, import.meta.url), 'utf8');

/** What a mistake brings along: an event that is attached to nothing leaves its end unreachable, and so on. */
const FOLLOWS: Readonly<Record<string, readonly string[]>> = {
  'boundary-not-attached': ['unreachable'],
  'missing-compensation-handler': ['unused-compensation-handler'],
  'unused-compensation-handler': ['missing-compensation-handler'],
  'event-gateway-target': ['event-gateway-without-choice', 'missing-executor'],
  'invalid-time': ['cycle-rings-once'],
  'link-without-target': ['link-without-source'],
  'foreign-setting': ['missing-action'],
  'dead-end': ['missing-end-event'],
  'missing-end-event': ['dead-end'],
  'default-from-elsewhere': ['missing-condition'],
  'subprocess-start-event': ['not-executable'],
  'nothing-to-activate': ['ad-hoc-start-event'],
  'incomplete-assignment': ['missing-executor'],
  'optional-input-not-in-set': ['input-in-no-set'],
  'optional-output-not-in-set': ['output-in-no-set'],
  'missing-id': ['unreachable'],
  'unresolved-reference': ['missing-default-flow'],
  'drawn-as-other-kind': ['flow-without-edge'],
};

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
    const all = lintDiagram(definitions, { actions: KNOWN_ACTIONS });
    const found = all.filter((finding) => finding.rule === id);
    const expected = new Set([...xml.matchAll(/ id="((?:own:)?bad_\w+)"/g)].map((match) => match[1]));
    expect(new Set(all.map((finding) => finding.rule))).toEqual(new Set([id, ...(FOLLOWS[id] ?? [])]));
    expect(new Set(found.map((finding) => finding.elementId))).toEqual(expected);
    for (const finding of found) {
      expect(finding.severity).toBe(rule.severity);
      expect(finding.message).not.toMatch(/[{}]/);
      expect(translateFinding(finding, 'ru')).toMatch(/[а-я]/);
      expect(translateFinding(finding, 'ru')).not.toMatch(/\{\w+\}/);
    }
  });
});

describe('a process of a partner', () => {
  const twoPools = (marked: string): string =>
    fixture('cancel-outside-transaction', 'bad')
      .replace(
        '</bpmn:definitions>',
        `<bpmn:process id="own" isExecutable="true"><bpmn:startEvent id="own_start"/><bpmn:endEvent id="own_end"/>
       <bpmn:sequenceFlow id="own_flow" sourceRef="own_start" targetRef="own_end"/></bpmn:process></bpmn:definitions>`,
      )
      .replace('name="Process" isExecutable="true"', `name="Process" isExecutable="${marked}"`);

  it.each([
    ['only warns where it is not executed', 'false', 'warning'],
    ['refuses where it is executed', 'true', 'error'],
  ])('%s', async (_name, marked, severity) => {
    const { definitions } = await readDiagram(twoPools(marked));
    const found = lintDiagram(definitions, { actions: KNOWN_ACTIONS }).filter(
      ({ rule }) => rule === 'cancel-outside-transaction',
    );
    expect(found.map((finding) => finding.severity)).toEqual([severity, severity]);
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
    expect(cells).toEqual(ruleRows());
  });

  it.each(['en', 'ru'] as const)('gives the web its sentences in %s', (language) => {
    const path = new URL(`../../../web/src/i18n/${language}/lint.json`, import.meta.url);
    const texts = JSON.parse(readFileSync(path, 'utf8')) as Record<'rules' | 'words', object>;
    expect(texts.rules).toEqual(ruleSentences(language));
    // Why a setting is refused or left aside.
    expect(texts.words).toMatchObject(reasonWords(language));
  });

  it('reports an id that two elements share', () => {
    const twice = (): ModdleElement => createElement('bpmn:Task', { id: 'same' });
    const process = createElement('bpmn:Process', { id: 'p', flowElements: [twice(), twice()] });
    const definitions = createElement('bpmn:Definitions', { rootElements: [process] });
    const found = lintDiagram(definitions).filter((finding) => finding.rule === 'duplicate-id');
    expect(found.map((finding) => finding.elementId)).toEqual(['same']);
  });

  it('names each rule once, with a clause, and says in Russian what it says in English', () => {
    expect(new Set(RULES.map((rule) => rule.id)).size).toBe(RULES.length);
    expect(RULES.length).toBeGreaterThanOrEqual(140);
    const placeholders = (text: string): string[] =>
      [...text.matchAll(/\{(\w+)\}/g)].map(([, key]) => key ?? '');
    for (const rule of RULES) {
      expect(rule.clause, rule.id).toMatch(/^(tl|\d+(\.\d+)*(, \d+(\.\d+)*)*)$/);
      expect(placeholders(rule.russian).toSorted(), rule.id).toEqual(placeholders(rule.message).toSorted());
    }
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
