/** Door of the wire contract: schemas, route table, socket events. Imports zod only. */
export { defineRoute } from './route.ts';
export type { Access, Method, RouteDefinition } from './route.ts';
export { routes } from './routes.ts';
export { SOCKET_EVENTS, SOCKET_PATH, editing, liveMessage, presence, room } from './socket-events.ts';
export type { LiveMessage, Presence, Room } from './socket-events.ts';
export { problem } from './common.ts';
export type { LocalizedText, Person, ProblemDocument, RecordLink } from './common.ts';
export { locale, processRight } from './session.ts';
export type { Locale, Me, ProcessRight, SetupState } from './session.ts';
export type { Point } from './points.ts';
export type { Consent, ErasurePlan } from './privacy.ts';
export { duplicateMatches } from './duplicates.ts';
export type {
  DuplicateCount,
  DuplicateMatches,
  DuplicatePair,
  DuplicateReason,
  MergedField,
  MergeItem,
} from './duplicates.ts';
export { consentChannel, consentPurpose } from './privacy.ts';
export type {
  ApiKeyItem,
  OwnSecurity,
  PersonSecurity,
  SessionItem,
  SignInRules,
  SignInSettings,
} from './security.ts';
export { filterGroup } from './record-filters.ts';
export { TIMELINE_PARTS } from './records.ts';
export type { RecordBatch, RecordBatchWork } from './record-batches.ts';
export type { AccountContact } from './account-contacts.ts';
export type { FieldOfMany } from './duplicates.ts';
export { homeWidgets, type HomePart, type HomeView, type HomeWidget, type RoleHome } from './home.ts';
export type { InstanceListWork, StepCard, StepColumn, WorkList } from './work-lists.ts';
export type { SavedView, ViewContent } from './views.ts';
export type {
  RecordGroup,
  RecordQuery,
  RecordPage,
  RecordProcess,
  RecordRelation,
  RunningOnRecord,
  RecordView,
  RuleReason,
  TimelineItem,
} from './records.ts';
export type { EntityMeta, FieldCondition, FieldMeta, FieldType, Tone } from './record-kinds.ts';
export type { FilterCondition, FilterGroup, FilterOperator } from './record-filters.ts';
export type { BehindNumber, MeasureRate, SourceMeasure, StageMeasure, SupportMeasure } from './measures.ts';
export type { Company } from './company.ts';
export type { ChoiceList } from './choices.ts';
export type { WorkingCalendar } from './calendars.ts';
export type {
  DistributionDecision,
  DistributionPerson,
  DistributionRule,
  DistributionStep,
} from './distribution.ts';
export type { ConversionPlan, ConversionState, LeadOrigin, PossibleParty } from './leads.ts';
export type { LineItem, LineItems, Payment, PriceRule, QuoteSheet } from './orders.ts';
export type { LikelyBreach, SlaPolicy, TicketClock, TicketClocks } from './sla.ts';
export type { KnownEvent, SignalOnItsWay, WhoWaits } from './events.ts';
export type { TaskFile } from './task-files.ts';
export type { FollowState, Notification, OrgChart, RecordComment, RecordFile, Tag } from './collaboration.ts';
export type { ActivityMail, MailRule, MailState, MailTemplate, ReceivedMail } from './mail.ts';
export { webFormContent } from './web-forms.ts';
export type { WebForm, WebFormContent } from './web-forms.ts';
export type { ProcessNeed, ReadyProcess } from './ready-processes.ts';
export type { StructureDepartment, StructurePosition, Substitution } from './structure.ts';
export type { AdminPerson, OpenWork } from './people.ts';
export type { ExportRules, ExportRun } from './export-guard.ts';
export type { FullExport } from './full-exports.ts';
export type { HealthReport } from './health.ts';
export type { Webhook, WebhookDelivery } from './webhooks.ts';
export type { SearchHit } from './search.ts';
export type {
  ColumnMapping,
  ImportFault,
  ImportJob,
  ImportOptions,
  ImportOutcome,
  ImportRow,
  ImportState,
  ImportTarget,
  ImportVerdict,
} from './import-views.ts';
export type { LifecycleRule, LifecycleStep } from './lifecycle.ts';
export type { DealContact, PipelineView, RecordPath } from './sales.ts';
export type { AuditItem, BinItem, ChainReport, FieldHistoryItem, TakenOut } from './audit.ts';
export type { CustomField, CustomFieldContent, OwnKind } from './custom-fields.ts';
export type { AccessGround, GroupContent, RecordShare, Role } from './rights.ts';
export { fieldLevel, recordAction, rightsLevel } from './rights.ts';
export type { Batch, BatchDetail, Refusal } from './batches.ts';
export type { ExternalJob } from './external-jobs.ts';
export type {
  FailedSteps,
  HistorySetting,
  InstanceWork,
  Operation,
  Suspension,
  SuspensionTarget,
} from './operations.ts';
export type {
  CalendarItem,
  Outcome,
  TaskBatchWork,
  ProgressStrip,
  TaskDetail,
  TaskItem,
  TaskTab,
} from './tasks.ts';
export type {
  DefinitionDetail,
  DefinitionSummary,
  DecisionItem,
  DesignerCatalogue,
  Draft,
  Finding,
  NextStart,
  ProcessListItem,
} from './processes.ts';
export type {
  Comment,
  HistoryItem,
  InstanceCard,
  InstanceListItem,
  InstanceTask,
  LiveMap,
  MigrationCheck,
  Parameter,
  IncidentValues,
  StartableStep,
} from './instances.ts';
export type { FailedJob, IncompleteStart, MailItem, Organisation } from './admin.ts';
