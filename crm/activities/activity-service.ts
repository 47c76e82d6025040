/**
 * Planning what people do, by people and by processes, and the calendar that shows it. An activity that a process
 * planned carries the ids of its task: people see it, the task moves and ends it.
 */
import { actorOf, type Caller, rowContext, writeContext } from '../caller.ts';
import type { SqlParameters } from '../database/sql-parameters.ts';
import type { Queryable, Transactions, Unit } from '../database/transaction.ts';
import type { FieldValues, RecordLink, RecordView } from '../entities/entity-types.ts';
import { readRow, type RowContext, viewsOfRows } from '../entities/record-rows.ts';
import { LATEST_VERSION } from '../entities/assert-no-collision.ts';
import type { OptionCatalogue } from '../entities/select-options.ts';
import { lockForChange, type RecordWriter, recordNotFound } from '../entities/write-record.ts';
import { CrmRejection, fieldsInvalid } from '../errors.ts';
import type { CrmIds, CrmTransaction } from '../ports.ts';
import type { ParticipantSource } from '../rights/scope-for.ts';
import { activityEntity } from './activity.entity.ts';
import { type ActivityKind, type CalendarEntry, readEntries } from './calendar-entries.ts';
import { type AboutRecord, assertAboutReadable, readAbout, writeAbout } from './activity-links.ts';
import { ActivityParticipantModel } from './activity.model.ts';

export interface PlanActivity {
  readonly kind: ActivityKind;
  readonly subject: string;
  readonly body?: string | null;
  readonly plannedStart?: string | Date | null;
  readonly plannedEnd?: string | Date | null;
  /** In whose calendar it stands; the caller when left out by a person. */
  readonly ownerId?: string | null;
  readonly accountId?: string | null;
  readonly contactId?: string | null;
  /** Further records that it is about; a ticket, lead, deal, account or contact among them becomes the activity's own. */
  readonly links?: readonly { readonly entity: string; readonly id: string }[];
  readonly participants?: readonly (
    { readonly userId: string } | { readonly contactId: string } | { readonly email: string }
  )[];
  readonly status?: string;
  readonly priority?: string;
  readonly direction?: 'in' | 'out' | null;
  readonly reminderMinutes?: number | null;
  readonly timeZone?: string | null;
  readonly isPrivate?: boolean;
  /** The process task that the activity shows in the calendar. */
  readonly task?: {
    readonly userTaskId: string | null;
    readonly instanceId: string;
    readonly elementId: string;
  };
  /** The same on every retry: the activity of the first attempt is found again instead of planned twice. */
  readonly effectKey?: string;
}

export interface ActivityService {
  /** @throws CrmRejection CRM_FIELDS_INVALID, CRM_FORBIDDEN */
  plan(caller: Caller, request: PlanActivity): Promise<RecordView>;
  /** What it is about, as far as the caller may see it. @throws CrmRejection CRM_RECORD_NOT_FOUND */
  about(caller: Caller, request: { id: string }): Promise<RecordLink[]>;
  /** Says that it is about a record of any kind, too. @throws CrmRejection CRM_FIELDS_INVALID, CRM_FORBIDDEN, CRM_RECORD_NOT_FOUND */
  addAbout(caller: Caller, request: { id: string; about: AboutRecord }): Promise<void>;
  /** Entries of people between two instants, as far as the caller may read them. */
  calendar(
    caller: Caller,
    request: { from: Date; to: Date; userIds: readonly string[] },
  ): Promise<CalendarEntry[]>;
  /** @throws CrmRejection CRM_ACTIVITY_FIXED for what a process planned, CRM_VERSION_CONFLICT, CRM_FORBIDDEN */
  move(
    caller: Caller,
    request: { id: string; version: number; start: string; end: string },
  ): Promise<CalendarEntry>;
  /** Ends, repeats or reschedules the activity of a process task, by the process. Null when the task has none. */
  changeOfTask(
    caller: Caller,
    request: {
      userTaskId: string;
      fields: {
        status?: string;
        outcome?: string | null;
        outcomeText?: string | null;
        plannedStart?: string;
        plannedEnd?: string;
        owner?: string | null;
      };
      /** When it took place; an end without it is now. */
      actual?: { readonly start: Date; readonly end: Date };
    },
  ): Promise<RecordView | null>;
  /** The activity of a process task. */
  ofTask(userTaskId: string, transaction?: CrmTransaction | null): Promise<ActivityOfTask | null>;
}

