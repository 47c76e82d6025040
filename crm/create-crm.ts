/** Puts the CRM together: one object with the services, over the host's pool and ports. */
import type { Pool, PoolClient } from 'pg';
import { type ActivityService, createActivityService } from './activities/activity-service.ts';
import { createReminderService, type ReminderService } from './activities/reminders.ts';
import { type CalendarService, createCalendarService } from './calendars/calendar-service.ts';
import { actorOf } from './caller.ts';
import { type ChoiceService, createChoiceService } from './choices/choice-service.ts';
import { type CompanyService, createCompanyService } from './company/company-service.ts';
import { type CommentService, createCommentService } from './comments/comment-service.ts';
import {
  type AccountContactService,
  createAccountContactService,
} from './contacts/account-contact-service.ts';
import { type AuditService, createAuditService } from './audit/audit-service.ts';
import { type BinService, createBinService } from './audit/bin-service.ts';
import { type CustomFieldService, createCustomFieldService } from './custom-fields/custom-field-service.ts';
import { createKindService, type KindService } from './custom-fields/kind-service.ts';
import { createMetadata } from './custom-fields/metadata.ts';
import { createPeopleService, type PeopleService } from './organisation/people-service.ts';
import { createStructureService, type StructureService } from './organisation/structure-service.ts';
import { createSubstitutionService, type SubstitutionService } from './organisation/substitution-service.ts';
import { createSequelize } from './database/connection.ts';
import { createTransactions, type Unit } from './database/transaction.ts';
import { createDealContactService, type DealContactService } from './deals/deal-contact-service.ts';
import { seedDemonstration } from './demonstration/seed-demonstration.ts';
import { createDistributionService, type DistributionService } from './distribution/distribution-service.ts';
import { createDuplicateService, type DuplicateService } from './duplicates/duplicate-service.ts';
import { createExpressionReader, type ExpressionValue } from './entities/read-for-expression.ts';
import { createRecordService, type RecordService } from './entities/record-service.ts';
import { createOptionCatalogue } from './entities/select-options.ts';
import { createRecordWriter } from './entities/write-record.ts';
import { createOrganisationService, type OrganisationService } from './organisation/organisation-service.ts';
import { type ConversionService, createConversionService } from './leads/conversion-service.ts';
import { noteCandidates } from './duplicates/note-candidates.ts';
import { createDuplicatePairService, type DuplicatePairService } from './duplicates/pair-service.ts';
import { createMeasureService, type MeasureService } from './measures/measure-service.ts';
import type { TaskLogSource } from './measures/work-log.ts';
import { createMergeService, type MergeService } from './merge/merge-service.ts';
import { createLeadService, type LeadService } from './leads/lead-service.ts';
import { createPaymentService, type PaymentService } from './orders/payment-service.ts';
import { createLineItemService, type LineItemService } from './products/line-item-service.ts';
import { createPriceRuleService, type PriceRuleService } from './products/price-rule-service.ts';
import { createQuoteService, type QuoteService } from './quotes/quote-service.ts';
import { followHours } from './sla/follow-hours.ts';
import { createSlaService, type SlaService } from './sla/sla-service.ts';
import { createFileService, type FileService } from './files/file-service.ts';
import { createWorkFileService, type WorkFileService } from './files/work-files.ts';
import { createFollowService, type FollowService } from './follow/follow-service.ts';
import { createExportGuard, type ExportGuard } from './export/export-guard.ts';
import { createExportService, type ExportService } from './export/export-service.ts';
import { createImportService, type ImportService } from './import/import-service.ts';
import { createLifecycleService, type LifecycleService } from './lifecycle/lifecycle-service.ts';
import { createMailService, type MailService } from './mail/mail-service.ts';
import { createNotificationService, type NotificationService } from './notifications/notification-service.ts';
import { notifyOfEvent } from './notifications/notify-of-event.ts';
import { createOrgChartService, type OrgChartService } from './contacts/org-chart-service.ts';
import { createTagService, type TagService } from './tags/tag-service.ts';
import { createPipelineService, type PipelineService } from './pipelines/pipeline-service.ts';
import { createCommPoints } from './phones/comm-points.ts';
import { createPointService, type PointService } from './phones/point-service.ts';
import type {
  CrmChange,
  CrmClock,
  CrmIds,
  CrmLogger,
  CrmProcesses,
  CrmRecordEvent,
  CrmRecordRef,
  CrmTransaction,
} from './ports.ts';
import { type AccessService, createAccessService } from './rights/access-service.ts';
import { createGroupService, type GroupService } from './rights/group-service.ts';
import { type AccessReportService, createAccessReportService } from './privacy/access-report.ts';
import { type ErasureService, createErasureService } from './privacy/erasure-service.ts';
import { type ConsentService, createConsentService } from './privacy/consent-service.ts';
import { createRoleService, type RoleService } from './rights/role-service.ts';
import type { ParticipantSource } from './rights/scope-for.ts';
import { createShareService, type ShareService } from './rights/share-service.ts';
import { createSearchService, type SearchService } from './search/search-service.ts';
import { createTimelineService, type TimelineService } from './timeline/timeline-service.ts';
import { createTableLists, type TableList, type TableLists } from './views/table-lists.ts';
import { createViewService, type ViewService } from './views/view-service.ts';

