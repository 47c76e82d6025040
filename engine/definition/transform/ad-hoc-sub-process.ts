/** Ad-hoc subprocesses (BPMN 2.0.2 §10.3.5.3): what in them may begin, in which order, and when they end. */
import { isA, readAdHoc, referenceOf, textOf, type ModdleElement } from '#moddle';
import type { AdHocSubProcess, Container, ElementBase } from '../model.ts';
import type { TransformContext } from './context.ts';
import { grown } from './grown.ts';

export function isAdHoc(element: ModdleElement | null | undefined): boolean {
  return isA(element, 'bpmn:AdHocSubProcess');
}

export function adHocSubProcess(
  node: ModdleElement,
  base: ElementBase,
  container: Container,
  context: TransformContext,
): AdHocSubProcess {
  const { activeElements, outputCollection, outputElement } = readAdHoc(node);
  const condition = textOf(referenceOf(node, 'completionCondition'), 'body');
  const startable = startableIn(node);
  if (startable.length === 0)
    context.report(
      'error',
      'nothing-to-activate',
      'The ad-hoc subprocess has no activity that can be started.',
    );
  return grown(base, {
    type: 'adHocSubProcess',
    ownsScope: true,
    container,
    sequential: node.get('ordering') === 'Sequential',
    completionCondition: condition ? context.expression(condition) : null,
    cancelsRemaining: node.get('cancelRemainingInstances') !== false,
    startable,
    initial: activeElements ? context.expression(activeElements) : null,
    outputCollection,
    output: outputElement ? context.expression(outputElement) : null,
  });
}

/** Activities and events to which no flow leads; handlers and event subprocesses begin by themselves. */
function startableIn(adHoc: ModdleElement): readonly string[] {
  const nodes = (adHoc.get('flowElements') as readonly ModdleElement[] | undefined) ?? [];
  const reached = new Set(
    nodes.filter((node) => isA(node, 'bpmn:SequenceFlow')).map((flow) => referenceOf(flow, 'targetRef')),
  );
  return nodes
    .filter((node) => isA(node, 'bpmn:FlowNode') && !isA(node, 'bpmn:BoundaryEvent', 'bpmn:StartEvent'))
    .filter((node) => node.get('isForCompensation') !== true && node.get('triggeredByEvent') !== true)
    .filter((node) => !reached.has(node))
    .flatMap((node) => node.id ?? []);
}