export interface ActivityOfTask {
  readonly id: string;
  readonly kind: ActivityKind;
  readonly subject: string;
  readonly plannedStart: string | null;
  readonly plannedEnd: string | null;
  readonly accountId: string | null;
  readonly contactId: string | null;
  readonly timeZone: string | null;
  readonly body: string | null;
  readonly version: number;
}

const SELECT_OF_TASK = `
  select id, kind, subject, body, planned_start as "plannedStart", planned_end as "plannedEnd", account_id as "accountId",
         contact_id as "contactId", time_zone as "timeZone", version
  from crm.activity
  where user_task_id = $1 and deleted_at is null
  order by created_at desc, id desc
  limit 1`;

export function createActivityService(ports: {
  readonly transactions: Transactions;
  readonly writer: RecordWriter;
  readonly options: OptionCatalogue;
  readonly ids: CrmIds;
  readonly participants: ParticipantSource | null;
}): ActivityService {
  const { transactions, writer, ids, participants } = ports;
  const definition = activityEntity;

  const ofTask: ActivityService['ofTask'] = async (userTaskId, transaction) => {
    const reader = transactions.reader(transaction);
    const { rows } = await reader.query<
      ActivityOfTask & { plannedStart: Date | null; plannedEnd: Date | null }
    >(SELECT_OF_TASK, [userTaskId]);
    const row = rows[0];
    if (!row) return null;
    return {
      ...row,
      plannedStart: row.plannedStart?.toISOString() ?? null,
      plannedEnd: row.plannedEnd?.toISOString() ?? null,
    };
  };

  const entry = async (reader: Queryable, id: string, context: RowContext): Promise<CalendarEntry> => {
    const [found] = await readEntries(
      reader,
      { where: (parameters) => `a.id = ${parameters.add(id, 'uuid')}` },
      { context, options: ports.options },
    );
    if (!found) throw recordNotFound('activity', id);
    return found;
  };

  return {
    plan: (caller, request) =>
      transactions.run(caller.transaction, async (unit) => {
        const context = writeContext(caller, participants);
        const known = await knownEffect(unit, request.effectKey);
        if (known) {
          const row = await lockForChange(unit, { definition, id: known, action: 'edit' }, context);
          return onlyView(await viewsOfRows(unit.client, { definition, rows: [row] }, context));
        }
        const about = request.links ?? [];
        await assertAboutReadable(unit.client, { about, path: 'links' }, context);
        const parties = await partiesOf(unit.client, request);
        const row = await writer.create(
          unit,
          { definition, fields: fieldsOfPlan(request, parties), attributes: attributesOfPlan(request) },
          context,
        );
        await writeAbout(unit, row.id, about);
        await writeParticipants(unit, ids, row.id, request);
        return onlyView(await viewsOfRows(unit.client, { definition, rows: [row] }, context));
      }),

    async about(caller, { id }) {
      const reader = transactions.reader(caller.transaction);
      const context = rowContext(caller, participants);
      const row = await readRow(reader, { definition, id, lock: false }, context);
      if (!row) throw recordNotFound('activity', id);
      return readAbout(reader, row.id, context);
    },
    addAbout: (caller, { id, about }) =>
      transactions.run(caller.transaction, async (unit) => {
        const context = writeContext(caller, participants);
        const row = await lockForChange(unit, { definition, id, action: 'edit' }, context);
        await assertAboutReadable(unit.client, { about: [about], path: 'about' }, context);
        await writeAbout(unit, row.id, [about]);
        unit.changed({ entity: about.entity, recordId: about.id, change: 'changed', version: null });
      }),

    async calendar(caller, request) {
      const context = rowContext(caller, participants);
      const where = (parameters: SqlParameters) => {
        const people = parameters.add(request.userIds, 'uuid[]');
        const from = parameters.add(request.from, 'timestamptz');
        const to = parameters.add(request.to, 'timestamptz');
        return `(a.owner_id = any(${people}) or exists (select from crm.activity_participant ap where ap.activity_id = a.id and ap.user_id = any(${people})))
          and a.planned_start < ${to} and coalesce(a.planned_end, a.planned_start) >= ${from}`;
      };
      return readEntries(
        transactions.reader(caller.transaction),
        { where },
        { context, options: ports.options },
      );
    },

    move: (caller, request) =>
      transactions.run(caller.transaction, async (unit) => {
        const context = writeContext(caller, participants);
        const row = await lockForChange(unit, { definition, id: request.id, action: 'edit' }, context);
        const fixed = await unit.client.query(
          'select from crm.activity where id = $1 and user_task_id is not null',
          [row.id],
        );
        if (fixed.rowCount !== 0 && actorOf(caller).kind === 'user') {
          throw new CrmRejection(
            'CRM_ACTIVITY_FIXED',
            `Expected an activity planned by a person, but a process fixed '${row.id}'.`,
            { recordId: row.id },
          );
        }
        if (Date.parse(request.end) < Date.parse(request.start)) {
          throw fieldsInvalid([
            { path: 'end', code: 'tooEarly', message: 'The end lies before the start: choose a later end.' },
          ]);
        }
        const fields = { plannedStart: request.start, plannedEnd: request.end };
        await writer.update(unit, { definition, id: row.id, version: request.version, fields }, context);
        return entry(unit.client, row.id, context);
      }),

    changeOfTask: (caller, request) =>
      transactions.run(caller.transaction, async (unit) => {
        const context = writeContext(caller, participants);
        const found = await ofTask(request.userTaskId, { client: unit.client });
        if (!found) return null;
        const row = await writer.update(
          unit,
          {
            definition,
            id: found.id,
            version: LATEST_VERSION,
            fields: { ...request.fields },
            ...(request.actual
              ? { attributes: { actualStart: request.actual.start, actualEnd: request.actual.end } }
              : {}),
          },
          context,
        );
        return onlyView(await viewsOfRows(unit.client, { definition, rows: [row] }, context));
      }),

    ofTask,
  };
}

