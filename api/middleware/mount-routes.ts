/**
 * Mounts routes of the contract and nothing else: each is parsed with its own schemas, its access is checked before
 * the handler runs, and what the handler returns is cut to the agreed shape. A handler for every route of a group
 * is required by type.
 */
import type { Request, Response, Router } from 'express';
import { z } from 'zod';
import type { Access, RouteDefinition } from '#contract';
import { processRightsOf, type RequestUser } from '#crm';
import type { Identity, PendingStep } from '../auth/identify.ts';
import type { Session } from '../auth/sessions.ts';
import type { Worker } from '../auth/workers.ts';
import { ApiProblem, fieldProblems } from '../errors/problems.ts';

/** Same shape as the engine's Actor. */
export interface UserActor {
  readonly kind: 'user';
  readonly id: string;
}

export interface RouteRequest<R extends RouteDefinition> {
  readonly params: z.output<R['params']>;
  readonly query: z.output<R['query']>;
  readonly body: z.output<R['body']>;
  /** Null only on public routes. */
  readonly visitor: RequestUser | null;
  /** The signed-in user, or the owner of the key narrowed to its role; reading it on a public route without one answers 401. */
  readonly user: RequestUser;
  readonly actor: UserActor;
  readonly session: Session | null;
  /** The administrator who looks through the user's eyes. */
  readonly seenBy: RequestUser | null;
  /** What the person must do before the product opens. */
  readonly pending: PendingStep | null;
  /** The program that shows a worker's key; null where a person asks. */
  readonly worker: Worker | null;
  readonly idempotencyKey: string | undefined;
  readonly correlationId: string;
  /** For cookies and headers only. */
  readonly http: { readonly request: Request; readonly response: Response };
}

/** What a handler returns is parsed by the response schema: the schema's input. */
export type RouteHandler<R extends RouteDefinition> = (
  request: RouteRequest<R>,
) => Promise<z.input<R['response']>>;

export type RouteGroup = Readonly<Record<string, RouteDefinition>>;
export type RouteHandlers<G extends RouteGroup> = { readonly [K in keyof G]: RouteHandler<G[K]> };

export interface MountOptions {
  /** Who sends this request; null when nobody is signed in. */
  readonly identify: (request: Request) => Promise<Identity | null>;
  readonly demonstration: boolean;
  /** Whose worker's key the request shows; only routes for workers ask. */
  readonly identifyWorker?: (request: Request) => Worker | null;
}

const IDEMPOTENCY_KEY = z.string().regex(/^[\w.:-]{8,200}$/);

export function mountRoutes<G extends RouteGroup>(
  router: Router,
  group: G,
  handlers: RouteHandlers<G>,
  options: MountOptions,
): void {
  for (const name of Object.keys(group)) {
    const route = group[name] as RouteDefinition;
    // The mapped type pairs each route with its own handler; the loop cannot say so.
    const handler = handlers[name] as unknown as RouteHandler<RouteDefinition>;
    mountRoute(router, route, handler, options);
  }
}

function mountRoute(
  router: Router,
  route: RouteDefinition,
  handler: RouteHandler<RouteDefinition>,
  options: MountOptions,
): void {
  const method = route.method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete';
  router[method](route.path, async (request, response) => {
    const worker = route.access === 'worker' ? (options.identifyWorker?.(request) ?? null) : null;
    const identity = worker ? null : await options.identify(request);
    if (!worker) assertAccess(route.access, identity?.user ?? null, options.demonstration);
    if (identity) assertOpen(route, identity);
    const answer = await handler(routeRequest(route, { request, response }, { identity, worker }));
    if (route.bytes === 'down') return;
    response.setHeader('Cache-Control', 'no-store');
    response.json(route.response.parse(answer));
  });
}

/** What the way of signing in forbids, whatever the rights allow. */
function assertOpen(route: RouteDefinition, { seenBy, apiKey, pending }: Identity): void {
  if (route.access === 'public') return;
  const writes = route.method !== 'GET';
  if (seenBy && writes && !route.whileSeeingAs) throw new ApiProblem('API_SEEN_AS_READ_ONLY');
  if (apiKey && route.personOnly) throw new ApiProblem('API_PERSON_ONLY');
  if (apiKey?.readOnly && writes) throw new ApiProblem('API_KEY_READ_ONLY');
  if (pending === null || route.whilePending) return;
  throw new ApiProblem(
    pending === 'password' ? 'API_PASSWORD_CHANGE_REQUIRED' : 'API_SECOND_FACTOR_REQUIRED',
  );
}

function routeRequest(
  route: RouteDefinition,
  http: { readonly request: Request; readonly response: Response },
  { identity, worker }: { readonly identity: Identity | null; readonly worker: Worker | null },
): RouteRequest<RouteDefinition> {
  const visitor = identity?.user ?? null;
  const { request } = http;
  return {
    params: parsed(route.params, request.params, 'API_REQUEST_INVALID'),
    query: parsed(route.query, request.query, 'API_REQUEST_INVALID'),
    body: parsed(route.body, request.body ?? {}, 'API_FIELDS_INVALID'),
    visitor,
    get user() {
      return signedIn(visitor);
    },
    get actor(): UserActor {
      return { kind: 'user', id: signedIn(visitor).id };
    },
    session: identity?.session ?? null,
    seenBy: identity?.seenBy ?? null,
    pending: identity?.pending ?? null,
    idempotencyKey: route.idempotent ? idempotencyKey(request) : undefined,
    correlationId: String(request.id),
    worker,
    http,
  };
}

function parsed(
  schema: z.ZodType,
  value: unknown,
  code: 'API_REQUEST_INVALID' | 'API_FIELDS_INVALID',
): unknown {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new ApiProblem(code, { fields: fieldProblems(result.error) });
}

function idempotencyKey(request: Request): string | undefined {
  const header = request.get('idempotency-key');
  if (header === undefined) return undefined;
  const result = IDEMPOTENCY_KEY.safeParse(header);
  if (result.success) return result.data;
  throw new ApiProblem('API_REQUEST_INVALID', {
    detail: 'An Idempotency-Key has 8 to 200 letters, digits or . : _ -',
  });
}

function signedIn(user: RequestUser | null): RequestUser {
  if (user === null) throw new ApiProblem('API_NOT_SIGNED_IN');
  return user;
}

function assertAccess(access: Access, visitor: RequestUser | null, demonstration: boolean): void {
  if (access === 'public') return;
  const user = signedIn(visitor);
  if (access === 'demonstrationAdmin' && !demonstration) throw new ApiProblem('API_NOT_FOUND');
  if (!mayEnter(access, user)) throw new ApiProblem('API_FORBIDDEN');
}

function mayEnter(access: Exclude<Access, 'public'>, user: RequestUser): boolean {
  switch (access) {
    case 'signedIn':
      return true;
    case 'processOwner':
      return (
        user.isAdmin || processRightsOf(user, '*').some((right) => right === 'draw' || right === 'publish')
      );
    case 'admin':
    case 'worker':
    case 'demonstrationAdmin':
      return user.isAdmin;
  }
}
