/**
 * Timer event definitions (BPMN 2.0.2 §10.5.5.9): a date, a duration, or a cycle as ISO 8601 or cron. Days, weeks and
 * cron fields count in the time zone of `tl:timer`, so that "every day at nine" stays at nine when the clocks change; a
 * duration with a working calendar passes in working time only.
 */
import { isJuel, readTimerSettings, referenceOf, textOf, type ModdleElement } from '#moddle';
import { cycleFrom, instantFrom, isDuration, isTimeZone } from '../../expressions/time.ts';
import type { TimerDefinition } from '../model.ts';
import type { TransformContext } from './context.ts';

const TIMER_FORMS = [
  ['timeDate', 'date'],
  ['timeDuration', 'duration'],
  ['timeCycle', 'cycle'],
] as const;

export function timerFrom(definition: ModdleElement, context: TransformContext): TimerDefinition | null {
  for (const [property, form] of TIMER_FORMS) {
    const text = textOf(referenceOf(definition, property), 'body');
    if (!text) continue;
    const timer = plainTimer(form, text, context);
    return timer && { ...timer, ...placeFrom(definition, form, context) };
  }
  context.report('error', 'invalid-timer', 'The timer says neither a date, nor a duration, nor a cycle.');
  return null;
}

/** A timer that says nothing but when; reports what is no such text. */
export function plainTimer(
  form: TimerDefinition['form'],
  text: string,
  context: TransformContext,
): TimerDefinition | null {
  if (!text.startsWith('=') && !isJuel(text) && !isTimerText(form, text)) {
    context.report('error', 'invalid-timer', `Expected '${text}' to be a ${form} in ISO 8601.`);
    return null;
  }
  const value = context.text(text);
  return value && { kind: 'timer', form, value, timeZone: null, calendar: null, catchUp: 'all' };
}

export function isTimerText(form: TimerDefinition['form'], text: string): boolean {
  if (form === 'date') return instantFrom(text) !== null;
  return form === 'duration' ? isDuration(text) : cycleFrom(text) !== null;
}

function placeFrom(
  definition: ModdleElement,
  form: TimerDefinition['form'],
  context: TransformContext,
): Pick<TimerDefinition, 'timeZone' | 'calendar' | 'catchUp'> {
  const { timeZone, calendar, ...settings } = readTimerSettings(definition);
  const catchUp = settings.catchUp ?? 'all';
  if (!isCatchUp(catchUp)) {
    const message = `Expected the timer to catch up 'all', 'once' or 'skip', but it says '${catchUp}'.`;
    context.report('error', 'invalid-timer', message);
  }
  if (catchUp !== 'all' && form !== 'cycle') {
    context.report('error', 'invalid-timer', 'Only a cycle can miss firings and catch up.');
  }
  if (timeZone && !isTimeZone(timeZone)) {
    context.report(
      'error',
      'invalid-time-zone',
      `Expected '${timeZone}' to be a time zone, e.g. 'Europe/Berlin'.`,
    );
  }
  if (calendar && form !== 'duration') {
    context.report('error', 'calendar-without-duration', 'Only a duration can count in working time.');
  }
  return {
    timeZone,
    catchUp: isCatchUp(catchUp) ? catchUp : 'all',
    calendar: calendar === null ? null : { code: calendar === 'default' ? null : calendar },
  };
}

function isCatchUp(text: string): text is TimerDefinition['catchUp'] {
  return text === 'all' || text === 'once' || text === 'skip';
}
