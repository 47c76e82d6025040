/** A small process to begin with: one task with two outcomes. Its texts come in the language on screen. */
export interface SampleWords {
  readonly name: string;
  readonly begin: string;
  readonly task: string;
  readonly approved: string;
  readonly declined: string;
}

export function sampleDiagram(words: SampleWords): string {
  const key = `sample-${crypto.randomUUID().slice(-12)}`;
  const outcome = (code: string, name: string): string =>
    `<bpmn:sequenceFlow id="flow_${code}" name="${name}" sourceRef="check" targetRef="${code}"><bpmn:extensionElements><tl:outcomeFlow code="${code}" /></bpmn:extensionElements></bpmn:sequenceFlow>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:tl="urn:throughline:bpmn:1" id="definitions_${key}" targetNamespace="urn:throughline:processes">
  <bpmn:process id="${key}" name="${words.name}" isExecutable="true">
    <bpmn:extensionElements><tl:process manualStart="true" /></bpmn:extensionElements>
    <bpmn:startEvent id="begin" name="${words.begin}" />
    <bpmn:sequenceFlow id="toCheck" sourceRef="begin" targetRef="check" />
    <bpmn:userTask id="check" name="${words.task}">
      <bpmn:extensionElements>
        <tl:assignment kind="initiator" />
        <tl:outcomes variable="result">
          <tl:outcome code="approved" label="${words.approved}" />
          <tl:outcome code="declined" label="${words.declined}" />
        </tl:outcomes>
      </bpmn:extensionElements>
    </bpmn:userTask>
    ${outcome('approved', words.approved)}
    ${outcome('declined', words.declined)}
    <bpmn:endEvent id="approved" name="${words.approved}" />
    <bpmn:endEvent id="declined" name="${words.declined}" />
  </bpmn:process>
  <bpmndi:BPMNDiagram id="diagram">
    <bpmndi:BPMNPlane id="plane" bpmnElement="${key}">
      ${shape('begin', [160, 152, 36, 36])}
      ${shape('check', [260, 130, 100, 80])}
      ${shape('approved', [472, 152, 36, 36])}
      ${shape('declined', [472, 262, 36, 36])}
      ${edge('toCheck', ['196 170', '260 170'])}
      ${edge('flow_approved', ['360 170', '472 170'])}
      ${edge('flow_declined', ['310 210', '310 280', '472 280'])}
    </bpmndi:BPMNPlane>
  </bpmndi:BPMNDiagram>
</bpmn:definitions>
`;
}

function shape(id: string, [x, y, width, height]: readonly [number, number, number, number]): string {
  const bounds = `<dc:Bounds x="${x}" y="${y}" width="${width}" height="${height}" />`;
  return `<bpmndi:BPMNShape id="${id}_di" bpmnElement="${id}">${bounds}</bpmndi:BPMNShape>`;
}

function edge(id: string, points: readonly string[]): string {
  const waypoints = points
    .map((point) => point.split(' '))
    .map(([x, y]) => `<di:waypoint x="${x}" y="${y}" />`);
  return `<bpmndi:BPMNEdge id="${id}_di" bpmnElement="${id}">${waypoints.join('')}</bpmndi:BPMNEdge>`;
}
