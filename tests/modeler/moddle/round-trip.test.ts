/** Every type of the descriptor survives write → read, foreign extensions included. */
import { describe, expect, it } from 'vitest';
import {
  createElement,
  elementsOf,
  extensionOf,
  readAction,
  readAssignment,
  readCall,
  readCorrelationKey,
  readDiagram,
  readForm,
  readIo,
  readOutcomeFlow,
  readOutcomes,
  readProcess,
  readRecordEvent,
  readTask,
  readTranslations,
  throughlineDescriptor,
  writeDiagram,
  type ModdleElement,
} from '#moddle';

interface DescriptorType {
  readonly name: string;
  readonly properties: readonly { readonly name: string; readonly type: string; readonly isMany?: boolean }[];
}
const types: readonly DescriptorType[] = throughlineDescriptor.types;

function sample(type: string, depth = 0): ModdleElement {
  const description = types.find((candidate) => candidate.name === type);
  if (!description) throw new Error(`no descriptor for ${type}`);
  const properties = description.properties.map((property) => {
    const values = property.isMany
      ? [sampleValue(property, depth), sampleValue(property, depth)]
      : sampleValue(property, depth);
    return [property.name, values];
  });
  return createElement(`tl:${type}`, Object.fromEntries(properties));
}

function sampleValue(property: { name: string; type: string }, depth: number): unknown {
  if (property.type === 'String')
    return `= ${property.name} < "ё & b"\n]]>`.replace(
      /\n/g,
      property.name === 'schema' || property.name === 'script' ? '\n' : ' ',
    );
  if (property.type === 'Integer') return 42;
  if (property.type === 'Boolean') return true;
  return sample(property.type, depth + 1);
}

function plain(element: ModdleElement): unknown {
  const description = types.find((candidate) => `tl:${candidate.name}` === element.$type);
  return {
    $type: element.$type,
    ...Object.fromEntries(
      (description?.properties ?? []).map((property) => {
        const value = element.get(property.name);
        return [property.name, Array.isArray(value) ? value.map(plain) : value];
      }),
    ),
  };
}

async function throughXml(
  extension: ModdleElement,
): Promise<{ xml: string; read: ModdleElement; warnings: readonly string[] }> {
  const extensionElements = createElement('bpmn:ExtensionElements', { values: [extension] });
  const process = createElement('bpmn:Process', { id: 'p', extensionElements });
  const xml = await writeDiagram(
    createElement('bpmn:Definitions', { targetNamespace: 'http://example.org', rootElements: [process] }),
  );
  const { definitions, warnings } = await readDiagram(xml);
  const read = extensionOf(elementsOf(definitions, 'rootElements')[0], extension.$type);
  if (!read) throw new Error(`${extension.$type} was lost:\n${xml}`);
  return { xml, read, warnings };
}

describe('the tl namespace', () => {
  it.each(types.map((type) => type.name))('keeps tl:%s with every property', async (name) => {
    const written = sample(name);
    const { xml, read, warnings } = await throughXml(written);
    expect(warnings).toEqual([]);
    expect(xml).toContain('xmlns:tl="urn:throughline:bpmn:1"');
    expect(plain(read)).toEqual(plain(written));
  });

  it('keeps the extensions of other tools beside ours', async () => {
    const xml = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn"
  xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:tl="urn:throughline:bpmn:1" targetNamespace="http://example.org">
  <bpmn:process id="p" isExecutable="true">
    <bpmn:userTask id="a" name="A" camunda:assignee="demo">
      <bpmn:extensionElements>
        <zeebe:assignmentDefinition assignee="demo" />
        <tl:assignment kind="initiator" />
      </bpmn:extensionElements>
    </bpmn:userTask>
  </bpmn:process>
</bpmn:definitions>`;
    const { definitions, warnings } = await readDiagram(xml);
    const written = await writeDiagram(definitions);
    expect(warnings).toEqual([]);
    expect(written).toContain('camunda:assignee="demo"');
    expect(written).toContain('<zeebe:assignmentDefinition assignee="demo" />');
    expect(written).toContain('<tl:assignment kind="initiator" />');
  });
});

describe('the readers', () => {
  const carrying = (type: string, ...values: ModdleElement[]): ModdleElement =>
    createElement(type, { extensionElements: createElement('bpmn:ExtensionElements', { values }) });

  it('answer null or empty for an element without extensions', () => {
    const task = createElement('bpmn:UserTask', { id: 'a' });
    for (const read of [
      readAssignment,
      readTask,
      readForm,
      readCall,
      readOutcomes,
      readAction,
      readOutcomeFlow,
    ]) {
      expect(read(task)).toBeNull();
    }
    expect(readIo(task)).toEqual({ inputs: [], outputs: [] });
    expect(readTranslations(task)).toEqual({});
  });

  it('give plain values, with blanks as null and defaults filled', () => {
    expect(
      readProcess(
        carrying(
          'bpmn:Process',
          createElement('tl:Process', {
            subject: 'request:ticket',
            reads: 'ticket  account',
            description: ' ',
          }),
        ),
      ),
    ).toEqual({
      description: null,
      descriptions: {},
      subject: { variable: 'request', entity: 'ticket' },
      businessKey: null,
      reads: ['ticket', 'account'],
      writes: [],
      outbound: [],
      manualStart: false,
    });
    expect(
      readAssignment(carrying('bpmn:Lane', createElement('tl:Assignment', { kind: 'king', value: 'x' }))),
    ).toBeNull();
    const outcome = createElement('tl:Outcome', {
      code: 'no_answer',
      effect: 'repeat',
      repeatMax: 2,
      repeatEvery: 'P1D',
      labels: [createElement('tl:Translation', { lang: 'ru', text: 'Не ответили' })],
    });
    expect(
      readOutcomes(carrying('bpmn:UserTask', createElement('tl:Outcomes', { values: [outcome] }))),
    ).toEqual({
      variable: 'result',
      values: [
        {
          code: 'no_answer',
          label: null,
          effect: 'repeat',
          repeatMax: 2,
          repeatEvery: 'P1D',
          labels: { ru: 'Не ответили' },
        },
      ],
    });
    expect(
      readAction(
        carrying(
          'bpmn:ServiceTask',
          createElement('tl:Action', { type: 'mail.send', retries: 3, backoff: 'PT1M, PT10M' }),
        ),
      ),
    ).toEqual({
      type: 'mail.send',
      retries: 3,
      backoff: ['PT1M', 'PT10M'],
    });
    expect(
      readRecordEvent(
        carrying(
          'bpmn:ConditionalEventDefinition',
          createElement('tl:RecordEvent', {
            entity: 'ticket',
            change: 'changed',
            field: 'status',
            to: 'closed',
          }),
        ),
      ),
    ).toEqual({
      entity: 'ticket',
      change: 'changed',
      field: 'status',
      to: 'closed',
      filter: null,
      variable: null,
      after: null,
    });
    expect(
      readCorrelationKey(carrying('bpmn:Message', createElement('tl:Correlation', { key: '= ticket.id' }))),
    ).toBe('= ticket.id');
  });
});
