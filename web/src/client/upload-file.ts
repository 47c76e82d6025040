/** Sends a file as it is, without reading it into memory. @throws ApiError */
import { routes } from '#contract';
import { errorFromResponse, unreachable } from './api-error.ts';
import { routeUrl, type RouteResponse } from './route-input.ts';

export async function uploadFile(request: {
  readonly entity: string;
  readonly id: string;
  readonly file: File;
}): Promise<void> {
  const { entity, id, file } = request;
  const query = { name: file.name, mime: file.type };
  await sendBytes(routeUrl(routes.collaboration.addFile, { params: { entity, id }, query }), file);
}

/** Adds a file to a user task. @throws ApiError */
export async function uploadTaskFile(request: {
  readonly taskId: string;
  readonly file: File;
}): Promise<void> {
  const { taskId, file } = request;
  const input = { params: { id: taskId }, query: { name: file.name, mime: file.type } };
  await sendBytes(routeUrl(routes.taskFiles.addTaskFile, input), file);
}

/** Begins an import with a file. @throws ApiError */
export async function uploadTable(request: {
  readonly entity: string;
  readonly file: File;
}): Promise<RouteResponse<typeof routes.imports.beginImport>> {
  const { entity, file } = request;
  const input = { params: { entity }, query: { name: file.name } };
  const response = await sendBytes(routeUrl(routes.imports.beginImport, input), file);
  return (await response.json()) as RouteResponse<typeof routes.imports.beginImport>;
}

async function sendBytes(url: string, body: File): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, {
      method: 'POST',
      headers: {
        Accept: 'application/json',
        'Content-Type': 'application/octet-stream',
        'X-Requested-With': 'throughline',
      },
      credentials: 'same-origin',
      body,
    });
  } catch {
    throw unreachable();
  }
  if (!response.ok) throw await errorFromResponse(response);
  return response;
}
