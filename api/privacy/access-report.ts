/**
 * The report about a person with what lies beside the records: mails, forms that were sent, process instances with the
 * variables that name the person, what was said there, and the files on their tasks. Mails and instances follow the records and the rights to watch processes; only
 * administrators also get mails that merely went to or came from one of the person's addresses.
 */
import type { Pool } from 'pg';
import type { PersonRef, PersonReport, ReportedFile, RequestUser } from '#crm';
import type { ApiContext } from '../context.ts';
import { keysWithAny } from '../rights/process-rights.ts';

type Row = Readonly<Record<string, unknown>>;

export interface FullReport extends PersonReport {
  readonly mails: readonly Row[];
  readonly forms: readonly Row[];
  readonly processes: readonly ReportedProcess[];
}

interface ReportedProcess {
  readonly instanceId: string;
  readonly process: string;
  readonly status: string;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly tasks: readonly Row[];
}

const SENT = `
  select 'out' as direction, m.sender as "from", m.recipients as "to", m.cc, m.subject, m.body as text,
    coalesce(m.sent_at, m.created_at) as at, m.state
  from app.mail_message m
  where m.record_id = any($1::uuid[]) or m.activity_id = any($1::uuid[])
    or exists (select from unnest($2::text[]) a where position(a in lower(m.recipients || ' ' || m.cc)) > 0)
  order by at limit 5000`;
const RECEIVED = `
  select 'in' as direction, r.sender as "from", r.recipients as "to", r.subject, r.body as text, r.received_at as at, r.outcome as state
  from app.mail_received r
  where r.record_id = any($1::uuid[]) or r.activity_id = any($1::uuid[]) or lower(r.sender) = any($2::text[])
  order by r.received_at limit 5000`;
const FORMS = `
  select f.content->>'name' as form, s.at, s.payload
  from app.web_form_submission s join app.web_form f on f.id = s.form_id
  where s.lead_id = any($1::uuid[]) or s.ticket_id = any($2::uuid[]) order by s.at`;
const VARIABLES = 'select id, variables from engine.process_instance where id = any($1::uuid[])';
const TASKS = `
  select instance_id as "instanceId", name, state, created_at as "createdAt", completed_at as "completedAt", outcome
  from engine.user_task where instance_id = any($1::uuid[]) order by created_at`;
const TASK_FILES = `
  select f.id, f.name, f.mime, f.size::float8 as size, f.sha256, f.created_at as "createdAt", r.entity, r.record_id as "recordId"
  from engine.user_task t
  join crm.record_file r on r.entity = 'user_task' and r.record_id = t.id and r.deleted_at is null
  join crm.file f on f.id = r.file_id
  where t.instance_id = any($1::uuid[]) order by r.created_at, f.id`;
const TALK = `
  select c.entity, c.record_id as "recordId", c.created_at as at, u.name as by, c.body as text
  from crm.comment c left join crm."user" u on u.id = c.author_id
  where c.entity = 'process_instance' and c.record_id = any($1::uuid[]) and c.deleted_at is null
  order by c.created_at, c.id`;
const INSTANCES_MAX = 500;

/** @throws CrmRejection CRM_RECORD_NOT_FOUND, CRM_FORBIDDEN */
export async function makeAccessReport(
  context: ApiContext,
  user: RequestUser,
  person: PersonRef,
): Promise<FullReport> {
  const { pool, crm } = context;
  const report = await crm.accessReports.make({ user }, person);
  const ids = report.records.map((record) => record.id);
  const addresses = user.isAdmin ? emailsOf(report) : [];
  const mails = [
    ...(await rowsOf(pool, SENT, [ids, addresses])),
    ...(await rowsOf(pool, RECEIVED, [ids, addresses])),
  ];
  const leads = report.records.filter((record) => record.entity === 'lead').map((record) => record.id);
  const forms = await rowsOf(pool, FORMS, [leads, ids]);
  const processes = await processesOf(context, user, report);
  const instances = [processes.map((process) => process.instanceId)];
  const talk = await rowsOf(pool, TALK, instances);
  const files = (await pool.query<ReportedFile>(TASK_FILES, instances)).rows;
  return {
    ...report,
    comments: [...report.comments, ...talk],
    files: [...report.files, ...files],
    mails,
    forms,
    processes,
  };
}

async function rowsOf(pool: Pool, sql: string, values: unknown[]): Promise<Row[]> {
  return (await pool.query<Row>(sql, values)).rows;
}

function emailsOf(report: PersonReport): string[] {
  const points = report.addresses.filter((point) => point.kind === 'email').map((point) => point.value);
  const fields = report.records
    .filter((record) => PEOPLE.includes(record.entity))
    .flatMap((record) => record.fields.filter((field) => field.key === 'email').map((field) => field.value));
  const texts = [...points, ...fields].filter((value): value is string => typeof value === 'string');
  return [...new Set(texts.map((text) => text.toLowerCase()))];
}

async function processesOf(
  { engine, pool }: ApiContext,
  user: RequestUser,
  report: PersonReport,
): Promise<ReportedProcess[]> {
  const found = new Map<string, ReportedProcess>();
  for (const { entity, id } of report.records) {
    const page = await engine.views.instances({
      record: { entity, recordId: id },
      visibleKeys: keysWithAny(user, ['watch']),
      involving: user.id,
      limit: INSTANCES_MAX,
    });
    for (const item of page.items)
      found.set(item.id, {
        instanceId: item.id,
        process: item.processName,
        status: item.status,
        startedAt: item.startedAt,
        endedAt: item.endedAt,
        variables: {},
        tasks: [],
      });
  }
  const ids = [...found.keys()];
  const { rows } = await pool.query<{ id: string; variables: Record<string, unknown> }>(VARIABLES, [ids]);
  const tasks = await rowsOf(pool, TASKS, [ids]);
  const named = namesOf(report);
  return [...found.values()].map((process) => ({
    ...process,
    variables: Object.fromEntries(
      Object.entries(rows.find((row) => row.id === process.instanceId)?.variables ?? {}).filter(([, value]) =>
        mentions(value, named),
      ),
    ),
    tasks: tasks.filter((task) => task.instanceId === process.instanceId),
  }));
}

const SHORTEST_NAME = 3;
/** Of the kinds that are reported, those whose records are the person. */
const PEOPLE: readonly string[] = ['contact', 'lead', 'account'];

/** By which a variable is known to be about the person: ids of the own records, names, tax number, addresses. */
function namesOf(report: PersonReport): string[] {
  const own = report.records.filter(({ entity }) => PEOPLE.includes(entity));
  const keys = ['fullName', 'familyName', 'name', 'email', 'phone', 'legalName', 'taxId'];
  const values = own.flatMap((record) =>
    record.fields.filter((field) => keys.includes(field.key)).map((field) => String(field.value)),
  );
  const points = report.addresses.map((point) => String(point.value));
  return [...own.map((record) => record.id), ...values, ...points]
    .filter((name) => name.length >= SHORTEST_NAME)
    .map((name) => name.toLowerCase());
}

function mentions(value: unknown, names: readonly string[]): boolean {
  const text = JSON.stringify(value ?? null).toLowerCase();
  return names.some((name) => text.includes(name));
}
