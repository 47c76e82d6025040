/**
 * Writes. One idempotency key per user action: it is made when the action is run and stays the same while the
 * action is tried again after a network failure, so a doubtful write is never doubled.
 */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { v7 as uuid } from 'uuid';
import { callRoute } from './api.ts';
import type { ApiError } from './api-error.ts';
import { mayRetry } from './query-client.ts';
import {
  routeKey,
  type AnyRoute,
  type RawInput,
  type RouteInput,
  type RouteResponse,
} from './route-input.ts';
import { useReportError } from './use-report-error.tsx';

export interface ActionOptions<R extends AnyRoute> {
  /** Routes whose reads are stale after the write. */
  readonly invalidate?: readonly AnyRoute[];
  readonly onSuccess?: (response: RouteResponse<R>, input: RouteInput<R>) => void;
  /** Shown by the caller; without it a failure becomes a toast. */
  readonly onError?: (error: ApiError, input: RouteInput<R>) => void;
}

export interface Action<R extends AnyRoute> {
  /** Fire and forget: failures are reported to the user. */
  run(input: RouteInput<R>): void;
  /** @throws ApiError */
  runAsync(input: RouteInput<R>): Promise<RouteResponse<R>>;
  readonly pending: boolean;
  readonly error: ApiError | null;
  reset(): void;
}

interface Attempt<R extends AnyRoute> {
  readonly input: RouteInput<R>;
  readonly key: string;
}

export function useAction<R extends AnyRoute>(route: R, options: ActionOptions<R> = {}): Action<R> {
  const queries = useQueryClient();
  const report = useReportError();
  const mutation = useMutation<RouteResponse<R>, ApiError, Attempt<R>>({
    mutationFn: ({ input, key }) => callRoute(route, input as RawInput, { idempotencyKey: key }),
    retry: (failures, error) => route.idempotent && mayRetry(failures, error),
    onSuccess: async (response, { input }) => {
      options.onSuccess?.(response, input);
      await Promise.all(
        (options.invalidate ?? []).map((stale) => queries.invalidateQueries({ queryKey: routeKey(stale) })),
      );
    },
    onError: (error, { input }) => {
      if (options.onError) options.onError(error, input);
      else report(error);
    },
  });
  const attempt = (input: RouteInput<R>): Attempt<R> => ({ input, key: uuid() });
  return {
    run: (input) => mutation.mutate(attempt(input)),
    runAsync: (input) => mutation.mutateAsync(attempt(input)),
    pending: mutation.isPending,
    error: mutation.error,
    reset: mutation.reset,
  };
}
