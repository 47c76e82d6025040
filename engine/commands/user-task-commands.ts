/** What people do with their tasks. */
import type { Engine } from '../engine.ts';
import type { CommandContext } from './command-context.ts';
import { submissionOf } from './submission.ts';

export function userTaskCommands({
  runner,
}: CommandContext): Pick<
  Engine,
  | 'completeUserTask'
  | 'claimUserTask'
  | 'unclaimUserTask'
  | 'assignUserTask'
  | 'changeUserTask'
  | 'delegateUserTask'
  | 'resolveUserTask'
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
    async changeUserTask(request, options) {
      const { taskId, change } = request;
      await runner.submit(submissionOf({ kind: 'changeUserTask', taskId, change }, request, options));
    },
    async delegateUserTask(request, options) {
      const { taskId, userId } = request;
      await runner.submit(submissionOf({ kind: 'delegateUserTask', taskId, userId }, request, options));
    },
    async resolveUserTask(request, options) {
      const { taskId, variables = {} } = request;
      await runner.submit(submissionOf({ kind: 'resolveUserTask', taskId, variables }, request, options));
    },
  };
}
