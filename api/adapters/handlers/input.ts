/** Reads handler inputs: they come from expressions, so every shape is checked and refused in plain words. */
import { isRecordRef, type Json, type RecordRef, type Variables } from '#engine';
import { HandlerRefusal } from './refusal.ts';

export function textInput(input: Variables, name: string): string | null {
  const value = input[name];
  if (value === undefined || value === null || value === '') return null;
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new HandlerRefusal(`The input '${name}' must be a text.`);
}

export function requiredText(input: Variables, name: string): string {
  const value = textInput(input, name);
  if (value === null) throw new HandlerRefusal(`The input '${name}' is empty.`);
  return value;
}

export function recordInput(input: Variables, name: string): RecordRef | null {
  const value = input[name];
  if (value === undefined || value === null) return null;
  if (isRecordRef(value)) return { $record: value.$record, id: value.id };
  throw new HandlerRefusal(`The input '${name}' must be a record.`);
}

export function requiredRecord(input: Variables, name: string): RecordRef {
  const value = recordInput(input, name);
  if (!value) throw new HandlerRefusal(`The input '${name}' names no record.`);
  return value;
}

/** A record of one entity; null when the input is empty or another kind of record. */
export function recordIdOf(value: Json | undefined, entity: string): string | null {
  return isRecordRef(value) && value.$record === entity ? value.id : null;
}

export function instantInput(input: Variables, name: string): Date | null {
  const value = textInput(input, name);
  if (value === null) return null;
  const instant = new Date(value);
  if (Number.isNaN(instant.getTime())) throw new HandlerRefusal(`The input '${name}' must be a date.`);
  return instant;
}

/** Minutes of an ISO 8601 duration of days, hours and minutes. */
export function minutesInput(input: Variables, name: string, otherwise: number): number {
  const value = textInput(input, name);
  if (value === null) return otherwise;
  const match = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(value);
  if (!match || value === 'P')
    throw new HandlerRefusal(`The input '${name}' must be a duration such as PT30M.`);
  const [, days, hours, minutes] = match.map((part) => Number(part ?? 0));
  return days! * 1440 + hours! * 60 + minutes!;
}
