import type { Engine } from '../engine.ts';
import type { CommandContext } from './command-context.ts';
import { holdStart, isSuspension } from './held-start.ts';
import { submissionOf } from './submission.ts';

/** Each conditional start event of a version in force is tried by itself; the key guards each start. */
export function evaluateConditions(context: CommandContext): Engine['evaluateConditions'] {
  const { store, runner } = context;
  return async (request, options) => {
    const { variables, businessKey = null } = request;
    const { actor, idempotencyKey } = options;
    const started: string[] = [];
    for (const { definitionId, elementId } of await store.startSubscriptions('conditional')) {
      const command = {
        kind: 'start',
        definitionId,
        startElementId: elementId,
        businessKey,
        variables,
        initiator: actor.kind === 'user' ? actor.id : null,
        origin: { kind: 'condition' },
      } as const;
      const key = idempotencyKey && { idempotencyKey: `${idempotencyKey} ${definitionId} ${elementId}` };
      const submission = submissionOf(command, request, { ...options, ...key });
      const result = await runner.submit(submission).catch((error: unknown) => {
        if (!isSuspension(error)) throw error;
        return holdStart(context, command, submission);
      });
      const { instanceId } = result as { readonly instanceId?: string | null };
      if (instanceId) started.push(instanceId);
    }
    return { started };
  };
}
