/**
 * Why a field was refused at the border, beside what the records' fields are refused for (`FIELD_PROBLEM_CODES`): each
 * has words in every language of the product, and a test fails where it has none.
 */
import { ApiProblem } from './problems.ts';

export const API_FIELD_CODES = [
  'wrongPassword',
  'samePassword',
  'wrongCode',
  'notOwnRole',
  'keyDays',
  'tooManyKeys',
  'noAdminAtFirst',
  'roleOfProvider',
  'onlyWayIn',
  'noneMatches',
  'nothingToMerge',
  'tooManyMatch',
  'notOfThese',
  'diagramUnreadable',
  'diagramOfOther',
  'listUnclear',
  'notForRole',
  'notForYou',
  'mailTooLarge',
  'otherSubject',
  'needsMissing',
  'unknownStart',
  'chooseStart',
  'askedAndFixed',
  'formNeeds',
  'formNeedsAddress',
] as const;

export type ApiFieldCode = (typeof API_FIELD_CODES)[number];

interface Refusal {
  readonly path: string;
  readonly code: ApiFieldCode | 'notChoice' | 'unknown' | 'readOnly';
  readonly message: string;
  readonly values?: Readonly<Record<string, string | number>>;
}

/** A request that one field keeps from being done. */
export function fieldRefused(refusal: Refusal): ApiProblem {
  return new ApiProblem('API_FIELDS_INVALID', { detail: refusal.message, fields: [refusal] });
}
