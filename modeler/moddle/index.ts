/** Door of the extension namespace: descriptor and typed readers. A leaf that runs in the browser and in Node. */
export { TL_PREFIX, TL_URI, throughlineDescriptor } from './descriptor.ts';
export { readDiagram, readDiagramToLookAt, writeDiagram, createElement, type Diagram } from './diagram.ts';
export { linkFlows } from './link-flows.ts';
export {
  keepingUnresolved,
  rememberUnresolved,
  undeclaredReference,
  unresolvedFrom,
  unresolvedOf,
  type UnresolvedReference,
} from './unresolved.ts';
export { isA, elementsOf, referenceOf, textOf, extensionOf, type ModdleElement } from './element.ts';
export {
  ASSIGNMENT_KINDS,
  OUTCOME_EFFECTS,
  RECORD_CHANGES,
  type ActionSettings,
  type AssignmentKind,
  type AssignmentSettings,
  type CallSettings,
  type ErrorSettings,
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
  type TimerSettings,
  type TranslatedText,
} from './settings.ts';
export {
  readAction,
  readAssignment,
  readCall,
  readCorrelationKey,
  readDecision,
  readErrorSettings,
  readForm,
  readIo,
  readOutcomeFlow,
  readOutcomes,
  readProcess,
  readRecordEvent,
  readTask,
  readTimeToLive,
  readTimerSettings,
  readTranslations,
} from './readers.ts';
export {
  dataVariableOf,
  readAssociations,
  readDataItems,
  readStore,
  type AssociationSettings,
  type DataItem,
  type StoreSettings,
} from './data.ts';
export { readCalledElement, type CalledElementSettings } from './foreign/call.ts';
export {
  readExpressionTask,
  readResultVariable,
  readRetryCycle,
  retryCycleText,
  readScript,
  type Binding,
  type DecisionSettings,
  type ExpressionTaskSettings,
  type RetrySettings,
  type ScriptSettings,
} from './foreign/implementation.ts';
export { feelFromJuel, foreignValue, isJuel, type JuelTranslation } from './foreign/juel.ts';
export { readListeners, type ListenerSettings } from './foreign/listeners.ts';
export { readMultiInstance, type MultiInstanceSettings } from './foreign/multi-instance.ts';
export {
  readAdHoc,
  readCaughtVariables,
  readConditionFilter,
  readContinuation,
  readInitiatorVariable,
  readJobPriority,
  readVersioning,
  type AdHocSettings,
  type CaughtVariables,
  type ConditionFilter,
  type ContinuationSettings,
  type VersioningSettings,
} from './foreign/process.ts';
export { refusedSettings, type RefusedSetting } from './foreign/settings-refused.ts';
export { HOLDERS } from './foreign/holders.ts';
export { REASONS } from './foreign/reasons.ts';
export { TREATMENTS, isJuelScript, isScriptLanguage, type Treatment } from './foreign/treatments.ts';
export { feelFromXPath, isXPath } from './xpath.ts';
export { readCandidates, readRoleNames, type CandidateSettings } from './foreign/user-task.ts';
export {
  KNOWN_ACTIONS,
  type ActionInput,
  type ActionInputType,
  type ActionOutput,
  type ActionText,
  type KnownAction,
} from './actions.ts';
