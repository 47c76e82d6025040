import { fieldsInvalid } from '../errors.ts';
import type { PlannedWrite } from './entity-types.ts';

/** Of use in `beforeWrite`. @throws CrmRejection CRM_FIELDS_INVALID where the field `to` would be before the field `from`. */
export function assertInOrder({ before, wanted }: PlannedWrite, from: string, to: string): void {
  if (wanted[from] === undefined && wanted[to] === undefined) return;
  const now = { ...before, ...wanted };
  const [begin, end] = [instantOf(now[from]), instantOf(now[to])];
  if (begin === null || end === null || begin <= end) return;
  throw fieldsInvalid([{ path: to, code: 'endsBefore', message: 'The end is not before the beginning.' }]);
}

function instantOf(value: unknown): number | null {
  if (typeof value !== 'string' && !(value instanceof Date)) return null;
  const instant = new Date(value).getTime();
  return Number.isNaN(instant) ? null : instant;
}
