/** Dates, durations and cycles are ISO 8601, cycles also cron, or FEEL that gives one. Looks at timers and at all our own settings of time. */
import {
  elementsOf,
  isA,
  readAction,
  readCall,
  readOutcomes,
  readRetryCycle,
  readTask,
  readVersioning,
  retryCycleText,
  type ModdleElement,
} from '#moddle';
import { isCron } from '../cron.ts';
import { isIsoCycle, isIsoDate, isIsoDuration } from '../iso-8601.ts';
import { isFeel, isForeignExpression } from '../questions.ts';
import type { Rule } from '../rule.ts';
import { timeoutsOf, timerOf, type TimerKind } from '../timer.ts';

const CHECKS: Record<TimerKind, (text: string) => boolean> = {
  timeDate: isIsoDate,
  timeDuration: isIsoDuration,
  timeCycle: (text) => isIsoCycle(text) || isCron(text),
};
const FORMS = { date: CHECKS.timeDate, duration: CHECKS.timeDuration, cycle: CHECKS.timeCycle };
const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/;

export const invalidTime: Rule = {
  id: 'invalid-time',
  clause: '10.5.5',
  severity: 'error',
  message:
    '“{value}” at “{name}” is not a valid time: write for example PT2H, P7D, R3/PT10H, 0 9 * * 1-5 or 2026-01-31T09:00:00Z.',
  russian:
    '«{value}» в «{name}» — не время: напишите, например, PT2H, P7D, R3/PT10H, 0 9 * * 1-5 или 2026-01-31T09:00:00Z.',
  *check(diagram) {
    for (const process of diagram.processes) {
      const { historyTimeToLive: kept } = readVersioning(process);
      if (kept && !isIsoDuration(kept)) yield { element: process, values: { value: kept } };
    }
    for (const node of diagram.flowNodes) {
      const wrong = [...timersOf(node), ...settingsOf(node), retryCycleOf(node)].find(
        (text) => text !== null,
      );
      if (wrong) yield { element: node, values: { value: wrong } };
    }
  },
};

function timersOf(node: ModdleElement): readonly (string | null)[] {
  const timeouts = timeoutsOf(node).map(({ timer }) => timer && unless(FORMS[timer.form], timer.text));
  const events = elementsOf(node, 'eventDefinitions')
    .filter((definition) => isA(definition, 'bpmn:TimerEventDefinition'))
    .map((definition) => {
      const timer = timerOf(definition);
      return timer && unless(CHECKS[timer.kind], timer.value);
    });
  return [...timeouts, ...events];
}

function settingsOf(node: ModdleElement): readonly (string | null)[] {
  const call = readCall(node);
  const durations = [
    readTask(node)?.due,
    call?.offset,
    call?.duration,
    call?.reminder,
    call?.overdueAfter,
    ...(readOutcomes(node)?.values.map((outcome) => outcome.repeatEvery) ?? []),
    ...(readAction(node)?.backoff ?? []),
  ];
  return [
    ...durations.map((text) => unless(isIsoDuration, text)),
    unless(isClock, call?.windowFrom),
    unless(isClock, call?.windowTo),
  ];
}

/** How often a job is tried is known when the diagram is read, so an expression is none. */
function retryCycleOf(node: ModdleElement): string | null {
  const text = retryCycleText(node);
  if (text === null) return null;
  return readRetryCycle(node)?.backoff.every(isIsoDuration) ? null : text;
}

/** The text when it is a constant that fails the check. */
function unless(isValid: (text: string) => boolean, text: string | null | undefined): string | null {
  if (!text || isFeel(text) || isForeignExpression(text)) return null;
  return isValid(text) ? null : text;
}

const isClock = (text: string): boolean => CLOCK.test(text);
