/** A time that the engine takes is none that the designer calls wrong, and the other way round. */
import { expect, it } from 'vitest';
import { createTestEngine } from '#engine/testing';
import { lintDiagram } from '#lint';
import { readDiagram } from '#moddle';

const TIMES: readonly (readonly [kind: string, text: string, isTime: boolean])[] = [
  ['timeCycle', 'R3/PT10H', true],
  ['timeCycle', 'R/2026-01-01T09:00:00Z/P1D', true],
  ['timeCycle', 'R/P1D/2036-02-01', true],
  ['timeCycle', 'R2/2026-01-01T09:00:00Z/2026-01-02T09:00:00Z', true],
  ['timeCycle', 'R/2026-01-02/2026-01-01', false],
  ['timeCycle', 'R/P1D/P1D', false],
  ['timeCycle', 'R/PT0S', false],
  ['timeCycle', 'R-1/PT1H', false],
  ['timeCycle', 'R3', false],
  ['timeCycle', '0 9 * * 1-5', true],
  ['timeCycle', '0 0 9 * * MON', true],
  ['timeCycle', '*/15 * * * *', true],
  ['timeCycle', '61 9 * * *', false],
  ['timeCycle', '9 * *', false],
  ['timeCycle', 'every day', false],
  ['timeDuration', 'P1DT2H', true],
  ['timeDuration', '0 9 * * 1-5', false],
  ['timeDate', '2026-01-31T09:00:00Z', true],
  ['timeDate', '31.01.2026', false],
];

function diagram(kind: string, text: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="definitions" targetNamespace="http://example.org">
  <bpmn:process id="process" isExecutable="true">
    <bpmn:startEvent id="start" name="Start"><bpmn:outgoing>f</bpmn:outgoing><bpmn:timerEventDefinition id="timer"><bpmn:${kind}>${text}</bpmn:${kind}></bpmn:timerEventDefinition></bpmn:startEvent>
    <bpmn:endEvent id="end" name="End"><bpmn:incoming>f</bpmn:incoming></bpmn:endEvent>
    <bpmn:sequenceFlow id="f" sourceRef="start" targetRef="end" />
  </bpmn:process>
</bpmn:definitions>`;
}

const REFUSED = {
  details: {
    problems: expect.arrayContaining([expect.objectContaining({ rule: 'invalid-timer' })]) as unknown,
  },
};

it.each(TIMES)('%s %s: %s', async (kind, text, isTime) => {
  const xml = diagram(kind, text);
  const { definitions } = await readDiagram(xml);
  expect(lintDiagram(definitions).some(({ rule }) => rule === 'invalid-time')).toBe(!isTime);
  const engine = await createTestEngine();
  const deployed = engine.deploy([{ name: 'times.bpmn', content: xml }]);
  if (isTime) await deployed;
  else await expect(deployed).rejects.toMatchObject(REFUSED);
  await engine.close();
});
