/** What people do with their tasks. */
import type { Engine } from '../engine.ts';
import type { EngineTransaction, Json } from '../ports.ts';
import type { CommandContext } from './command-context.ts';
import { submissionOf, type Submission } from './submission.ts';

export function userTaskCommands({
  runner,
  store,
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
  const submit = (submission: Submission, transaction?: EngineTransaction): Promise<Json> =>
    transaction ? runner.submitWithin(submission, store.within(transaction)) : runner.submit(submission);
  return {
    async completeUserTask(request, options, transaction) {
      const command = {
        kind: 'completeUserTask',
        taskId: request.taskId,
        claimFor: request.claimFor ?? null,
        outcome: request.outcome ?? null,
        variables: request.variables ?? {},
        rescheduleTo: request.rescheduleTo ?? null,
      } as const;
      const result = await submit(submissionOf(command, request, options), transaction);
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
    async resolveUserTask(request, options, transaction) {
      const { taskId, variables = {} } = request;
      const command = { kind: 'resolveUserTask', taskId, variables } as const;
      await submit(submissionOf(command, request, options), transaction);
    },
  };
}
