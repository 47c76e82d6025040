/** A write of the CRM by a signed-in person, once per Idempotency-Key. */
import type { RouteDefinition } from '#contract';
import type { Caller } from '#crm';
import type { ApiContext } from '../context.ts';
import type { RouteRequest } from '../middleware/mount-routes.ts';
import { idempotently } from './idempotently.ts';

export function recordWrite<R extends RouteDefinition, T>(
  context: ApiContext,
  request: RouteRequest<R>,
  work: (caller: Caller) => Promise<T>,
): Promise<T> {
  const { user, idempotencyKey, params, body, http } = request;
  const asked = { method: http.request.method, path: http.request.path, params, body };
  return idempotently(context, { userId: user.id, key: idempotencyKey, request: asked }, (transaction) =>
    work({ user, transaction }),
  );
}
