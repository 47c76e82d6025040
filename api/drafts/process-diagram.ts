/** What a draft must be at least: BPMN with one process that has an id. Everything else in the file is kept as it is. */
import { elementsOf, isA, readDiagram, textOf, type ModdleElement } from '#moddle';
import { fieldRefused } from '../errors/field-codes.ts';
import type { ApiProblem } from '../errors/problems.ts';

export interface ProcessHead {
  readonly processKey: string;
  readonly name: string;
}

const NAME_MAX = 200;

/**
 * Key and name of the process with the wanted id, else of the first executable one, else of the first.
 * @throws ApiProblem API_FIELDS_INVALID
 */
export async function readProcessHead(xml: string, wantedKey: string | null): Promise<ProcessHead> {
  const processes = await processesIn(xml);
  const wanted =
    processes.find((process) => process.id === wantedKey) ??
    processes.find((process) => process.get('isExecutable') === true) ??
    processes[0];
  const processKey = wanted?.id;
  if (!wanted || !processKey || processKey.length > NAME_MAX)
    throw invalidDiagram('The file holds no process with an id of at most 200 characters.');
  return { processKey, name: (textOf(wanted, 'name') ?? processKey).slice(0, NAME_MAX) };
}

async function processesIn(xml: string): Promise<readonly ModdleElement[]> {
  try {
    const { definitions } = await readDiagram(xml);
    return elementsOf(definitions, 'rootElements').filter((element) => isA(element, 'bpmn:Process'));
  } catch (error) {
    throw invalidDiagram(
      `The file is no BPMN document: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function invalidDiagram(message: string): ApiProblem {
  return fieldRefused({ path: 'xml', code: 'diagramUnreadable', message });
}

/** A process with a start event to draw on from. */
export function emptyDiagram(name: string, processKey: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:tl="urn:throughline:bpmn:1" id="definitions_${processKey}" targetNamespace="urn:throughline:processes">
  <bpmn:process id="${processKey}" name="${escaped(name)}" isExecutable="true">
    <bpmn:extensionElements>
      <tl:process manualStart="true" />
    </bpmn:extensionElements>
    <bpmn:startEvent id="start" />
  </bpmn:process>
  <bpmndi:BPMNDiagram id="diagram">
    <bpmndi:BPMNPlane id="plane" bpmnElement="${processKey}">
      <bpmndi:BPMNShape id="start_di" bpmnElement="start">
        <dc:Bounds x="160" y="160" width="36" height="36" />
      </bpmndi:BPMNShape>
    </bpmndi:BPMNPlane>
  </bpmndi:BPMNDiagram>
</bpmn:definitions>
`;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
