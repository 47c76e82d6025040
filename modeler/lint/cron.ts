/** Cron as the engine takes it for cycles: five fields, or six with seconds, and the names of croner (`@` ones are not). */
import { Cron } from 'croner';

const FIELDS_MIN = 5;

export function isCron(text: string): boolean {
  if (text.trim().split(/\s+/).length < FIELDS_MIN) return false;
  try {
    new Cron(text.trim(), { timezone: 'UTC', paused: true });
    return true;
  } catch {
    return false;
  }
}
