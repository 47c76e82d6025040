/** What the two namespaces say of a process, of events, and of where a step ends. */
import { extensionOf, textOf, type ModdleElement } from '../element.ts';
import { foreignValue } from './juel.ts';
import { foreignAttribute, foreignExtension } from './namespaces.ts';

export interface VersioningSettings {
  readonly versionTag: string | null;
  /** ISO 8601 duration after the end of an instance, e.g. `P30D`; null: the company's rule. */
  readonly historyTimeToLive: string | null;
  /** Whether people may start it from a list, where the diagram says so. */
  readonly startable: boolean | null;
}

/** Of a bpmn:Process: `tl:Process` first. */
export function readVersioning(process: ModdleElement): VersioningSettings {
  const own = extensionOf(process, 'tl:Process');
  const startable = foreignAttribute(process, 'camunda', 'isStartableInTasklist');
  const days = textOf(own, 'historyTimeToLive') ?? foreignAttribute(process, 'camunda', 'historyTimeToLive');
  return {
    versionTag:
      textOf(own, 'versionTag') ??
      foreignAttribute(process, 'camunda', 'versionTag') ??
      foreignExtension(process, 'zeebe', 'versionTag')?.attributes.value ??
      null,
    historyTimeToLive: days && /^\d+$/.test(days) ? `P${days}D` : days,
    startable: startable === null ? null : startable === 'true',
  };
}

export interface ContinuationSettings {
  /** The step ends here and goes on as a job of its own. */
  readonly before: boolean;
  readonly after: boolean;
}

/** `camunda:asyncBefore` and `camunda:asyncAfter` of an element, or of its loop characteristics. */
export function readContinuation(element: ModdleElement): ContinuationSettings {
  const isSet = (name: string): boolean => foreignAttribute(element, 'camunda', name) === 'true';
  return { before: isSet('asyncBefore') || isSet('async'), after: isSet('asyncAfter') };
}

/** Priority of the element's jobs: a number or `= FEEL`; null when nothing is said. */
export function readJobPriority(element: ModdleElement): string | null {
  const text =
    foreignAttribute(element, 'camunda', 'taskPriority') ??
    foreignAttribute(element, 'camunda', 'jobPriority') ??
    foreignExtension(element, 'zeebe', 'jobPriorityDefinition')?.attributes.priority;
  return text ? foreignValue(text) : null;
}

/** The variable of a start event that takes who started. */
export function readInitiatorVariable(startEvent: ModdleElement): string | null {
  return foreignAttribute(startEvent, 'camunda', 'initiator');
}

export interface CaughtVariables {
  readonly code: string | null;
  readonly message: string | null;
}

/** The variables that a caught error or escalation fills (`camunda:errorCodeVariable` …), from its event definition. */
export function readCaughtVariables(definition: ModdleElement): CaughtVariables {
  return {
    code:
      foreignAttribute(definition, 'camunda', 'errorCodeVariable') ??
      foreignAttribute(definition, 'camunda', 'escalationCodeVariable'),
    message: foreignAttribute(definition, 'camunda', 'errorMessageVariable'),
  };
}

/** What a thrown error says (`camunda:errorMessage`), from its bpmn:Error. */
export function foreignErrorMessage(error: ModdleElement | null): string | null {
  const message = foreignAttribute(error, 'camunda', 'errorMessage');
  return message && foreignValue(message);
}

export interface ConditionFilter {
  /** Only changes of these variables count; empty: all. */
  readonly variables: readonly string[];
  /** create | update | delete; empty: all. */
  readonly events: readonly string[];
}

/** Which changes a conditional event looks at, from its event definition. */
export function readConditionFilter(definition: ModdleElement): ConditionFilter {
  const zeebe = foreignExtension(definition, 'zeebe', 'conditionalFilter')?.attributes;
  const words = (text: string | null | undefined): readonly string[] =>
    (text ?? '')
      .split(',')
      .map((word) => word.trim())
      .filter((word) => word !== '');
  return {
    variables: words(zeebe?.variableNames ?? foreignAttribute(definition, 'camunda', 'variableName')),
    events: words(zeebe?.variableEvents ?? foreignAttribute(definition, 'camunda', 'variableEvents')),
  };
}

export interface AdHocSettings {
  /** `= FEEL` for the ids of the activities that begin at once. */
  readonly activeElements: string | null;
  readonly outputCollection: string | null;
  readonly outputElement: string | null;
}

/** `tl:AdHoc`, or `zeebe:adHoc`, of an ad-hoc subprocess. */
export function readAdHoc(element: ModdleElement): AdHocSettings {
  const own = extensionOf(element, 'tl:AdHoc');
  if (own) {
    return {
      activeElements: textOf(own, 'activeElements'),
      outputCollection: textOf(own, 'outputCollection'),
      outputElement: textOf(own, 'outputElement'),
    };
  }
  const zeebe = foreignExtension(element, 'zeebe', 'adHoc')?.attributes;
  return {
    activeElements: zeebe?.activeElementsCollection ?? null,
    outputCollection: zeebe?.outputCollection ?? null,
    outputElement: zeebe?.outputElement ?? null,
  };
}

/** `zeebe:subscription` of a bpmn:Message. */
export function foreignCorrelationKey(message: ModdleElement): string | null {
  return foreignExtension(message, 'zeebe', 'subscription')?.attributes.correlationKey ?? null;
}
