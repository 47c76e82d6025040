/**
 * T09: timers over time zones and changes of their clocks, on a clock that the test holds. Where local time jumps ahead
 * a timer fires once, at the first instant that exists; where it comes twice, once, the first time; never early. What
 * fell due while nobody was there is caught up with as each policy says. And two nodes whose machines are wrong about the
 * time go by the database's (skews.ts).
 */
import { createTestEngine } from '#engine/testing';
import { createRandom, shuffled } from '../random.ts';
import { withStory } from '../stories.ts';
import { timeBox, type Workload } from '../workload.ts';
import { diagram } from './diagram.ts';
import { FORMS, iso, type Expected } from './forms.ts';
import { jumpsIn, tryJump } from './jumps.ts';
import { openSkewedPair, trySkew } from './skews.ts';
import { changesIn } from './wall-clock.ts';
import { officeIn } from './working-hours.ts';

const ZONES = [
  'Europe/Ljubljana',
  'America/New_York',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Europe/London',
  'America/St_Johns',
  'America/Sao_Paulo',
  'Africa/Casablanca',
  'Asia/Tokyo',
  'Pacific/Chatham',
  'Pacific/Apia',
  'UTC',
] as const;

const YEAR_MS = 366 * 24 * 3_600_000;
/** Where the clocks of a zone never change: a leap day, the ends of a year, of a month and of 32 bits. */
const QUIET_DAYS = ['2028-02-28', '2026-12-30', '2026-04-29', '2038-01-18', '2027-02-27', '2026-07-01'];
const MOMENTS_PER_ZONE = 6;
const SHORT_JUMPS = 6;
const SKEWS = 60;
const SHORT_SKEWS = 6;

interface Case {
  readonly zone: string;
  /** Near which it is tried. */
  readonly moment: number;
  readonly form: keyof typeof FORMS;
}

export const clocks: Workload = {
  what: 'timers over time zones and changes of their clocks',
  async run({ seed, boxMs, count, isQuick, newDatabase, report }) {
    const random = createRandom(seed);
    const hasTime = timeBox(boxMs);
    const cases = ZONES.flatMap((zone) =>
      momentsOf(zone).flatMap((moment) =>
        (Object.keys(FORMS) as Case['form'][]).map((form): Case => ({ zone, moment, form })),
      ),
    );
    const left = [...cases];
    const differences: string[] = [];
    let tried = 0;
    const wanted = count ?? Infinity;
    while (left.length > 0 && hasTime() && tried < wanted && !(isQuick && differences.length > 0)) {
      const [one] = left.splice(random.between(0, left.length - 1), 1) as [Case];
      const problem = await tryTimer(one.zone, FORMS[one.form](one.zone, one.moment));
      tried += 1;
      if (problem !== null)
        differences.push(`${one.form} in ${one.zone} near ${iso(one.moment)}: ${problem}`);
      if (tried % 100 === 0) report(`${tried} of ${cases.length} timers`);
    }
    const jumps = jumpsIn(ZONES.map((zone) => ({ zone, moment: momentsOf(zone)[0]! })));
    let jumped = 0;
    // A short run makes some of them whatever time is left.
    const isShort = boxMs !== null || count !== null;
    for (const jump of shuffled(jumps, seed).slice(0, isShort ? SHORT_JUMPS : undefined)) {
      const problem = await tryJump(jump);
      jumped += 1;
      if (problem !== null) differences.push(problem);
    }
    const pair = await openSkewedPair(await newDatabase(), random);
    let skewed = 0;
    try {
      for (; skewed < (isShort ? SHORT_SKEWS : SKEWS); skewed++) {
        const problem = await trySkew(pair, random);
        if (problem !== null) differences.push(problem);
      }
    } finally {
      await pair.close();
    }
    const floor = count ?? cases.length;
    return { seed, count: tried, floor, jumped, skewed, zones: ZONES.length, differences };
  },
};

function momentsOf(zone: string): readonly number[] {
  const changes = changesIn(zone, Date.parse('2026-01-01T00:00:00Z'), Date.parse('2029-01-01T00:00:00Z'));
  const quiet = QUIET_DAYS.map((day) => Date.parse(`${day}T02:00:00Z`));
  return [...changes, ...quiet].slice(0, MOMENTS_PER_ZONE);
}

/** Arms the timer and lets the clock go from due to due; one millisecond before, nothing may have happened. */
export async function tryTimer(zone: string, expected: Expected): Promise<string | null> {
  const { timer, beganAt, firings, isOver = false, isInOfficeHours = false } = expected;
  const settings = { timeZone: zone, ...(isInOfficeHours && { calendar: 'default' }) };
  const engine = await createTestEngine({ now: iso(beganAt), calendars: officeIn(zone) });
  try {
    await engine.deploy([{ name: 'clock.bpmn', content: diagram(timer, settings) }]);
    await engine.start('clock');
    let now = beganAt;
    const move = async (to: number): Promise<number> => {
      await engine.advance(`PT${((to - now) / 1_000).toFixed(3)}S`);
      now = to;
      return (await engine.snapshot()).visited.late ?? 0;
    };
    for (const [index, due] of firings.entries()) {
      if ((await move(due - 1)) !== index) return told(`fired before ${iso(due)}`);
      const fired = await move(due);
      if (fired !== index + 1) return told(`had fired ${fired} times at ${iso(due)}`);
    }
    if (isOver && (await move(now + YEAR_MS)) !== firings.length) return told('fired after its last time');
    return null;
  } finally {
    await engine.close();
  }

  async function told(what: string): Promise<string> {
    const { timers: open } = await engine.snapshot();
    const waiting = open.map((one) => one.dueAt).join() || 'none';
    return withStory(`${what}; open: ${waiting}`, await engine.story());
  }
}
