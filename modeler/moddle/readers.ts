/**
 * Typed readers of our extensions: each takes a BPMN element and answers with plain readonly data, or null when
 * the element does not carry the extension. What our namespace leaves out is read from the two of Camunda (foreign/);
 * where both speak of the same thing, ours counts. Blank attributes read as null, so that callers need no second check.
 * Readers never judge; what is missing or wrong is the business of the lint rules and of deployment.
 */
import { elementsOf, extensionOf, referenceOf, textOf, type ModdleElement } from './element.ts';
import {
  BINDINGS,
  MAP_RESULTS,
  foreignAction,
  foreignDecision,
  type DecisionSettings,
} from './foreign/implementation.ts';
import { foreignIo } from './foreign/mappings.ts';
import { foreignCorrelationKey, foreignErrorMessage, readCaughtVariables } from './foreign/process.ts';
import { foreignAssignment, foreignForm, foreignTask } from './foreign/user-task.ts';
import {
  ASSIGNMENT_KINDS,
  OUTCOME_EFFECTS,
  RECORD_CHANGES,
  type ActionSettings,
  type AssignmentSettings,
  type CallSettings,
  type ErrorSettings,
  type FormSettings,
  type IoSettings,
  type Mapping,
  type OutcomeSettings,
  type OutcomesSettings,
  type ProcessHeader,
  type RecordEventSettings,
  type TaskSettings,
  type TimerSettings,
  type TranslatedText,
} from './settings.ts';

/** `worker:<topic>` as the type of an action: the work waits for an external worker. */
const WORKER_PREFIX = 'worker:';

/** `tl:Process` of a bpmn:Process. */
export function readProcess(element: ModdleElement): ProcessHeader | null {
  const extension = extensionOf(element, 'tl:Process');
  if (!extension) return null;
  const [variable, entity] = (textOf(extension, 'subject') ?? '').split(':').map((part) => part.trim());
  return {
    description: textOf(extension, 'description'),
    descriptions: textsFrom(elementsOf(extension, 'descriptions')),
    subject: variable ? { variable, entity: entity || variable } : null,
    businessKey: textOf(extension, 'businessKey'),
    reads: wordsOf(extension, 'reads'),
    writes: wordsOf(extension, 'writes'),
    outbound: wordsOf(extension, 'outbound'),
    manualStart: extension.get('manualStart') === true,
  };
}

/** `tl:Assignment` of a lane or user task; an unknown kind reads as none. */
export function readAssignment(element: ModdleElement): AssignmentSettings | null {
  const extension = extensionOf(element, 'tl:Assignment');
  if (!extension) return foreignAssignment(element);
  const kind = oneOf(ASSIGNMENT_KINDS, textOf(extension, 'kind'));
  return kind ? { kind, value: textOf(extension, 'value') } : null;
}

/** `tl:Task` of a user task. */
export function readTask(element: ModdleElement): TaskSettings | null {
  const extension = extensionOf(element, 'tl:Task');
  if (!extension) return foreignTask(element);
  return {
    instruction: textOf(extension, 'instruction'),
    instructions: textsFrom(elementsOf(extension, 'instructions')),
    due: textOf(extension, 'due'),
    priority: numberOf(extension, 'priority'),
    followUp: textOf(extension, 'followUp'),
    notBy: wordsOf(extension, 'notBy'),
  };
}

/** `tl:Form` of a user task or start event. */
export function readForm(element: ModdleElement): FormSettings | null {
  const extension = extensionOf(element, 'tl:Form');
  if (!extension) return foreignForm(element);
  return { key: textOf(extension, 'key'), schema: textOf(extension, 'schema') };
}

/** `tl:Call` of a user task; its presence makes the task a Create call activity. */
export function readCall(element: ModdleElement): CallSettings | null {
  const extension = extensionOf(element, 'tl:Call');
  if (!extension) return null;
  return {
    subject: textOf(extension, 'subject'),
    contact: textOf(extension, 'contact'),
    account: textOf(extension, 'account'),
    offset: textOf(extension, 'offset'),
    calendar: textOf(extension, 'calendar'),
    windowFrom: textOf(extension, 'windowFrom'),
    windowTo: textOf(extension, 'windowTo'),
    duration: textOf(extension, 'duration'),
    reminder: textOf(extension, 'reminder'),
    priority: numberOf(extension, 'priority'),
    overdueAfter: textOf(extension, 'overdueAfter'),
    script: textOf(extension, 'script'),
  };
}

/** `tl:Outcomes` of a user task, in drawing order. */
export function readOutcomes(element: ModdleElement): OutcomesSettings | null {
  const extension = extensionOf(element, 'tl:Outcomes');
  if (!extension) return null;
  return {
    variable: textOf(extension, 'variable') ?? 'result',
    values: elementsOf(extension, 'values').map(outcomeFromElement),
  };
}

/** `tl:Action` of a service or send task. */
export function readAction(element: ModdleElement): ActionSettings | null {
  const extension = extensionOf(element, 'tl:Action');
  if (!extension) return foreignAction(element);
  const type = textOf(extension, 'type');
  const isWorker = type?.startsWith(WORKER_PREFIX) === true;
  return {
    type: isWorker ? type!.slice(WORKER_PREFIX.length) : type,
    retries: numberOf(extension, 'retries'),
    backoff: (textOf(extension, 'backoff') ?? '').split(',').map(trim).filter(isPresent),
    ...(isWorker ? { worker: true } : {}),
  };
}

