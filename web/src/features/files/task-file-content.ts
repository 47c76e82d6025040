import { routes, type TaskFile } from '#contract';
import { routeUrl } from '../../client/index.ts';

/** Where the bytes of a file of a task are. */
export function taskFileContent(file: TaskFile): string {
  return routeUrl(routes.taskFiles.taskFileContent, { params: { id: file.task.id, fileId: file.id } });
}
