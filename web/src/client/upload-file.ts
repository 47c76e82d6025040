/** Sends a file as it is, without reading it into memory. @throws ApiError */
import { routes } from '#contract';
import { errorFromResponse, unreachable } from './api-error.ts';
import { routeUrl } from './route-input.ts';

export async function uploadFile(request: {
  readonly entity: string;
  readonly id: string;
  readonly file: File;
}): Promise<void> {
  const { entity, id, file } = request;
  const query = { name: file.name, mime: file.type };
  let response: Response;
  try {
    response = await fetch(routeUrl(routes.collaboration.addFile, { params: { entity, id }, query }), {
      method: 'POST',
      headers: {
        Accept: 'application/json',
        'Content-Type': 'application/octet-stream',
        'X-Requested-With': 'throughline',
      },
      credentials: 'same-origin',
      body: file,
    });
  } catch {
    throw unreachable();
  }
  if (!response.ok) throw await errorFromResponse(response);
}
