/** What a caller must supply for a route: `params`, `query` and `body`, each only when the contract asks for it. */
import type { RouteDefinition } from '#contract';

export type AnyRoute = RouteDefinition;
/** Input and output of a zod schema without naming zod: the web knows the contract only. */
type InputOf<S> = S extends { _zod: { input: infer I } } ? I : never;
type OutputOf<S> = S extends { _zod: { output: infer O } } ? O : never;

type Part<Key extends string, Value> =
  Value extends Record<string, never>
    ? { [K in Key]?: undefined }
    : object extends Value
      ? { [K in Key]?: Value }
      : { [K in Key]: Value };

export type RouteInput<R extends AnyRoute> = Part<'params', InputOf<R['params']>> &
  Part<'query', InputOf<R['query']>> &
  Part<'body', InputOf<R['body']>>;
export type RouteResponse<R extends AnyRoute> = OutputOf<R['response']>;

/** The input argument itself is optional when nothing in it is required. */
export type InputArgument<R extends AnyRoute> =
  object extends RouteInput<R> ? [input?: RouteInput<R>] : [input: RouteInput<R>];

/** The untyped shape that the transport works on; only `RouteInput` is offered to callers. */
export interface RawInput {
  readonly params?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

/** Key of a read: begins with the route's path, so that invalidating a route reaches all its reads. */
export function routeKey(route: AnyRoute, input?: RawInput): readonly unknown[] {
  if (!input) return [route.path];
  return [route.path, input.params ?? {}, input.query ?? {}];
}

export function routeUrl(route: AnyRoute, input: RawInput): string {
  const path = route.path.replace(/:([a-zA-Z]+)/g, (_match, name: string) =>
    encodeURIComponent(String(input.params?.[name] ?? '')),
  );
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(input.query ?? {})) {
    if (value !== undefined && value !== null && value !== '') query.set(name, String(value));
  }
  const search = query.toString();
  return search ? `${path}?${search}` : path;
}
