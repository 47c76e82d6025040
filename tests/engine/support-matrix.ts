/**
 * What runs in which position, and the test that proves it: its file under tests/engine and its name. The tables of
 * engine/README.md between `matrix` marks are made of this (`npx tsx tests/engine/write-support-matrix.ts`), and
 * support-matrix.test.ts compares them.
 */
import { ACTIVITY_KINDS } from '../support/activity-kinds.ts';
import { ACTIVITY_PLACES } from './support-matrix-activities.ts';
import { PART_ROWS } from './support-matrix-parts.ts';

export interface MatrixRow {
  readonly element: string;
  readonly position: Position;
  /** `<file> · <name of the test>`. */
  readonly proof: string;
}

export const POSITIONS = {
  start: 'start',
  instead: 'event subprocess',
  beside: 'event subprocess, not interrupting',
  catch: 'catch',
  boundary: 'boundary',
  boundaryBeside: 'boundary, not interrupting',
  throw: 'throw',
  end: 'end',
} as const;
export type Position = keyof typeof POSITIONS;

type Proofs = Partial<Record<Position, string>>;

const rows = (element: string, file: string, proofs: Proofs): readonly MatrixRow[] =>
  Object.entries(proofs).map(([position, proof]) => ({
    element,
    position: position as Position,
    proof: proof.includes(' · ') ? proof : `${file} · ${proof}`,
  }));

const EVENT_SUBPROCESS = 'event-sub-process/event-sub-process.test.ts';
const THROW = 'intermediate-throw-event/intermediate-throw-event.test.ts';
const BOUNDARY = 'boundary-event/boundary-event.test.ts';

export const EVENT_ROWS: readonly MatrixRow[] = [
  ...rows('none', 'start-event/start-event.test.ts', {
    start: 'events/several.test.ts · start the same process, each by its own trigger',
    throw: `${THROW} · passes without a definition and delivers a message by business key`,
    end: 'end-event/end-event.test.ts · ends only its own token',
  }),
  ...rows('message', EVENT_SUBPROCESS, {
    start: 'events/several.test.ts · start the same process, each by its own trigger',
    instead: 'interrupts everything around it and ends the process normally',
    beside: 'runs beside the rest, several at once, when it does not interrupt',
    catch:
      'intermediate-catch-event/intermediate-catch-event.test.ts · waits for its time, then for its message with the right key',
    boundary: `${BOUNDARY} · interrupts on its message and disarms the others`,
    boundaryBeside: `${BOUNDARY} · stays armed for further messages when it does not interrupt`,
    throw: `${THROW} · passes without a definition and delivers a message by business key`,
    end: 'end-event/end-event.test.ts · sends its message before it ends',
  }),
  ...rows('timer', 'events/timer.test.ts', {
    start: 'starts a process by the clock of its zone',
    instead: `${EVENT_SUBPROCESS} · is armed in an embedded subprocess only while that lives`,
    beside: `${EVENT_SUBPROCESS} · arms a cycle again`,
    catch: 'asks the calendar',
    boundary: `${BOUNDARY} · interrupts a call activity with the called instance`,
    boundaryBeside: 'stays at nine when a cycle runs over the change',
  }),
  ...rows('signal', 'events/signal.test.ts', {
    start: 'starts processes, each once',
    instead: 'starts event subprocesses',
    beside: 'starts event subprocesses',
    catch: 'reaches every instance that waits, with its variables',
    boundary: 'interrupts at a boundary event, or stays armed',
    boundaryBeside: 'interrupts at a boundary event, or stays armed',
    throw: 'is thrown by an intermediate event that goes on at once, and by an end event',
    end: 'is thrown by an intermediate event that goes on at once, and by an end event',
  }),
  ...rows('error', 'events/error.test.ts', {
    instead: 'starts an event subprocess of its scope, or else of the scope around',
    boundary: 'ends the activity and goes on at its boundary event',
    end: 'crosses call activities',
  }),
  ...rows('escalation', 'events/escalation.test.ts', {
    instead: 'starts an event subprocess (interrupting: %s)',
    beside: 'starts an event subprocess (interrupting: %s)',
    boundary: 'interrupts at a boundary event',
    boundaryBeside: 'goes on beside a boundary event that does not interrupt',
    throw: 'goes on when nobody catches it, with a note',
    end: 'of an end event ends the scope normally beside what it raised, with its code in a variable',
  }),
  ...rows('conditional', 'events/conditional.test.ts', {
    start: 'starts a process when its variables make it true',
    instead: 'starts event subprocesses, interrupting or not',
    beside: 'starts event subprocesses, interrupting or not',
    catch: 'waits until a variable makes it true',
    boundary: 'interrupts at a boundary event',
    boundaryBeside: 'that stays armed happens once each time it becomes true',
  }),
  ...rows('record event (`tl:recordEvent`)', 'events/record.test.ts', {
    start: 'starts a process once per silence on %s',
    instead: 'starts an event subprocess',
    beside: 'starts an event subprocess beside the rest, each time',
    catch: 'is caught for the bound record alone on %s',
    boundary: 'interrupts at a boundary event, or happens beside it each time',
    boundaryBeside: 'interrupts at a boundary event, or happens beside it each time',
  }),
  ...rows('multiple', 'events/several.test.ts', {
    start: 'starts a process with each of its triggers',
    instead: 'starts an event subprocess with any, errors among them',
    beside: 'starts an event subprocess beside the rest with any',
    catch: 'is caught with any of its triggers: %s',
    boundary: 'at a boundary event interrupts with any, or stays armed for all',
    boundaryBeside: 'at a boundary event interrupts with any, or stays armed for all',
    throw: 'throws all that it says, and goes on when the messages are delivered',
    end: 'at an end throws the error last',
  }),
  ...rows('parallel multiple', 'events/several.test.ts', {
    start: 'events/collected-start.test.ts · starts when all has occurred, in any order',
    instead: 'starts an event subprocess when all have happened',
    beside: 'starts an event subprocess beside the rest each time that all have happened',
    catch: 'is caught when all have happened',
    boundary: 'interrupts at a boundary event when all have happened',
    boundaryBeside: 'at a boundary event that does not interrupt begins anew',
  }),
  ...rows('link', 'events/several.test.ts', {
    catch: 'goes on where the link of its name is caught, from several places',
    throw: 'goes on where the link of its name is caught, from several places',
  }),
  ...rows('compensation', 'compensation/compensation.test.ts', {
    instead: 'runs a compensation event subprocess instead of the inside, which may ask for it',
    boundary: 'undoes all in reverse order of completion, and then goes on',
    throw: 'of one activity undoes only that, once for each time it completed',
    end: 'may be the end event',
  }),
  ...rows('cancel', 'compensation/compensation.test.ts', {
    boundary: 'waits for handlers that wait before it is left',
    end: 'of a transaction by its cancel end event: all is taken away, undone, and left by the boundary',
  }),
  ...rows('terminate', EVENT_SUBPROCESS, { end: 'ends alone when it terminates' }),
];

