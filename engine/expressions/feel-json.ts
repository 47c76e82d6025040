/** Values of FEEL as JSON, for variables and history. */
import { FeelDate, FeelDateTime, FeelDuration, FeelTime } from 'feelin';
import type { Json } from '../ports.ts';

/** Dates and durations as texts, functions and what is no number as null. */
export function jsonFromFeel(value: unknown): Json {
  if (value === null || value === undefined || typeof value === 'function') return null;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'object') return value as Json;
  if (Array.isArray(value)) return value.map(jsonFromFeel);
  if (isTemporal(value)) return String(value);
  const entries = Object.entries(value as Record<string, unknown>);
  return Object.fromEntries(entries.map(([key, entry]) => [key, jsonFromFeel(entry)]));
}

function isTemporal(value: object): boolean {
  return [FeelDate, FeelDateTime, FeelDuration, FeelTime].some((type) => value instanceof type);
}
