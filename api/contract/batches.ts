/** One operation over many instances, tasks or failed steps, as its watchers see it. */
import { z } from 'zod';
import { id, person } from './common.ts';

export const batch = z.object({
  id,
  kind: z.enum([
    'cancelInstances',
    'suspendInstances',
    'resumeInstances',
    'migrateInstances',
    'setVariables',
    'retryIncidents',
    'skipIncidents',
    'assignTasks',
    'claimTasks',
    'changeTasks',
    'completeTasks',
    'undoBatch',
  ]),
  by: person.nullable(),
  reason: z.string().nullable(),
  createdAt: z.string(),
  finishedAt: z.string().nullable(),
  state: z.enum(['running', 'done', 'cancelled']),
  total: z.number().int(),
  done: z.number().int(),
  failed: z.number().int(),
});
export type Batch = z.infer<typeof batch>;

/** Something that was not done, and why. */
export const refusal = z.object({
  id,
  /** Of the task, or of the instance; null when it is gone or not to be seen. */
  name: z.string().nullable(),
  instanceId: id.nullable(),
  /** As a refused request would have it; null for refusals of former versions. */
  code: z.string().nullable(),
  message: z.string(),
});
export type Refusal = z.infer<typeof refusal>;

/** The first 500 refusals. */
export const batchDetail = batch.extend({
  refused: z.array(refusal),
  /** It is over, did something that has a way back, and was not taken back yet. */
  mayUndo: z.boolean(),
});
export type BatchDetail = z.infer<typeof batchDetail>;
