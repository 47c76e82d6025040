import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { FormPart } from './schema.ts';
import type { FormValues } from './validate.ts';

function conditionsOf(parts: readonly FormPart[]): [string, string][] {
  return parts.flatMap((part) => [
    ...(part.hide ? [[part.id, part.hide.replace(/^\s*=/, '')] as [string, string]] : []),
    ...(part.kind === 'group' ? conditionsOf(part.parts) : []),
  ]);
}

/** Ids of the parts whose FEEL condition hides them. FEEL is loaded only for forms that have a condition. */
export function useHiddenParts(parts: readonly FormPart[], values: FormValues): ReadonlySet<string> {
  const conditions = useMemo(() => conditionsOf(parts), [parts]);
  const feel = useQuery({
    queryKey: ['feelin'],
    queryFn: () => import('feelin'),
    enabled: conditions.length > 0,
    staleTime: Infinity,
  }).data;
  return useMemo(() => {
    const hidden = new Set<string>();
    if (!feel) return hidden;
    for (const [id, condition] of conditions) {
      try {
        if (feel.evaluate(condition, values).value === true) hidden.add(id);
      } catch {
        // A condition that cannot be read hides nothing: the executor sees more, never less.
      }
    }
    return hidden;
  }, [feel, conditions, values]);
}
