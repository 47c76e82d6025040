/** What a person said by channel and purpose, and what is in force where nothing was said. */
import type { Consent } from '#contract';

export const CHANNELS = ['phone', 'email', 'messenger', 'post'] as const;
export const PURPOSES = ['service', 'sales', 'marketing'] as const;
export const STATES = ['in', 'out', 'pending'] as const;

export type Channel = (typeof CHANNELS)[number];
export type Purpose = (typeof PURPOSES)[number];
type InForce = Consent['state'] | 'open' | 'notGiven';

/** Items come the latest first. */
export function inForce(items: readonly Consent[], channel: Channel, purpose: Purpose): InForce {
  const latest = items.find((item) => item.channel === channel && item.purpose === purpose);
  return latest?.state ?? (purpose === 'marketing' ? 'notGiven' : 'open');
}

export const TONES = {
  in: 'done',
  out: 'failed',
  pending: 'waiting',
  open: 'neutral',
  notGiven: 'neutral',
} as const;
