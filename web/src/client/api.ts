/**
 * One call of the wire contract. Typed by the route; the response is parsed against its schema in development,
 * so that a drift between server and contract shows at once, and trusted in production.
 */
import type { AnyRoute, InputArgument, RawInput, RouteResponse } from './route-input.ts';
import { routeUrl } from './route-input.ts';
import { asOwnWrite } from './own-writes.ts';
import { errorFromResponse, unreachable } from './api-error.ts';

export interface CallOptions {
  readonly signal?: AbortSignal;
  /** One per user action, the same on every retry of it. */
  readonly idempotencyKey?: string;
}

async function send(route: AnyRoute, input: RawInput, options: CallOptions): Promise<Response> {
  const headers: Record<string, string> = {
    Accept: 'application/json',
    'X-Requested-With': 'throughline',
  };
  const writes = route.method === 'POST' || route.method === 'PUT' || route.method === 'PATCH';
  if (writes) headers['Content-Type'] = 'application/json';
  if (route.idempotent && options.idempotencyKey) headers['Idempotency-Key'] = options.idempotencyKey;
  try {
    return await fetch(routeUrl(route, input), {
      method: route.method,
      headers,
      credentials: 'same-origin',
      ...(writes ? { body: JSON.stringify(input.body ?? {}) } : {}),
      ...(options.signal ? { signal: options.signal } : {}),
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw unreachable();
  }
}

/**
 * Calls a route with an untyped input: for code that is generic over routes (hooks). Screens use `api.call`.
 * @throws ApiError
 */
export async function callRoute<R extends AnyRoute>(
  route: R,
  input: RawInput,
  options: CallOptions = {},
): Promise<RouteResponse<R>> {
  const request = (): Promise<Response> => send(route, input, options);
  const response = await (route.method === 'GET' ? request() : asOwnWrite(request));
  if (!response.ok) throw await errorFromResponse(response);
  const body: unknown = await response.json();
  if (import.meta.env.DEV) return route.response.parse(body) as RouteResponse<R>;
  // The server parses its own presenters against the same schema; parsing twice would only cost time.
  return body as RouteResponse<R>;
}

export const api = {
  /** @throws ApiError */
  call<R extends AnyRoute>(route: R, ...[input]: InputArgument<R>): Promise<RouteResponse<R>> {
    return callRoute(route, (input ?? {}) as RawInput);
  },
};
