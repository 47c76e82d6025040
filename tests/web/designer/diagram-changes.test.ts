import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { diagramChanges } from '../../../web/src/features/designer/publish/diagram-changes.ts';

const before = readFileSync(
  new URL('../../../processes/follow-up-call/follow-up-call.bpmn', import.meta.url),
  'utf8',
);

it('tells no change where there is none', async () => {
  expect(await diagramChanges(before, before)).toEqual([]);
});

it('names the step and the part of it that changed', async () => {
  const after = before.replace('offset="P7D"', 'offset="P5D"');
  expect(await diagramChanges(before, after)).toMatchObject([
    { kind: 'changed', elementId: 'call_customer', facets: ['call'] },
  ]);
});

it('tells a changed timer as time', async () => {
  const after = before.replace(/(<bpmn:timeDuration[^>]*>)P\d+D/, '$1P30D');
  expect(await diagramChanges(before, after)).toMatchObject([
    { kind: 'changed', elementId: 'call_overdue', facets: ['time'] },
  ]);
});

it('tells added and removed steps, and leaves the arrows between them unsaid', async () => {
  const added = before.replace(
    '<bpmn:sequenceFlow id="flow_request_closed_pick_contact"',
    '<bpmn:userTask id="extra" name="Look again" /><bpmn:sequenceFlow id="flow_extra" sourceRef="extra" targetRef="end_good" /><bpmn:sequenceFlow id="flow_request_closed_pick_contact"',
  );
  expect(await diagramChanges(before, added)).toMatchObject([
    { kind: 'added', elementId: 'extra', name: 'Look again' },
  ]);
  expect(await diagramChanges(added, before)).toMatchObject([{ kind: 'removed', elementId: 'extra' }]);
});

it('tells another default path', async () => {
  const after = before.replace('default="flow_no_phone"', '');
  expect(await diagramChanges(before, after)).toMatchObject([
    { kind: 'changed', elementId: 'has_phone', facets: ['default'] },
  ]);
});
