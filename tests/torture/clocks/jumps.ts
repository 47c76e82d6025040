/**
 * Clocks that jump ahead while nobody is there: nodes that were asleep for an hour or for weeks, over a change of the
 * zone's clocks. What was missed is made up for one by one, at once, or not at all, and the next firing is where it is.
 */
import { createTestEngine } from '#engine/testing';
import { withStory } from '../stories.ts';
import { diagram } from './diagram.ts';
import { dailyAfter } from './wall-clock.ts';

const HOURS = [1, 24, 72, 14 * 24, 40 * 24] as const;
const POLICIES = ['all', 'once', 'skip'] as const;
const HALF_PAST_TWO = { hour: 2, minute: 30 };
const HOUR_MS = 3_600_000;
const DAYS_MAX = 45;

interface Jump {
  readonly zone: string;
  readonly beganAt: number;
  readonly hours: number;
  readonly policy: (typeof POLICIES)[number];
}

/** Five in each zone, from half a day before the given moment; the policies take turns. */
export function jumpsIn(
  places: readonly { readonly zone: string; readonly moment: number }[],
): readonly Jump[] {
  return places.flatMap(({ zone, moment }, rank) =>
    HOURS.map((hours, index): Jump => {
      const policy = POLICIES[(rank + index) % POLICIES.length]!;
      return { zone, hours, policy, beganAt: moment - 12 * HOUR_MS - 7 * 60_000 };
    }),
  );
}

/** Null: as it should be. */
export async function tryJump({ zone, beganAt, hours, policy }: Jump): Promise<string | null> {
  const woken = beganAt + hours * HOUR_MS;
  const due = dailyAfter(zone, beganAt, HALF_PAST_TWO, () => true, DAYS_MAX);
  const missed = due.filter((instant) => instant <= woken);
  const expected = { all: missed.length, once: Math.min(1, missed.length), skip: 0 }[policy];
  const next = new Date(due[missed.length]!).toISOString();
  const engine = await createTestEngine({ now: new Date(beganAt).toISOString() });
  try {
    const content = diagram({ cycle: '30 2 * * *' }, { timeZone: zone, catchUp: policy });
    await engine.deploy([{ name: 'clock.bpmn', content }]);
    await engine.start('clock');
    await engine.sleep(`PT${hours}H`);
    while ((await engine.runDueJobs()) > 0);
    const { visited, timers } = await engine.snapshot();
    const found = timers.map(({ dueAt }) => dueAt).join();
    if ((visited.late ?? 0) === expected && Date.parse(found) === Date.parse(next)) return null;
    const what = `asleep for ${hours} hours in ${zone}, catching up ${policy}: expected ${expected} firings and the next at ${next}, but got ${visited.late ?? 0} and ${found}`;
    return withStory(what, await engine.story());
  } finally {
    await engine.close();
  }
}