export interface CrmOptions {
  /** Shared with the engine. The schema must be up to date; the CRM does not migrate. */
  readonly pool: Pool;
  readonly clock: CrmClock;
  readonly ids: CrmIds;
  readonly logger: CrmLogger;
  /** Where active process tasks are found: being their executor is a ground to read the record. */
  readonly participants?: ParticipantSource;
  /** Where completed process tasks are found: what somebody worked on. */
  readonly taskLog?: TaskLogSource;
  /** Called inside the transaction of the change, with its client; what it throws refuses the change. */
  readonly onRecordEvent?: (event: CrmRecordEvent, client: PoolClient) => Promise<void>;
  /** Running processes that hold records; left out where there are none. */
  readonly processes?: CrmProcesses;
  /** Called after a transaction of the CRM's own has committed; changes made in the host's go to its `onChange`. */
  readonly onCommitted?: (changes: readonly CrmChange[]) => void;
  /** Called when this node has learnt of other fields or kinds of records. */
  readonly onMetadataChanged?: () => void;
  /** Rows of the host that people list, filter and keep views of. */
  readonly tableLists?: readonly TableList[];
  /** Where the content of a stored file lies on this node; null where it is not here. Imports read files there. */
  readonly filePath?: (storageKey: string) => Promise<string | null>;
}

export interface Crm {
  readonly records: RecordService;
  readonly search: SearchService;
  readonly accountContacts: AccountContactService;
  readonly points: PointService;
  readonly leads: LeadService;
  readonly conversions: ConversionService;
  /** How selling and service go, counted from what was kept anyway. */
  readonly measures: MeasureService;
  /** Who gets a lead that nobody was named for. */
  readonly distribution: DistributionService;
  readonly sla: SlaService;
  readonly dealContacts: DealContactService;
  readonly orgChart: OrgChartService;
  readonly lifecycle: LifecycleService;
  readonly tags: TagService;
  readonly files: FileService;
  /** Files on user tasks; rights on them are the host's. */
  readonly workFiles: WorkFileService;
  readonly follow: FollowService;
  readonly notifications: NotificationService;
  /** For the host's mail: whose address, which record. No rights apply. */
  readonly mail: MailService;
  readonly lineItems: LineItemService;
  readonly priceRules: PriceRuleService;
  readonly quotes: QuoteService;
  readonly payments: PaymentService;
  readonly pipelines: PipelineService;
  readonly activities: ActivityService;
  readonly reminders: ReminderService;
  readonly timeline: TimelineService;
  readonly comments: CommentService;
  readonly organisation: OrganisationService;
  readonly people: PeopleService;
  /** Departments, positions and who holds them. */
  readonly structure: StructureService;
  /** Who does whose work during an absence. */
  readonly substitutions: SubstitutionService;
  readonly calendars: CalendarService;
  readonly roles: RoleService;
  readonly groups: GroupService;
  readonly consents: ConsentService;
  readonly erasures: ErasureService;
  /** What is held about a person, by rights. */
  readonly accessReports: AccessReportService;
  readonly shares: ShareService;
  readonly access: AccessService;
  readonly customFields: CustomFieldService;
  /** Where the company is, and which money it counts in. */
  readonly company: CompanyService;
  /** The choices of shipped fields. */
  readonly choices: ChoiceService;
  /** Names and retirement of kinds of records that administrators made. */
  readonly kinds: KindService;
  readonly views: ViewService;
  /** Lists of rows that are no records, by their host's description. */
  readonly tableLists: TableLists;
  readonly audit: AuditService;
  readonly bin: BinService;
  readonly imports: ImportService;
  readonly exports: ExportService;
  readonly exportGuard: ExportGuard;
  readonly duplicates: DuplicateService;
  readonly duplicatePairs: DuplicatePairService;
  readonly merges: MergeService;
  /** Learns of fields and choices that another node changed: for those who ask without a person, who would bring it along. */
  catchUp(): Promise<void>;
  /** Records as values for expressions, in the order asked for; null for what is not there. No rights apply. */
  readForExpression(
    refs: readonly CrmRecordRef[],
    transaction: CrmTransaction | null,
  ): Promise<(ExpressionValue | null)[]>;
  /** Makes room in the timeline for the months around the clock's now; called by a daily schedule. */
  ensureEventPartitions(): Promise<void>;
  /**
   * Fills a database with the demonstration's organisation and customers; false when they are there already. Absences
   * are counted from `now`. Passwords are the host's.
   */
  seedDemonstration(now: Date): Promise<boolean>;
}

