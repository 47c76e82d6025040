/** What the designer's panel sets about signals, errors, escalations, conditions, links and timers. */
import { describe, expect, it } from 'vitest';
import { useCanvasPage } from './canvas-page.ts';

const EVENTS = [
  ['signal', 'intermediateCatchEvent', '<bpmn:signalEventDefinition />'],
  ['failed', 'endEvent', '<bpmn:errorEventDefinition />'],
  ['raised', 'intermediateThrowEvent', '<bpmn:escalationEventDefinition />'],
  ['paid', 'intermediateCatchEvent', '<bpmn:conditionalEventDefinition />'],
  ['out', 'intermediateThrowEvent', '<bpmn:linkEventDefinition />'],
  ['later', 'intermediateCatchEvent', '<bpmn:timerEventDefinition />'],
] as const;

const xml = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" id="definitions" targetNamespace="http://example.org">
  <bpmn:signal id="known" name="alarm" />
  <bpmn:process id="process" isExecutable="true">${EVENTS.map(([id, tag, definition]) => `<bpmn:${tag} id="${id}">${definition}</bpmn:${tag}>`).join('')}</bpmn:process>
  <bpmndi:BPMNDiagram id="diagram"><bpmndi:BPMNPlane id="plane" bpmnElement="process">${EVENTS.map(([id], index) => `<bpmndi:BPMNShape id="${id}_di" bpmnElement="${id}"><dc:Bounds x="${100 + index * 80}" y="100" width="36" height="36" /></bpmndi:BPMNShape>`).join('')}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
</bpmn:definitions>`;

const canvas = useCanvasPage();
const { inPage } = canvas;

describe('properties of events', () => {
  it('are set, shared where the name is known, and undone in one step', async () => {
    const seen = await inPage<{ events: unknown[]; names: unknown[]; undone: unknown }>(`
      await openModeler(${JSON.stringify(xml)});
      const set = (id, patch) => { modeler.updateProperties(id, patch); return modeler.getElement(id).event; };
      const events = [
        set('signal', { signal: { name: 'alarm' } }),
        set('failed', { error: { code: 'NO_MONEY', message: '= reason' } }),
        set('raised', { escalation: { code: 'HIGH' } }),
        set('paid', { eventCondition: '= paid', recordEvent: null }),
        set('out', { link: { name: 'A' } }),
        set('later', { timer: { kind: 'timeDuration', value: 'PT8H' }, timerSettings: { calendar: 'default' } }),
      ];
      const names = ['signal', 'error', 'escalation'].map((kind) => modeler.usedNames(kind));
      set('paid', { recordEvent: { entity: 'ticket', change: 'silent', after: 'P3D' }, eventCondition: null });
      events.push(modeler.getElement('paid').event);
      modeler.undo();
      return { events, names, undone: modeler.getElement('paid').event };`);
    const none = { message: null, codeVariable: null, messageVariable: null };
    expect(seen.events).toMatchObject([
      { kind: 'signal', name: 'alarm' },
      { kind: 'error', code: 'NO_MONEY', throws: true, settings: { ...none, message: '= reason' } },
      { kind: 'escalation', code: 'HIGH', throws: true, settings: none },
      { kind: 'condition', condition: '= paid' },
      { kind: 'link', name: 'A' },
      {
        kind: 'timer',
        timer: { kind: 'timeDuration', value: 'PT8H' },
        settings: { timeZone: null, calendar: 'default' },
      },
      { kind: 'record', record: { entity: 'ticket', change: 'silent', after: 'P3D' } },
    ]);
    expect(seen.names).toEqual([['alarm'], ['NO_MONEY'], ['HIGH']]);
    expect(seen.undone).toEqual({ kind: 'condition', condition: '= paid' });
  });
});
