import { createContext, use } from 'react';

export interface Tour {
  start(): void;
}

export const TourContext = createContext<Tour | null>(null);

export function useTour(): Tour {
  const tour = use(TourContext);
  if (!tour) throw new Error('Expected useTour to be called below the shell.');
  return tour;
}
