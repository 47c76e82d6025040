/** Reads: the query key derives from the route, never typed by hand. */
import {
  keepPreviousData,
  useInfiniteQuery,
  useQueries,
  useQuery,
  type UseInfiniteQueryResult,
  type UseQueryResult,
} from '@tanstack/react-query';
import { callRoute } from './api.ts';
import type { ApiError } from './api-error.ts';
import {
  routeKey,
  type AnyRoute,
  type RawInput,
  type RouteInput,
  type RouteResponse,
} from './route-input.ts';

export interface ReadOptions {
  readonly enabled?: boolean;
  /** Shows the former page while the next one loads, e.g. while typing a filter. */
  readonly keepPrevious?: boolean;
  readonly staleTime?: number;
  readonly refetchInterval?: number;
}

type ReadArguments<R extends AnyRoute> =
  object extends RouteInput<R>
    ? [input?: RouteInput<R>, options?: ReadOptions]
    : [input: RouteInput<R>, options?: ReadOptions];

/** Reads a route and keeps it fresh. */
export function useRoute<R extends AnyRoute>(
  route: R,
  ...[input, options]: ReadArguments<R>
): UseQueryResult<RouteResponse<R>, ApiError> {
  const raw = (input ?? {}) as RawInput;
  return useQuery<RouteResponse<R>, ApiError>({
    queryKey: routeKey(route, raw),
    queryFn: ({ signal }) => callRoute(route, raw, { signal }),
    enabled: options?.enabled ?? true,
    ...(options?.keepPrevious ? { placeholderData: keepPreviousData } : {}),
    ...(options?.staleTime === undefined ? {} : { staleTime: options.staleTime }),
    ...(options?.refetchInterval === undefined ? {} : { refetchInterval: options.refetchInterval }),
  });
}

/** Reads a route for each of several inputs; undefined where one is not there yet, or is refused. */
export function useRoutes<R extends AnyRoute>(
  route: R,
  inputs: readonly RouteInput<R>[],
  options: Pick<ReadOptions, 'staleTime'> = {},
): readonly (RouteResponse<R> | undefined)[] {
  const answers = useQueries({
    queries: inputs.map((input) => ({
      queryKey: routeKey(route, input as RawInput),
      queryFn: ({ signal }: { readonly signal: AbortSignal }) =>
        callRoute(route, input as RawInput, { signal }),
      ...options,
    })),
  });
  return answers.map((answer) => answer.data);
}

interface Page {
  readonly nextCursor: string | null;
}
export interface Pages<P> {
  readonly pages: readonly P[];
}

/** Reads a keyset-paged route page by page. */
export function usePages<R extends AnyRoute>(
  route: R,
  input: RouteInput<R>,
  options?: ReadOptions,
): UseInfiniteQueryResult<Pages<RouteResponse<R>>, ApiError> {
  const raw = input as RawInput;
  return useInfiniteQuery<
    RouteResponse<R>,
    ApiError,
    Pages<RouteResponse<R>>,
    readonly unknown[],
    string | null
  >({
    queryKey: [...routeKey(route, raw), 'pages'],
    queryFn: ({ signal, pageParam }) =>
      callRoute(route, { ...raw, query: { ...raw.query, cursor: pageParam ?? undefined } }, { signal }),
    initialPageParam: null,
    getNextPageParam: (page) => (page as Page).nextCursor,
    enabled: options?.enabled ?? true,
    ...(options?.keepPrevious ? { placeholderData: keepPreviousData } : {}),
  });
}
