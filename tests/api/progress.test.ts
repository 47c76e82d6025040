import { expect, it } from 'vitest';
import type { DefinitionView } from '#engine';
import { progressStrip } from '../../api/presenters/progress.ts';

const ids = ['check', 'solve', 'escalate', 'close'];
/** The strip looks at nothing else of a definition. */
const definition = {
  elements: ids.map((id) => ({ id, type: 'bpmn:UserTask', name: id, parentId: null, translations: {} })),
  flows: [
    { id: 'f1', sourceId: 'check', targetId: 'solve', name: null },
    { id: 'f2', sourceId: 'solve', targetId: 'close', name: null },
  ],
} as unknown as DefinitionView;

it('puts what runs after what is done, however long it has been running', () => {
  const elements = [
    { elementId: 'check', state: 'done', since: '2026-11-01T09:00:00.000Z' },
    { elementId: 'solve', state: 'running', since: '2026-11-01T10:00:00.000Z' },
    { elementId: 'escalate', state: 'done', since: '2026-11-01T18:00:00.000Z' },
  ] as const;
  const strip = progressStrip(definition, { elements }, { ended: false, locale: 'en' });
  expect(strip.steps.map((step) => step.elementId)).toEqual(['check', 'escalate', 'solve', 'close']);
  expect(strip).toMatchObject({ done: 2, total: 4, current: 'solve', next: 'close' });
});
