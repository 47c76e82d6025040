import { useMemo, useState, type ReactNode } from 'react';
import { useMe } from '../../app/me-context.ts';
import { useNavigation } from '../../app/shell/navigation.ts';
import { TourCard } from './tour-card.tsx';
import { TourContext } from './tour-context.ts';
import { tourOf } from './tour-steps.ts';

/** The tour of the signed-in person's role: begun from the home or the help, at any time, as often as wanted. */
export function TourProvider({ children }: { readonly children: ReactNode }) {
  const me = useMe();
  const navigation = useNavigation();
  const [at, setAt] = useState<number | null>(null);
  const tour = useMemo(() => ({ start: () => setAt(0) }), []);
  const open = new Set(navigation.flatMap(({ items }) => items.map(({ to }) => to)));
  const steps = at === null ? [] : tourOf(me, open);
  const step = at === null ? undefined : steps[at];
  return (
    <TourContext value={tour}>
      {children}
      {step && at !== null && (
        <TourCard step={step} at={at} count={steps.length} onGo={setAt} onEnd={() => setAt(null)} />
      )}
    </TourContext>
  );
}
