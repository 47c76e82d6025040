/**
 * What went into a step that failed: its local variables, what came with its trigger or result, and the variables that
 * anything written at the element names. Nothing is written for a step that succeeds; the event of the incident carries
 * it, so that people see the cause although the variables have changed since.
 */
import type { ServiceTask } from '../definition/model.ts';
import { mentionsName } from '../expressions/mentions.ts';
import type { Variables } from '../ports.ts';
import { counterVariables } from './iterations.ts';
import type { Step } from './step.ts';
import { sizeOf } from './variable-check.ts';
import { asReferences, localsOf, variablesAt } from './variables.ts';
import type { Work } from './work.ts';

export interface FailedValues {
  readonly values: Variables;
  /** Too large to be kept: about how many bytes by name; 0 where it cannot be stored at all. */
  readonly left: Readonly<Record<string, number>>;
}

type Mentions = (name: string) => boolean;

/** Reached from the element, but another element's. */
const ELSEWHERE: ReadonlySet<string> = new Set(['container', 'incoming', 'boundaries']);
const DEPTH_MAX = 8;

export function failedValues(step: Step, work: Work): FailedValues {
  const { session, scopeId, element } = step;
  const locals = localsOf(step);
  const given = givenWith(work);
  const seesAll = (element as Partial<ServiceTask>).action?.seesVariables === true;
  const texts = [...textsIn(element), ...decisionsOf(step)];
  const visible = { ...variablesAt(step), ...counterVariables(session, scopeId) };
  const named = Object.entries(visible).filter(
    ([name]) => seesAll || Object.hasOwn(locals, name) || texts.some((mentions) => mentions(name)),
  );
  return withinLimit({ ...Object.fromEntries(named), ...given }, session.environment.limits.incidentBytesMax);
}

/** The smaller ones first, as long as there is room; nothing takes more than a quarter of it. */
export function withinLimit(values: Variables, bytesMax: number): FailedValues {
  const kept: Variables = {};
  const left: Record<string, number> = {};
  const sized = Object.entries(asReferences(values)).map(([name, value]) => ({
    ...{ name, value, size: sizeOf(value) },
  }));
  let room = bytesMax;
  for (const { name, value, size } of sized.toSorted((a, b) => (a.size ?? 0) - (b.size ?? 0))) {
    if (size === null || size > Math.min(room, bytesMax / 4)) left[name] = size ?? 0;
    else {
      kept[name] = value;
      room -= size;
    }
  }
  return { values: kept, left };
}

/** A message, a person or an action brought it. */
function givenWith(work: Work): Variables {
  if (work.kind === 'complete') return work.completion.result;
  if (work.kind !== 'trigger') return {};
  const { trigger } = work;
  if ('variables' in trigger) return trigger.variables;
  return trigger.kind === 'service' && trigger.result.kind === 'ok' ? trigger.result.output : {};
}

/** Expressions, templates and scripts, wherever the compiled element holds them. */
function* textsIn(part: unknown, depth = 0): Iterable<Mentions> {
  if (typeof part !== 'object' || part === null || part instanceof Map || depth > DEPTH_MAX) return;
  const { mentions, source } = part as { readonly mentions?: unknown; readonly source?: unknown };
  if (typeof mentions === 'function') {
    yield (name) => (part as { mentions: Mentions }).mentions(name);
    return;
  }
  if (typeof source === 'string') yield (name) => mentionsName(source, name);
  for (const [key, inner] of Object.entries(part)) if (!ELSEWHERE.has(key)) yield* textsIn(inner, depth + 1);
}

/** What was asked for in this decision, the step's own among it. */
function* decisionsOf({ session }: Step): Iterable<Mentions> {
  for (const supply of session.supplies.values()) {
    if (supply.kind !== 'decision' || !supply.decision) continue;
    const { compiled } = supply.decision;
    yield (name) => compiled.mentions(name);
  }
}