interface Parties {
  readonly ticket: string | null;
  readonly deal: string | null;
  readonly lead: string | null;
  readonly account: string | null;
  readonly contact: string | null;
}

/** Ticket, deal, account and contact of the activity: as given, else from the links, those of ticket and deal included. */
async function partiesOf(reader: Queryable, request: PlanActivity): Promise<Parties> {
  const linked = (entity: string) => request.links?.find((link) => link.entity === entity)?.id ?? null;
  let account = request.accountId ?? linked('account');
  let contact = request.contactId ?? linked('contact');
  const ticket = linked('ticket');
  if (ticket && (!account || !contact)) {
    const { rows } = await reader.query<{ account_id: string | null; contact_id: string | null }>(
      'select account_id, contact_id from crm.ticket where id = $1',
      [ticket],
    );
    account ??= rows[0]?.account_id ?? null;
    contact ??= rows[0]?.contact_id ?? null;
  }
  const deal = linked('deal');
  if (deal && !account) {
    const { rows } = await reader.query<{ account_id: string | null }>(
      'select account_id from crm.deal where id = $1',
      [deal],
    );
    account = rows[0]?.account_id ?? null;
  }
  return { ticket, deal, lead: linked('lead'), account, contact };
}

function fieldsOfPlan(request: PlanActivity, parties: Parties): FieldValues {
  const given: FieldValues = {
    kind: request.kind,
    subject: request.subject,
    body: request.body,
    status: request.status,
    plannedStart: request.plannedStart,
    plannedEnd: request.plannedEnd,
    owner: request.ownerId,
    ticket: parties.ticket,
    deal: parties.deal,
    lead: parties.lead,
    account: parties.account,
    contact: parties.contact,
    priority: request.priority,
    direction: request.direction,
    reminderMinutes: request.reminderMinutes,
    isPrivate: request.isPrivate,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function attributesOfPlan(request: PlanActivity): FieldValues {
  return {
    timeZone: request.timeZone ?? null,
    userTaskId: request.task?.userTaskId ?? null,
    instanceId: request.task?.instanceId ?? null,
    elementId: request.task?.elementId ?? null,
    effectKey: request.effectKey ?? null,
  };
}

async function knownEffect(unit: Unit, effectKey: string | undefined): Promise<string | null> {
  if (effectKey === undefined) return null;
  const { rows } = await unit.client.query<{ id: string }>(
    'select id from crm.activity where effect_key = $1',
    [effectKey],
  );
  return rows[0]?.id ?? null;
}

async function writeParticipants(
  unit: Unit,
  ids: CrmIds,
  activityId: string,
  request: PlanActivity,
): Promise<void> {
  const participants = (request.participants ?? []).map((participant) => ({
    id: ids.next(),
    activityId,
    ...participant,
  }));
  if (participants.length === 0) return;
  await ActivityParticipantModel.bulkCreate(participants, {
    transaction: unit.orm,
    ignoreDuplicates: true,
    returning: false,
  });
}

function onlyView(views: readonly RecordView[]): RecordView {
  const [view] = views;
  if (!view) throw new Error('Expected one view for one row.');
  return view;
}
