/** What became of a cell: as it stood, put right, put right with a doubt, or not to be read. */
export type CellProblem =
  | 'number'
  | 'wholeNumber'
  | 'date'
  | 'dateTime'
  | 'boolean'
  | 'email'
  | 'choice'
  | 'tooLong'
  | 'formulaError'
  | 'notFound'
  | 'several'
  | 'reference'
  | 'invalid';
export type CellDoubt =
  | 'decimalSign'
  | 'dateOrder'
  | 'century'
  | 'phone'
  | 'areaCode'
  | 'emailSign'
  | 'likeChoice'
  | 'nameOrder'
  | 'leftOut';

export type CellReading<T = unknown> =
  | { readonly state: 'ok'; readonly value: T }
  | { readonly state: 'fixed'; readonly value: T }
  | { readonly state: 'doubtful'; readonly value: T; readonly doubt: CellDoubt }
  | { readonly state: 'bad'; readonly problem: CellProblem; readonly detail?: string };

export const ok = <T>(value: T): CellReading<T> => ({ state: 'ok', value });
export const fixed = <T>(value: T): CellReading<T> => ({ state: 'fixed', value });
export const doubtful = <T>(value: T, doubt: CellDoubt): CellReading<T> => ({
  state: 'doubtful',
  value,
  doubt,
});
export const bad = (problem: CellProblem, detail?: string): CellReading<never> =>
  detail === undefined ? { state: 'bad', problem } : { state: 'bad', problem, detail };
