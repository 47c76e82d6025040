/**
 * One route of the wire contract. The table in routes.ts is read by the server (it mounts nothing else), by the
 * web client (it is typed by it) and by the OpenAPI document.
 */
import type { z } from 'zod';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Who may call at all; finer rights are decided by the handler through the rights predicate. */
export type Access =
  | 'public'
  | 'signedIn'
  | 'processOwner'
  | 'admin'
  | 'demonstrationAdmin'
  /** A program with a worker's key; the handler checks its topics. Administrators may call it too. */
  | 'worker';

export interface RouteDefinition<
  P extends z.ZodType = z.ZodType,
  Q extends z.ZodType = z.ZodType,
  B extends z.ZodType = z.ZodType,
  R extends z.ZodType = z.ZodType,
> {
  readonly method: Method;
  /** Express path, e.g. `/api/tasks/:id`. */
  readonly path: string;
  readonly access: Access;
  readonly summary: string;
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  readonly response: R;
  /** Writes that accept an Idempotency-Key header. */
  readonly idempotent: boolean;
  /** The handler answers with bytes itself; the response schema then says nothing. */
  readonly bytes?: 'down' | 'up';
  /** A write that is open also to an administrator who sees the product as somebody else. */
  readonly whileSeeingAs?: boolean;
  /** Not for programs with an API key: it is about the person's own sign-in. */
  readonly personOnly?: boolean;
  /** Open also to somebody who must take a second factor or another password first. */
  readonly whilePending?: boolean;
}

export function defineRoute<
  P extends z.ZodType,
  Q extends z.ZodType,
  B extends z.ZodType,
  R extends z.ZodType,
>(route: RouteDefinition<P, Q, B, R>): RouteDefinition<P, Q, B, R> {
  return route;
}
