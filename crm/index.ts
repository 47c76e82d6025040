/** The door of the CRM: one factory, its services' types, rights of a person, and the errors. */
export { createCrm, type Crm, type CrmOptions } from './create-crm.ts';
export {
  CRM_ERROR_CODES,
  FIELD_PROBLEM_CODES,
  CrmFailure,
  CrmFault,
  CrmRejection,
  type CrmErrorCode,
  type FieldProblem,
} from './errors.ts';
export type {
  CrmActor,
  CrmChange,
  CrmProcessAtWork,
  CrmProcesses,
  CrmRecordEvent,
  CrmRecordRef,
  CrmTransaction,
} from './ports.ts';
export type { Caller } from './caller.ts';
export {
  levelsOf,
  processKeysWith,
  processRightsOf,
  RECORD_ACTIONS,
  RIGHTS_LEVELS,
  type FieldLevel,
  type ProcessRight,
  type RecordAction,
  type RequestUser,
  type RightsLevel,
  type RoleGrant,
} from './rights/request-user.ts';
export { systemUser } from './rights/system-user.ts';
export type { RoleContent, RoleView } from './rights/role-service.ts';
export type { GroupKind, GroupView } from './rights/group-service.ts';
export type { RecordShare } from './rights/share-service.ts';
export type {
  FieldContent,
  FieldView,
  KindView,
  NewEntity,
  NewField,
  VersionInUse,
} from './custom-fields/field-types.ts';
export type { AuditFilter, AuditItem, FieldHistoryItem } from './audit/audit-service.ts';
export type { ChainReport } from './audit/event-seals.ts';
export type { ExportAlarm, ExportGuard, ExportRun, ExportSettings } from './export/export-guard.ts';
export type { ExportedTable, ExportService } from './export/export-service.ts';
export type { ImportService } from './import/import-service.ts';
export type { ColumnMapping, ImportJob, ImportOptions } from './import/import-types.ts';
export type { ImportTarget } from './import/mapping/import-targets.ts';
export type { Merge, MergePreview, MergeService } from './merge/merge-service.ts';
export type { DuplicateMatches, DuplicateService } from './duplicates/duplicate-service.ts';
export type { TakenOut } from './audit/bin-service.ts';
export type { BinItem } from './audit/read-bin.ts';
export type { SecurityEvent } from './rights/access-service.ts';
export type { AccessGround } from './rights/explain-access.ts';
export type { ParticipantSource } from './rights/scope-for.ts';
export type { EntityMeta, FieldMeta, RecordLink, RecordPage, RecordView } from './entities/entity-types.ts';
export type { FilterGroup } from './entities/filter-sql.ts';
export type { TableList, TableQuery } from './views/table-lists.ts';
export { defineField } from './entities/define-field.ts';
export { SqlParameters } from './database/sql-parameters.ts';
export type { FieldDefinition } from './entities/entity-types.ts';
export type { SavedView } from './views/view-service.ts';
export type { RecordQuery } from './entities/record-query.ts';
export type { RecordGroups } from './entities/group-rows.ts';
export type { AccountContact } from './contacts/account-contact-service.ts';
export type { ConversionPlan, PlannedPipeline } from './leads/conversion-plan.ts';
export type { ConversionState, ConvertedLead, ConvertRequest } from './leads/conversion-service.ts';
export type { LeadOrigin, PossibleParty } from './leads/lead-service.ts';
export type { LineDraft, LineItem, LineItems } from './products/line-item-service.ts';
export type { QuoteDocument } from './quotes/quote-document.ts';
export type { PriceRule, PriceRuleDraft } from './products/price-rule-service.ts';
export type { Payment } from './orders/payment-service.ts';
export type {
  DistributionService,
  RuleView as DistributionRuleView,
} from './distribution/distribution-service.ts';
export type { MeasureService } from './measures/measure-service.ts';
export type { CompanyService, CompanyView } from './company/company-service.ts';
export type { ChoiceListView, ChoiceService } from './choices/choice-service.ts';
export { CHOICE_RULE_KINDS, type ChoiceInUse } from './choices/choice-uses.ts';
export type { CalendarSettings, CalendarView } from './calendars/calendar-settings.ts';
export type { SlaPolicy } from './sla/sla-rows.ts';
export type { TicketClocks } from './sla/sla-service.ts';
export type { RecordFile } from './files/file-rows.ts';
export type { FileTask, WorkFile, WorkFileEvent } from './files/work-files.ts';
export type { PersonReport, ReportedFile } from './privacy/access-report.ts';
export type { ErasureHost, ErasurePlan, ErasureScope } from './privacy/erasure-service.ts';
export type { ErasureBlocker } from './privacy/erasure-blockers.ts';
export type { PersonRef } from './privacy/person.ts';
export type { ConsentPurpose } from './privacy/may-reach.ts';
export type { MailSubject } from './mail/mail-service.ts';
export type { LifecycleRule } from './lifecycle/lifecycle-service.ts';
export type { DealContact } from './deals/deal-contact-service.ts';
export type { PipelineDraft, PipelineView, RecordPath } from './pipelines/pipeline-service.ts';
export type { PlanActivity } from './activities/activity-service.ts';
export type { CalendarEntry } from './activities/calendar-entries.ts';
export type { TimelineItem, ProcessTimelineEvent } from './timeline/timeline-service.ts';
export type { TimelinePart } from './timeline/timeline-parts.ts';
export type { CommentView } from './comments/comment-service.ts';
export type { StructureUse } from './organisation/structure-rows.ts';
export type { PersonView } from './organisation/people-service.ts';
export type { ExecutorRequest, ResolvedExecutors } from './organisation/resolve-executors.ts';
export { people as demonstrationPeople, type DemonstrationPerson } from './demonstration/people.ts';
export { demonstrationId } from './demonstration/ids.ts';
export { againWhenRaceLost } from './database/lost-race.ts';
export { fieldsAlong } from './entities/status-reason.ts';
export { isEntity } from './entities/registry.ts';