/** The table of events by position, as Markdown. */
export function eventMatrix(): string {
  const positions = Object.keys(POSITIONS) as Position[];
  const elements = [...new Set(EVENT_ROWS.map((row) => row.element))];
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const has = (element: string, position: Position): boolean =>
    EVENT_ROWS.some((row) => row.element === element && row.position === position);
  return [
    line(['event', ...positions.map((position) => POSITIONS[position])]),
    line(['---', ...positions.map(() => '---')]),
    ...elements.map((element) =>
      line([element, ...positions.map((position) => (has(element, position) ? '✓' : '–'))]),
    ),
  ].join('\n');
}

const REPETITIONS = ['for each item, at once', 'one after the other', 'loop'] as const;

export interface GatewayRow {
  readonly gateway: string;
  readonly split: string;
  readonly join: string;
  readonly proof: string;
}

export const GATEWAY_ROWS: readonly GatewayRow[] = [
  {
    gateway: 'exclusive',
    split: 'the first condition that holds, else the default',
    join: 'every token passes',
    proof: 'exclusive-gateway/exclusive-gateway.test.ts · takes the first true flow, else the default',
  },
  {
    gateway: 'parallel',
    split: 'every flow',
    join: 'one token of every flow',
    proof:
      'parallel-gateway/parallel-gateway.test.ts · counts per flow: a second token on one flow stays queued',
  },
  {
    gateway: 'inclusive',
    split: 'every condition that holds, else the default',
    join: 'what can still arrive, looked at after every move',
    proof: 'inclusive-gateway/inclusive-gateway.test.ts · fires when the other token dies elsewhere',
  },
  {
    gateway: 'complex',
    split: 'every condition that holds, else the default',
    join: 'activation condition, then the reset',
    proof: 'complex-gateway/complex-gateway.test.ts · resets when what is missing cannot come any more',
  },
  {
    gateway: 'event-based',
    split: 'the event that comes first',
    join: 'every token passes',
    proof:
      'event-based-gateway/event-based-gateway.test.ts · goes on with the message that comes, and disarms the others',
  },
];

/** activities/positions.test.ts runs each in every place, multi-instance/every-activity.test.ts in every repetition. */
const ACTIVITIES = Object.keys(ACTIVITY_KINDS);

/** The tables of gateways and of repeated activities, as Markdown. */
export function gatewayMatrix(): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(['gateway', 'split', 'join']),
    line(['---', '---', '---']),
    ...GATEWAY_ROWS.map(({ gateway, split, join }) => line([gateway, split, join])),
    '',
    line(['repeated', ...REPETITIONS]),
    line(['---', ...REPETITIONS.map(() => '---')]),
    ...ACTIVITIES.map((activity) => line([activity, ...REPETITIONS.map(() => '✓')])),
  ].join('\n');
}

/** The tables of what activities do where, and of what else they can be told, as Markdown. */
export function activityMatrix(): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(['activity', ...ACTIVITY_PLACES]),
    line(['---', ...ACTIVITY_PLACES.map(() => '---')]),
    ...ACTIVITIES.map((activity) => line([activity, ...ACTIVITY_PLACES.map(() => '✓')])),
    '',
    line(['part', 'what', 'proved by']),
    line(['---', '---', '---']),
    ...PART_ROWS.map(({ part, what, proof }) => line([part, what, `\`${proof.split(' · ')[0]!}\``])),
  ].join('\n');
}
