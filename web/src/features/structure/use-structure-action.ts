import { useState } from 'react';
import { routes } from '#contract';
import { useReportError, type ApiError } from '../../client/index.ts';

/** What every change of the structure makes stale. */
export const STRUCTURE_READS = [
  routes.structure.structure,
  routes.admin.organisation,
  routes.admin.people,
  routes.people.allPeople,
  routes.processes.catalogue,
] as const;

/** What stands against removing is kept to be listed; the rest is told as usual. */
export function useInUse(): {
  readonly inUse: ApiError | null;
  explain(error: ApiError): boolean;
  onError(error: ApiError): void;
} {
  const report = useReportError();
  const [inUse, setInUse] = useState<ApiError | null>(null);
  const explain = (error: ApiError): boolean => {
    const known = error.code === 'CRM_STRUCTURE_IN_USE';
    setInUse(known ? error : null);
    return known;
  };
  return {
    inUse,
    explain,
    onError: (error) => {
      if (!explain(error)) report(error);
    },
  };
}
