/**
 * Typed readers of our extensions: each takes a BPMN element and answers with plain readonly data, or null when
 * the element does not carry the extension. Blank attributes read as null, so that callers need no second check.
 * Readers never judge; what is missing or wrong is the business of the lint rules and of deployment.
 */
import { elementsOf, extensionOf, textOf, type ModdleElement } from './element.ts';

export interface ProcessHeader {
  readonly description: string | null;
  /** The record that an instance is about: its variable and its entity. */
  readonly subject: { readonly variable: string; readonly entity: string } | null;
  readonly businessKey: string | null;
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  readonly outbound: readonly string[];
  readonly manualStart: boolean;
}

export const ASSIGNMENT_KINDS = [
  'user',
  'position',
  'department',
  'recordOwner',
  'initiator',
  'expression',
] as const;
export type AssignmentKind = (typeof ASSIGNMENT_KINDS)[number];

export interface AssignmentSettings {
  readonly kind: AssignmentKind;
  readonly value: string | null;
}

export interface TaskSettings {
  readonly instruction: string | null;
  readonly due: string | null;
  readonly priority: number | null;
}

export interface FormSettings {
  readonly key: string | null;
  /** The form-js schema as JSON text; null when only a key is given. */
  readonly schema: string | null;
}

export interface CallSettings {
  readonly subject: string | null;
  readonly contact: string | null;
  readonly account: string | null;
  readonly offset: string | null;
  readonly calendar: string | null;
  readonly windowFrom: string | null;
  readonly windowTo: string | null;
  readonly duration: string | null;
  readonly reminder: string | null;
  readonly priority: number | null;
  readonly overdueAfter: string | null;
  readonly script: string | null;
}

export const OUTCOME_EFFECTS = ['proceed', 'repeat', 'reschedule'] as const;
export type OutcomeEffect = (typeof OUTCOME_EFFECTS)[number];

/** Texts by language code. */
export type TranslatedText = Readonly<Record<string, string>>;

export interface OutcomeSettings {
  readonly code: string;
  readonly label: string | null;
  readonly effect: OutcomeEffect;
  readonly repeatMax: number | null;
  readonly repeatEvery: string | null;
  readonly labels: TranslatedText;
}

export interface OutcomesSettings {
  /** Variable that receives the chosen code; default `result`. */
  readonly variable: string;
  readonly values: readonly OutcomeSettings[];
}

export interface ActionSettings {
  readonly type: string | null;
  readonly retries: number | null;
  /** ISO 8601 durations before the 2nd, 3rd … attempt. */
  readonly backoff: readonly string[];
}

export interface Mapping {
  readonly name: string;
  /** `= FEEL` or a liquid template. */
  readonly value: string;
}

export interface IoSettings {
  readonly inputs: readonly Mapping[];
  readonly outputs: readonly Mapping[];
}

export const RECORD_CHANGES = ['created', 'changed', 'stageEntered', 'silent'] as const;
export type RecordChange = (typeof RECORD_CHANGES)[number];

export interface RecordEventSettings {
  readonly entity: string | null;
  readonly change: RecordChange | null;
  readonly field: string | null;
  readonly to: string | null;
  readonly filter: string | null;
  /** Variable that receives the record reference; the entity's name by default. */
  readonly variable: string | null;
}

/** `tl:Process` of a bpmn:Process. */
export function readProcess(element: ModdleElement): ProcessHeader | null {
  const extension = extensionOf(element, 'tl:Process');
  if (!extension) return null;
  const [variable, entity] = (textOf(extension, 'subject') ?? '').split(':').map((part) => part.trim());
  return {
    description: textOf(extension, 'description'),
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
  const kind = oneOf(ASSIGNMENT_KINDS, textOf(extension, 'kind'));
  return kind ? { kind, value: textOf(extension, 'value') } : null;
}

/** `tl:Task` of a user task. */
export function readTask(element: ModdleElement): TaskSettings | null {
  const extension = extensionOf(element, 'tl:Task');
  if (!extension) return null;
  return {
    instruction: textOf(extension, 'instruction'),
    due: textOf(extension, 'due'),
    priority: numberOf(extension, 'priority'),
  };
}

/** `tl:Form` of a user task or start event. */
export function readForm(element: ModdleElement): FormSettings | null {
  const extension = extensionOf(element, 'tl:Form');
  return extension && { key: textOf(extension, 'key'), schema: textOf(extension, 'schema') };
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
  if (!extension) return null;
  return {
    type: textOf(extension, 'type'),
    retries: numberOf(extension, 'retries'),
    backoff: (textOf(extension, 'backoff') ?? '').split(',').map(trim).filter(isPresent),
  };
}

/** `tl:Io`: the mappings into and out of an activity or message event; empty lists when there are none. */
export function readIo(element: ModdleElement): IoSettings {
  const extension = extensionOf(element, 'tl:Io');
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
  };
}

/** The correlation key of a bpmn:Message: FEEL over the variables of the waiting instance. */
export function readCorrelationKey(message: ModdleElement): string | null {
  return textOf(extensionOf(message, 'tl:Correlation'), 'key');
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
