/** Where activities stand: one test per kind and place in activities/positions.test.ts. */
export const ACTIVITY_PLACES = [
  'process',
  'subprocess',
  'event subprocess',
  'event subprocess, not interrupting',
  'transaction',
  'ad-hoc subprocess',
  'called process',
  'compensation handler',
  'undone by a handler',
] as const;
