/** Door of the extension namespace: descriptor and typed readers. A leaf that runs in the browser and in Node. */
export { TL_PREFIX, TL_URI, throughlineDescriptor } from './descriptor.ts';
export { readDiagram, writeDiagram, createElement, type Diagram } from './diagram.ts';
export { linkFlows } from './link-flows.ts';
export { isA, elementsOf, referenceOf, textOf, extensionOf, type ModdleElement } from './element.ts';
export {
  ASSIGNMENT_KINDS,
  OUTCOME_EFFECTS,
  RECORD_CHANGES,
  readAction,
  readAssignment,
  readCall,
  readCorrelationKey,
  readForm,
  readIo,
  readOutcomeFlow,
  readOutcomes,
  readProcess,
  readRecordEvent,
  readTask,
  readTranslations,
  type ActionSettings,
  type AssignmentKind,
  type AssignmentSettings,
  type CallSettings,
  type FormSettings,
  type IoSettings,
  type Mapping,
  type OutcomeEffect,
  type OutcomeSettings,
  type OutcomesSettings,
  type ProcessHeader,
  type RecordChange,
  type RecordEventSettings,
  type TaskSettings,
  type TranslatedText,
} from './readers.ts';
export {
  KNOWN_ACTIONS,
  type ActionInput,
  type ActionInputType,
  type ActionOutput,
  type ActionText,
  type KnownAction,
} from './actions.ts';
