/** Durations and repetitions as people say them: a number and a unit, between ISO 8601 and the inputs. */
export const DURATION_UNITS = ['minutes', 'hours', 'days', 'weeks', 'months'] as const;
export type DurationUnit = (typeof DURATION_UNITS)[number];

export interface HumanDuration {
  readonly amount: number;
  readonly unit: DurationUnit;
}

export interface HumanCycle {
  /** How often; null for without end. */
  readonly times: number | null;
  readonly every: HumanDuration;
}

const FORMS: Readonly<Record<DurationUnit, readonly [before: string, letter: string]>> = {
  minutes: ['PT', 'M'],
  hours: ['PT', 'H'],
  days: ['P', 'D'],
  weeks: ['P', 'W'],
  months: ['P', 'M'],
};

/** Null for what is no single number and unit: a composed duration or an expression. */
export function readDuration(text: string): HumanDuration | null {
  for (const unit of DURATION_UNITS) {
    const [before, letter] = FORMS[unit];
    const amount = new RegExp(`^${before}(\\d+)${letter}$`).exec(text.trim())?.[1];
    if (amount !== undefined) return { amount: Number(amount), unit };
  }
  return null;
}

export function writeDuration({ amount, unit }: HumanDuration): string {
  const [before, letter] = FORMS[unit];
  return `${before}${amount}${letter}`;
}

export function readCycle(text: string): HumanCycle | null {
  const [, times, rest] = /^R(\d*)\/([^/]+)$/.exec(text.trim()) ?? [];
  const every = rest === undefined ? null : readDuration(rest);
  return every && { times: times ? Number(times) : null, every };
}

export function writeCycle({ times, every }: HumanCycle): string {
  return `R${times ?? ''}/${writeDuration(every)}`;
}
