/**
 * Sending a message (BPMN 2.0.2 §10.5.1). The token waits until a job has delivered it to whoever waits for name
 * and key; a step never touches another instance, so that two of them cannot wait for each other's lock. When
 * nobody waits, the message is lost, unless it says how long it is to be kept.
 */
import type { MessageDefinition } from '../../definition/model.ts';
import type { ThrownMessage } from '../../decide/message-of.ts';
import type { Step } from '../../execution/step.ts';
import { wait } from '../../execution/tokens.ts';
import { evaluateText, inputsOf } from '../../execution/variables.ts';
import { correlationKeyOf, messageNameOf } from '../../execution/arming.ts';
import { createJob } from '../../execution/wakers.ts';
import type { Variables } from '../../ports.ts';

export function throwMessage(step: Step, message: MessageDefinition): void {
  throwMessages(step, [message]);
}

/** Several messages of one event: the token waits for all of them. */
export function throwMessages(step: Step, messages: readonly MessageDefinition[]): void {
  const variables = inputsOf(step);
  const thrown = messages.map((message): ThrownMessage => ({
    name: messageNameOf(step, message),
    correlationKey: correlationKeyOf(step, message, variables),
    variables,
    ...(message.timeToLive && { timeToLive: String(evaluateText(step, message.timeToLive)) }),
  }));
  const token = wait(step);
  thrown.forEach((message, index) => {
    createJob(step, token, {
      kind: 'continue',
      dueAt: step.session.environment.now,
      payload: { message: message as unknown as Variables },
      effectKey: index === 0 ? token.id : `${token.id} ${index}`,
      ...(messages.length > 1 && { group: step.element.id }),
    });
  });
}
