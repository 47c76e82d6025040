/** Whether an export is unusual, and why; pure. A person's habit is the middle of what he took out before. */

export type UnusualReason = 'rows' | 'habit' | 'night' | 'everything';

export interface ExportRules {
  /** So many rows at once are unusual for anybody; null switches a rule off. */
  readonly rowsMax: number | null;
  readonly habitTimes: number | null;
  readonly habitRowsMin: number;
  /** Hours of the person's own day, the second not included. */
  readonly nightFrom: number;
  readonly nightTo: number;
  readonly nightRowsMin: number | null;
}

export interface TakenOut {
  readonly rows: number;
  /** On the clock of the person. */
  readonly hour: number;
  /** Rows of what he took out before. */
  readonly before: readonly number[];
}

/** With fewer there is no habit yet. */
const HABIT_FROM = 5;

export function unusualReasons(taken: TakenOut, rules: ExportRules): UnusualReason[] {
  const { rows, hour, before } = taken;
  const reasons: UnusualReason[] = [];
  if (rules.rowsMax !== null && rows >= rules.rowsMax) reasons.push('rows');
  const isHabitual = before.length < HABIT_FROM || rules.habitTimes === null;
  if (!isHabitual && rows >= rules.habitRowsMin && rows > middleOf(before) * (rules.habitTimes ?? 1))
    reasons.push('habit');
  if (rules.nightRowsMin !== null && rows >= rules.nightRowsMin && isNight(hour, rules))
    reasons.push('night');
  return reasons;
}

function isNight(hour: number, { nightFrom, nightTo }: ExportRules): boolean {
  return nightFrom <= nightTo ? hour >= nightFrom && hour < nightTo : hour >= nightFrom || hour < nightTo;
}

function middleOf(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
