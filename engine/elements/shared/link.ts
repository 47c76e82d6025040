/** Link events (BPMN 2.0.2 §10.5.4): a flow that is not drawn, inside one process or subprocess. */
import type { Element, LinkDefinition } from '../../definition/model.ts';
import type { Step } from '../../execution/step.ts';
import { leave } from '../../execution/tokens.ts';

/** Deployment has seen that there is exactly one target. */
export function followLink(step: Step, { linkName }: LinkDefinition): void {
  const { element, definition, scopeId, session } = step;
  const targets = [...definition.model.elements.values()].filter(
    (one) => one.parentId === element.parentId && one.id !== element.id && catches(one, linkName),
  );
  const [target] = targets;
  if (!target) throw new Error(`Expected deployment to refuse the link '${linkName}' without a target.`);
  leave(step, []);
  session.agenda.push({ kind: 'enter', scopeId, elementId: target.id, flowId: null, tokenId: null });
}

/** What throws the link has a flow into it, what catches it has none. */
function catches(element: Element, linkName: string): boolean {
  const isLink = 'event' in element && element.event.kind === 'link' && element.event.linkName === linkName;
  return isLink && element.bpmnType === 'bpmn:IntermediateCatchEvent';
}