/** `tl:Decision` of a business rule task: which decision is made, and what its result becomes. */
export function readDecision(element: ModdleElement): DecisionSettings | null {
  const extension = extensionOf(element, 'tl:Decision');
  if (!extension) return foreignDecision(element);
  return {
    decisionId: textOf(extension, 'ref') ?? '',
    binding: oneOf(BINDINGS, textOf(extension, 'binding')) ?? 'latest',
    version: textOf(extension, 'version'),
    versionTag: textOf(extension, 'versionTag'),
    resultVariable: textOf(extension, 'resultVariable'),
    mapResult: oneOf(MAP_RESULTS, textOf(extension, 'mapResult')),
  };
}

/** `tl:Io`: the mappings into and out of an activity or message event; empty lists when there are none. */
export function readIo(element: ModdleElement): IoSettings {
  const extension = extensionOf(element, 'tl:Io');
  if (!extension) return foreignIo(element) ?? { inputs: [], outputs: [] };
  return {
    inputs: elementsOf(extension, 'inputs').map(mappingFromElement),
    outputs: elementsOf(extension, 'outputs').map(mappingFromElement),
  };
}

/** `tl:RecordEvent` of a conditional event definition. */
export function readRecordEvent(eventDefinition: ModdleElement): RecordEventSettings | null {
  const extension = extensionOf(eventDefinition, 'tl:RecordEvent');
  if (!extension) return null;
  return {
    entity: textOf(extension, 'entity'),
    change: oneOf(RECORD_CHANGES, textOf(extension, 'change')),
    field: textOf(extension, 'field'),
    to: textOf(extension, 'to'),
    filter: textOf(extension, 'filter'),
    variable: textOf(extension, 'variable'),
    after: textOf(extension, 'after'),
  };
}

/** `tl:Timer` of a timer event definition. */
export function readTimerSettings(definition: ModdleElement): TimerSettings {
  const own = extensionOf(definition, 'tl:Timer');
  const catchUp = textOf(own, 'catchUp');
  return {
    timeZone: textOf(own, 'timeZone'),
    calendar: textOf(own, 'calendar'),
    ...(catchUp !== null && { catchUp }),
  };
}

/** `tl:Error` of an error or escalation event definition; the variables of Camunda where it says nothing. */
export function readErrorSettings(definition: ModdleElement): ErrorSettings {
  const own = extensionOf(definition, 'tl:Error');
  const foreign = readCaughtVariables(definition);
  return {
    message: textOf(own, 'message') ?? foreignErrorMessage(referenceOf(definition, 'errorRef')),
    codeVariable: textOf(own, 'codeVariable') ?? foreign.code,
    messageVariable: textOf(own, 'messageVariable') ?? foreign.message,
  };
}

/** The correlation key of a bpmn:Message: FEEL over the variables of the waiting instance. */
export function readCorrelationKey(message: ModdleElement): string | null {
  return textOf(extensionOf(message, 'tl:Correlation'), 'key') ?? foreignCorrelationKey(message);
}

/** How long a message is kept until somebody waits for it: an ISO 8601 duration, or `= FEEL`. */
export function readTimeToLive(message: ModdleElement): string | null {
  return textOf(extensionOf(message, 'tl:Correlation'), 'timeToLive');
}

/** The outcome for which a sequence flow is taken. */
export function readOutcomeFlow(flow: ModdleElement): string | null {
  return textOf(extensionOf(flow, 'tl:OutcomeFlow'), 'code');
}

/** The element's name in other languages, by language code. */
export function readTranslations(element: ModdleElement): TranslatedText {
  return textsFrom(elementsOf(extensionOf(element, 'tl:Translations'), 'values'));
}

function outcomeFromElement(outcome: ModdleElement): OutcomeSettings {
  return {
    code: textOf(outcome, 'code') ?? '',
    label: textOf(outcome, 'label'),
    effect: oneOf(OUTCOME_EFFECTS, textOf(outcome, 'effect')) ?? 'proceed',
    repeatMax: numberOf(outcome, 'repeatMax'),
    repeatEvery: textOf(outcome, 'repeatEvery'),
    labels: textsFrom(elementsOf(outcome, 'labels')),
  };
}

function mappingFromElement(mapping: ModdleElement): Mapping {
  return { name: textOf(mapping, 'name') ?? '', value: textOf(mapping, 'value') ?? '' };
}

function textsFrom(translations: readonly ModdleElement[]): TranslatedText {
  const texts: Record<string, string> = {};
  for (const translation of translations) {
    const lang = textOf(translation, 'lang');
    const text = textOf(translation, 'text');
    if (lang && text) texts[lang] = text;
  }
  return texts;
}

function wordsOf(element: ModdleElement, property: string): readonly string[] {
  return (textOf(element, property) ?? '').split(/\s+/).filter(isPresent);
}

function numberOf(element: ModdleElement, property: string): number | null {
  const value = element.get(property);
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function oneOf<T extends string>(allowed: readonly T[], value: string | null): T | null {
  return allowed.find((candidate) => candidate === value) ?? null;
}

const trim = (text: string): string => text.trim();
const isPresent = (text: string): boolean => text !== '';
