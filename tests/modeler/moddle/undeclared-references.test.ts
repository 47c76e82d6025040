/** A reference to what a file does not declare survives opening and saving, until somebody mends it. */
import { expect, it } from 'vitest';
import { createElement, elementsOf, readDiagram, writeDiagram } from '#moddle';

const xml = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="urn:t">
<process id="p" isExecutable="true"><startEvent id="s"><outgoing>f</outgoing></startEvent>
<receiveTask id="r" name="Wait" messageRef="not_there"><incoming>f</incoming><incoming>nowhere</incoming></receiveTask>
<exclusiveGateway id="x" default="no_flow"/>
<sequenceFlow id="f" sourceRef="s" targetRef="r"/><sequenceFlow id="g" sourceRef="r" targetRef="gone"/></process></definitions>`;

it('is written as it was read, however often', async () => {
  const { definitions } = await readDiagram(xml);
  for (const written of [await writeDiagram(definitions), await writeDiagram(definitions)]) {
    expect(written).toContain('<receiveTask id="r" name="Wait" messageRef="not_there">');
    expect(written).toContain('<sequenceFlow id="g" sourceRef="r" targetRef="gone" />');
    expect(written).toContain('<exclusiveGateway id="x" default="no_flow" />');
    expect((await readDiagram(written)).warnings).toHaveLength(3);
  }
});

it('makes room for the reference that somebody chooses', async () => {
  const { definitions } = await readDiagram(xml);
  const [process] = elementsOf(definitions, 'rootElements');
  const task = elementsOf(process, 'flowElements').find(({ id }) => id === 'r')!;
  const message = createElement('bpmn:Message', { id: 'order', name: 'order' });
  Object.assign(definitions, { rootElements: [message, process] });
  Object.assign(task, { messageRef: message });
  const written = await writeDiagram(definitions);
  expect(written).toContain('messageRef="order"');
  expect(written).not.toContain('not_there');
});

it('is written as the element that it was, alone and beside others', async () => {
  const services = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="urn:t">
<message id="ask" name="ask" /><error id="known" errorCode="E" />
<interface id="i" name="Shop"><operation id="o" name="Order"><inMessageRef>ask</inMessageRef>
<outMessageRef>other:answer</outMessageRef><errorRef>known</errorRef><errorRef>nowhere</errorRef></operation></interface>
</definitions>`;
  const { definitions } = await readDiagram(services);
  for (const written of [await writeDiagram(definitions), await writeDiagram(definitions)]) {
    expect(written).toContain('<outMessageRef>other:answer</outMessageRef>');
    expect(written).toContain('<errorRef>known</errorRef>');
    expect(written).toContain('<errorRef>nowhere</errorRef>');
    expect(written.match(/<errorRef>/g)).toHaveLength(2);
  }
});
