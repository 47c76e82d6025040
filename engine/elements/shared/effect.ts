/** Running a handler of the host inside the step's transaction. */
import type { HandlerRequest } from '../../decide/effect.ts';
import { BpmnError } from '../../errors.ts';
import { needEffect } from '../../execution/needs.ts';
import type { Step } from '../../execution/step.ts';
import type { Variables } from '../../ports.ts';

/** What the handler gave back. @throws EngineFailure when it failed, BpmnError when it says so. */
export function runEffect(
  step: Step,
  request: {
    readonly handler: string;
    readonly input: Variables;
    readonly effectKey: string;
    readonly attempt?: number;
  },
): Variables {
  const { handler, input, effectKey, attempt = 0 } = request;
  const context = { ...handlerContextOf(step), effectKey, attempt };
  const result = needEffect(step.session, { handler, input, context });
  if (result.kind === 'ok') return result.output;
  throw new BpmnError(result.code, result.message);
}

function handlerContextOf(step: Step): Omit<HandlerRequest['context'], 'effectKey' | 'attempt'> {
  const { instance, definition, element } = step;
  return {
    instanceId: instance.id,
    rootId: instance.rootId,
    definitionId: definition.id,
    processKey: definition.processKey,
    elementId: element.id,
    elementName: element.name,
    businessKey: instance.businessKey,
    initiator: instance.initiator,
    publisher: definition.publisher,
    access: definition.model.access,
  };
}
