/**
 * The designer's list of what does not run yet is the engine's: every kind of flow node, with every marker and event
 * definition, is deployed, and what the engine refuses by itself is what the list says.
 */
import packaged from 'bpmn-moddle/resources/bpmn/json/bpmn.json' with { type: 'json' };
import { describe, expect, it } from 'vitest';
import { lintDiagram, runsNever, translateFinding } from '#lint';
import { createElement, isA, readDiagram } from '#moddle';
import { STEP_TEMPLATES } from '../../../modeler/browser/crm/step-templates.ts';
import { anEngine } from '../../support/engine.ts';

interface Kind {
  readonly name: string;
  readonly tag: string;
  readonly attributes?: string;
  readonly content?: string;
}

const NODES = (packaged as { types: { name: string; isAbstract?: boolean }[] }).types
  .filter(({ name, isAbstract }) => !isAbstract && isA(createElement(`bpmn:${name}`), 'bpmn:FlowNode'))
  .map(({ name }) => name);
const EVENTS = NODES.filter((name) => name.endsWith('Event'));
const ACTIVITIES = NODES.filter((name) => isA(createElement(`bpmn:${name}`), 'bpmn:Activity'));

const DEFINITIONS: Readonly<Record<string, string>> = {
  none: '',
  message: '<bpmn:messageEventDefinition />',
  timer: '<bpmn:timerEventDefinition><bpmn:timeDuration>P1D</bpmn:timeDuration></bpmn:timerEventDefinition>',
  conditional: '<bpmn:conditionalEventDefinition />',
  ...Object.fromEntries(
    ['created', 'silent'].map((change) => [
      `record ${change}`,
      `<bpmn:conditionalEventDefinition><bpmn:extensionElements><tl:recordEvent entity="ticket" change="${change}" /></bpmn:extensionElements></bpmn:conditionalEventDefinition>`,
    ]),
  ),
  ...Object.fromEntries(
    ['signal', 'error', 'escalation', 'compensate', 'link', 'cancel', 'terminate'].map((name) => [
      name,
      `<bpmn:${name}EventDefinition />`,
    ]),
  ),
  several: '<bpmn:messageEventDefinition /><bpmn:signalEventDefinition />',
};

const MARKERS: readonly Omit<Kind, 'tag'>[] = [
  { name: 'plain' },
  { name: 'for each', content: '<bpmn:multiInstanceLoopCharacteristics />' },
  {
    name: 'for each with events',
    content: '<bpmn:multiInstanceLoopCharacteristics behavior="One" />',
  },
  { name: 'loop', content: '<bpmn:standardLoopCharacteristics />' },
  { name: 'compensation', attributes: 'isForCompensation="true"' },
  { name: 'start quantity', attributes: 'startQuantity="2"' },
  { name: 'completion quantity', attributes: 'completionQuantity="2"' },
];

const tagOf = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);
const KINDS: readonly Kind[] = [
  ...NODES.filter((name) => ![...EVENTS, ...ACTIVITIES].includes(name)).map((name) => ({
    name,
    tag: tagOf(name),
  })),
  ...ACTIVITIES.flatMap((type) =>
    MARKERS.map((marker) => ({ ...marker, name: `${type} ${marker.name}`, tag: tagOf(type) })),
  ),
  ...EVENTS.flatMap((type) =>
    Object.entries(DEFINITIONS).map(([name, content]) => ({
      name: `${type} ${name}`,
      tag: tagOf(type),
      content,
    })),
  ),
  { name: 'event subprocess', tag: 'subProcess', attributes: 'triggeredByEvent="true"' },
  { name: 'instantiating gateway', tag: 'eventBasedGateway', attributes: 'instantiate="true"' },
  {
    name: 'parallel multiple start event',
    tag: 'startEvent',
    attributes: 'parallelMultiple="true"',
    content: '<bpmn:messageEventDefinition /><bpmn:signalEventDefinition />',
  },
  { name: 'instantiating receive task', tag: 'receiveTask', attributes: 'instantiate="true"' },
  ...['feel', 'JavaScript', 'groovy'].map((format) => ({
    name: `script in ${format}`,
    tag: 'scriptTask',
    attributes: `scriptFormat="${format}"`,
    content: '<bpmn:script>1</bpmn:script>',
  })),
];

function diagramOf({ tag, attributes = '', content = '' }: Kind): string {
  const edge = tag === 'boundaryEvent' ? 'attachedToRef="host"' : '';
  return `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:tl="urn:throughline:bpmn:1" id="d" targetNamespace="http://example.org">
  <bpmn:process id="p" isExecutable="true"><bpmn:startEvent id="start" /><bpmn:userTask id="host" name="Host" />
    <bpmn:${tag} id="x" name="X" ${edge} ${attributes}>${content}</bpmn:${tag}>
    <bpmn:subProcess id="inner"><bpmn:startEvent id="inner_start" /></bpmn:subProcess>
  </bpmn:process>
</bpmn:definitions>`;
}

interface Refusal {
  readonly details?: {
    readonly problems?: readonly {
      readonly rule: string;
      readonly elementId: string | null;
      readonly values?: Readonly<Record<string, string>>;
    }[];
  };
}

describe('what does not run yet', () => {
  it('is what the engine refuses, kind by kind', async () => {
    const engine = await anEngine();
    for (const kind of KINDS) {
      const xml = diagramOf(kind);
      const refusal = (await engine
        .deploy([{ name: 'x.bpmn', content: xml }])
        .catch((error: unknown) => error)) as Refusal;
      const refused = refusal.details?.problems?.find(
        (problem) => problem.rule === 'not-executable' && problem.elementId === 'x',
      );
      const { definitions } = await readDiagram(xml);
      const found = lintDiagram(definitions).find(
        (finding) => finding.rule === 'not-executable' && finding.elementId === 'x',
      );
      // What the engine said itself comes without the name that the rule set adds.
      expect([kind.name, refused?.values]).toEqual([kind.name, found && { what: found.values?.['what'] }]);
      if (found) expect(translateFinding(found, 'ru').replace(/«.*»/, '')).not.toMatch(/[a-z]/);
    }
  });

  it('is never offered as a step', () => {
    const offered = Object.entries(STEP_TEMPLATES).filter(([, { type, shape }]) =>
      runsNever({ type, ...(shape as { eventDefinitionType?: string } | undefined) }),
    );
    expect(offered).toEqual([]);
  });
});
