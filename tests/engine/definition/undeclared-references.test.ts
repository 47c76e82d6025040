/** References to what a file does not declare: those that only name something are taken as the name, the rest is located. */
import { describe, expect, it } from 'vitest';
import { anEngine } from '../../support/engine.ts';

const diagram = (content: string): { name: string; content: string } => ({
  name: 'undeclared.bpmn',
  content: `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="d" targetNamespace="http://example.org">
  <process id="p" isExecutable="true">${content}</process>
</definitions>`,
});

const flow = (from: string, to: string): string =>
  `<sequenceFlow id="${from}_${to}" sourceRef="${from}" targetRef="${to}"/>`;

const failing = (thrown: string, caught: string): string => `
  <startEvent id="s"/>
  <subProcess id="sub"><startEvent id="s1"/>
    <endEvent id="failed"><errorEventDefinition errorRef="${thrown}"/></endEvent>${flow('s1', 'failed')}
  </subProcess>
  <boundaryEvent id="other" attachedToRef="sub"><errorEventDefinition errorRef="Quite_other"/></boundaryEvent>
  <boundaryEvent id="caught" attachedToRef="sub"><errorEventDefinition errorRef="${caught}"/></boundaryEvent>
  <endEvent id="e"/><endEvent id="wrong"/><endEvent id="handled"/>
  ${flow('s', 'sub')}${flow('sub', 'e')}${flow('other', 'wrong')}${flow('caught', 'handled')}`;

const problemsOf = (refusal: unknown) =>
  (refusal as { details: { problems: { rule: string; elementId: string; severity: string }[] } }).details
    .problems;

describe('an undeclared reference', () => {
  it('to an error goes by its name, with a warning where it stands', async () => {
    const engine = await anEngine();
    const file = diagram(failing('Broken', 'Broken'));
    await engine.deploy([file]);
    await engine.start('p');
    expect((await engine.snapshot()).endEvents).toEqual(['failed', 'handled']);
  });

  it('of one namespace and of none is the same name', async () => {
    const engine = await anEngine();
    await engine.deploy([diagram(failing('tns:Broken', 'Broken'))]);
    await engine.start('p');
    expect((await engine.snapshot()).endEvents).toEqual(['failed', 'handled']);
  });

  it('to a signal and a message names what is waited for', async () => {
    const engine = await anEngine();
    await engine.deploy([
      diagram(`<startEvent id="s"/>
        <intermediateCatchEvent id="w"><messageEventDefinition messageRef="Paid"/></intermediateCatchEvent>
        <intermediateThrowEvent id="t"><signalEventDefinition signalRef="Alarm"/></intermediateThrowEvent>
        <endEvent id="e"/>${flow('s', 'w')}${flow('w', 't')}${flow('t', 'e')}`),
    ]);
    await engine.start('p');
    await engine.message('Paid');
    expect((await engine.snapshot()).endEvents).toEqual(['e']);
  });

  it('that decides the way is refused at its element', async () => {
    const engine = await anEngine();
    const split = `<startEvent id="s"/><exclusiveGateway id="x" default="gone"/><endEvent id="a"/><endEvent id="b"/>
      ${flow('s', 'x')}${flow('x', 'b')}
      <sequenceFlow id="x_a" sourceRef="x" targetRef="a"><conditionExpression xsi:type="tFormalExpression">= n &gt; 1</conditionExpression></sequenceFlow>`;
    const refusal = await engine.deploy([diagram(split)]).catch((error: unknown) => error);
    expect(problemsOf(refusal)).toContainEqual(
      expect.objectContaining({ rule: 'unresolved-reference', elementId: 'x', severity: 'error' }),
    );
  });
});

it('a second use of an id is refused with the id', async () => {
  const engine = await anEngine();
  const twice = `<startEvent id="s"/><task id="same"/><task id="same"/><endEvent id="e"/>${flow('s', 'same')}${flow('same', 'e')}`;
  const refusal = await engine.deploy([diagram(twice)]).catch((error: unknown) => error);
  expect(problemsOf(refusal)).toContainEqual(
    expect.objectContaining({ rule: 'duplicate-id', elementId: 'same' }),
  );
});
