import { createContext, use } from 'react';
import type { Me, ProcessRight } from '#contract';

export const MeContext = createContext<Me | null>(null);

/** Who is signed in. Only below the session. */
export function useMe(): Me {
  const me = use(MeContext);
  if (!me) throw new Error('Expected useMe to be called below the session.');
  return me;
}

export function useProcessRight(right: ProcessRight): boolean {
  return useMe().processRights.includes(right);
}
