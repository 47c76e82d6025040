/** What people do with their tasks. */
import type { Engine } from '../engine.ts';
import type { CommandContext } from './command-context.ts';
import { submissionOf } from './submission.ts';

export function userTaskCommands({
  runner,
}: CommandContext): Pick<
  Engine,
  'completeUserTask' | 'claimUserTask' | 'unclaimUserTask' | 'assignUserTask'
> {
  return {
    async completeUserTask(request, options) {
      const command = {
        kind: 'completeUserTask',
        taskId: request.taskId,
        outcome: request.outcome ?? null,
        variables: request.variables ?? {},
        rescheduleTo: request.rescheduleTo ?? null,
      } as const;
      const result = await runner.submit(submissionOf(command, request, options));
      return result as { readonly instanceId: string };
    },
    async claimUserTask(request, options) {
      const command = { kind: 'claimUserTask', taskId: request.taskId, userId: request.userId } as const;
      await runner.submit(submissionOf(command, request, options));
    },
    async unclaimUserTask(request, options) {
      const command = { kind: 'unclaimUserTask', taskId: request.taskId } as const;
      await runner.submit(submissionOf(command, request, options));
    },
    async assignUserTask(request, options) {
      const command = { kind: 'assignUserTask', taskId: request.taskId, userId: request.userId } as const;
      await runner.submit(submissionOf(command, request, options));
    },
  };
}