const ENSURE_PARTITIONS = `
  select crm.ensure_event_partition($1::timestamptz + make_interval(months => n)) from generate_series(0, 2) as n`;

export function createCrm(options: CrmOptions): Crm {
  const { pool, clock, ids, logger } = options;
  const participants = options.participants ?? null;
  createSequelize();
  const transactions = createTransactions(pool, (changes) => {
    try {
      options.onCommitted?.(changes);
    } catch (cause) {
      // The change is committed; a listener that fails must not make it look refused.
      logger.error({ err: cause }, 'A listener of committed changes failed.');
    }
  });
  const optionCatalogue = createOptionCatalogue();
  const metadata = createMetadata({
    reader: pool,
    options: optionCatalogue,
    onChanged: () => options.onMetadataChanged?.(),
  });
  const readForExpression = createExpressionReader();
  const points = createCommPoints({ clock, ids, options: optionCatalogue });
  const processes = options.processes ?? null;
  const writing = { clock, ids, options: optionCatalogue, points, processes };
  // Processes first, then our own rules and people: all of it commits with the change, or none.
  const onRecordEvent = async (event: CrmRecordEvent, unit: Unit): Promise<void> => {
    await options.onRecordEvent?.(event, unit.client);
    await noteCandidates(unit, event, clock.now());
    await notifyOfEvent(unit, event, { ids, now: clock.now() });
    await lifecycle.follow(event, unit);
  };
  const writer = createRecordWriter({
    ...writing,
    onRecordEvent,
  });
  const lifecycle = createLifecycleService({
    transactions,
    writer,
    options: optionCatalogue,
    clock,
    ids,
    participants,
  });
  const organisation = createOrganisationService({ transactions, metadata, clock, ids });
  const exportGuard = createExportGuard({ transactions, clock, ids });
  const records = createRecordService({ transactions, writer, options: optionCatalogue, participants });
  return {
    records,
    search: createSearchService({ pool, transactions, clock, logger, participants }),
    points: createPointService({ transactions, writer, points, clock, ids, participants }),
    accountContacts: createAccountContactService({
      transactions,
      options: optionCatalogue,
      clock,
      ids,
      participants,
    }),
    leads: createLeadService({ transactions, writer, participants }),
    conversions: createConversionService({
      ...{ transactions, writer, clock, ids, participants },
      options: optionCatalogue,
    }),
    measures: createMeasureService({
      transactions,
      clock,
      ids,
      participants,
      taskLog: options.taskLog ?? null,
    }),
    distribution: createDistributionService({
      transactions,
      writer,
      options: optionCatalogue,
      clock,
      ids,
      participants,
    }),
    lineItems: createLineItemService({ transactions, writer, clock, ids, participants }),
    priceRules: createPriceRuleService({ transactions, clock, ids, participants }),
    quotes: createQuoteService({ transactions, writer, participants }),
    payments: createPaymentService({
      transactions,
      writer,
      options: optionCatalogue,
      clock,
      ids,
      participants,
    }),
    sla: createSlaService({
      transactions,
      options: optionCatalogue,
      clock,
      ids,
      participants,
      onRecordEvent,
    }),
    orgChart: createOrgChartService({ transactions, clock, ids, participants }),
    lifecycle,
    tags: createTagService({ transactions, clock, ids, participants }),
    files: createFileService({ pool, transactions, clock, ids, participants }),
    workFiles: createWorkFileService({ pool, transactions, clock, ids }),
    follow: createFollowService({ transactions, clock, participants }),
    mail: createMailService({ transactions, clock, ids }),
    notifications: createNotificationService({ transactions, clock, ids, participants }),
    dealContacts: createDealContactService({
      transactions,
      options: optionCatalogue,
      clock,
      ids,
      participants,
    }),
    pipelines: createPipelineService({
      ...{ transactions, options: optionCatalogue, participants, clock, ids, processes },
    }),
    activities: createActivityService({ transactions, writer, options: optionCatalogue, ids, participants }),
    reminders: createReminderService({ transactions, clock, ids }),
    timeline: createTimelineService({ transactions, participants }),
    comments: createCommentService({ transactions, clock, ids, participants }),
    organisation,
    people: createPeopleService({ transactions, organisation, clock, ids }),
    structure: createStructureService({ transactions, clock, ids }),
    substitutions: createSubstitutionService({ transactions, clock, ids }),
    calendars: createCalendarService({
      ...{ reader: pool, transactions, clock, ids },
      onHours: (unit, change, caller) =>
        followHours(unit, change, { now: clock.now(), actor: actorOf(caller), ids }),
    }),
    roles: createRoleService({ transactions, clock, ids }),
    groups: createGroupService({ transactions, clock, ids }),
    consents: createConsentService({ transactions, clock, ids, participants }),
    erasures: createErasureService({ transactions, clock, ids, participants }),
    accessReports: createAccessReportService({ transactions, clock, ids, participants }),
    shares: createShareService({ transactions, clock, ids, participants }),
    access: createAccessService({ transactions, clock, ids, participants }),
    views: createViewService({ transactions, clock, ids, tableLists: options.tableLists ?? [] }),
    tableLists: createTableLists({ transactions, participants }),
    audit: createAuditService({ pool, transactions, records, participants, clock, ids }),
    exports: createExportService({
      transactions,
      options: optionCatalogue,
      guard: exportGuard,
      participants,
    }),
    exportGuard,
    imports: createImportService({
      pool,
      transactions,
      options: optionCatalogue,
      many: { clock, ids, options: optionCatalogue, processes },
      onRecordEvent,
      clock,
      ids,
      logger,
      participants,
      loadUser: (id) => organisation.loadUser(id),
      filePath: options.filePath ?? (() => Promise.resolve(null)),
    }),
    merges: createMergeService({
      transactions,
      writer,
      clock,
      ids,
      participants,
      processes,
    }),
    duplicates: createDuplicateService({ transactions, records, clock, ids, participants }),
    duplicatePairs: createDuplicatePairService({ transactions, clock, participants }),
    bin: createBinService({ pool, transactions, clock, ids, participants }),
    company: createCompanyService({ transactions, options: optionCatalogue, clock, ids }),
    choices: createChoiceService({ transactions, options: optionCatalogue, clock, ids }),
    customFields: createCustomFieldService({
      ...{ pool, transactions, metadata, clock, ids, logger },
      taken: (options.tableLists ?? []).map((list) => list.name),
    }),
    kinds: createKindService({ pool, transactions, clock, ids }),
    catchUp: () => metadata.fresh(),
    async readForExpression(refs, transaction) {
      await metadata.fresh();
      return readForExpression(transactions.reader(transaction), refs);
    },
    async ensureEventPartitions() {
      await pool.query(ENSURE_PARTITIONS, [clock.now()]);
    },
    seedDemonstration: (now) => {
      const silent = createRecordWriter({ ...writing, onRecordEvent: () => Promise.resolve() });
      return seedDemonstration({ transactions, writer: silent }, now);
    },
  };
}
