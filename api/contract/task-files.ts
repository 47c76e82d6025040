/** Files on user tasks: put there by who works on a task, seen from its instance. */
import { z } from 'zod';
import { recordFile } from './collaboration.ts';
import { id, idParams, none, ok } from './common.ts';
import { defineRoute } from './route.ts';

const taskFile = recordFile.omit({ kind: true }).extend({
  task: z.object({ id, name: z.string() }),
  /** Whether the caller may take it off. */
  removable: z.boolean(),
});
export type TaskFile = z.infer<typeof taskFile>;
const ofTask = z.object({ items: z.array(taskFile), mayAdd: z.boolean() });
const fileParams = z.object({ id, fileId: id }).strict();
const read = { access: 'signedIn', query: none, body: none, idempotent: false } as const;

export const taskFileRoutes = {
  taskFiles: defineRoute({
    ...read,
    method: 'GET',
    path: '/api/tasks/:id/files',
    summary: 'Files of a task, for those who may see it',
    params: idParams,
    response: ofTask,
  }),
  addTaskFile: defineRoute({
    method: 'POST',
    path: '/api/tasks/:id/files',
    access: 'signedIn',
    summary:
      'Add a file to an open task, as its executor or with the right to intervene: its bytes are the body, sent as application/octet-stream',
    params: idParams,
    query: z.object({ name: z.string().min(1).max(200), mime: z.string().max(200).default('') }).strict(),
    body: none,
    response: ofTask,
    idempotent: false,
    bytes: 'up',
  }),
  removeTaskFile: defineRoute({
    method: 'DELETE',
    path: '/api/tasks/:id/files/:fileId',
    access: 'signedIn',
    summary: 'Take a file off a task: an own one while the task is open, any with the right to intervene',
    params: fileParams,
    query: none,
    body: none,
    response: ofTask,
    idempotent: true,
  }),
  taskFileContent: defineRoute({
    ...read,
    method: 'GET',
    path: '/api/tasks/:id/files/:fileId/content',
    summary: 'The bytes of a file, for those who may see its task or its instance',
    params: fileParams,
    response: ok,
    bytes: 'down',
  }),
  instanceFiles: defineRoute({
    ...read,
    method: 'GET',
    path: '/api/instances/:id/files',
    summary: 'Files of all tasks of an instance, for those who may see it',
    params: idParams,
    response: z.object({ items: z.array(taskFile) }),
  }),
};
