import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { ApiError } from '../client/index.ts';
import { ErrorState } from './error-state.tsx';
import { RowsSkeleton } from './skeletons.tsx';

interface LoadedProps<T> {
  readonly query: UseQueryResult<T, ApiError>;
  readonly children: (value: T) => ReactNode;
  readonly skeleton?: ReactNode;
  readonly compact?: boolean;
}

/** The four states of a read: its skeleton, its error or denial, or what was read. */
export function Loaded<T>({ query, children, skeleton, compact }: LoadedProps<T>) {
  if (query.data !== undefined) return children(query.data);
  if (query.error)
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} compact={compact} />;
  return skeleton ?? <RowsSkeleton rows={compact ? 3 : 8} />;
}
