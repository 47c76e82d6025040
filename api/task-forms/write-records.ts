/**
 * Values that were entered for tied fields of a form are written to their records in the name of whoever entered them, in
 * one transaction with the step that they complete: both are stored, or neither. Lock order: the instance, then records.
 */
import { CrmRejection, type CrmTransaction, type RequestUser } from '#crm';
import { EngineRejection, type EngineTransaction, type UserTaskRow, type Variables } from '#engine';
import { isTaskOpen } from '../adapters/engine-ports/engine-reads.ts';
import { inCrmTransaction } from '../commands/in-crm-transaction.ts';
import type { ApiContext } from '../context.ts';
import { ApiProblem, type FieldProblem } from '../errors/problems.ts';
import { formOfTask, recordFieldsOf, referenceOf, type RecordField } from './record-fields.ts';

export interface Entered {
  readonly user: RequestUser;
  readonly task: UserTaskRow;
  /** Versions of the records that he saw, by their ids; without one his value wins. */
  readonly versions?: Readonly<Record<string, number>> | undefined;
}

export interface SplitValues {
  /** What goes to the process. */
  readonly variables: Variables;
  /** What goes to records, by the key of the form's field. */
  readonly tied: Variables;
  readonly processName: string;
}

/** Takes apart what goes to the process and what goes to records. */
export async function splitValues(
  context: ApiContext,
  task: UserTaskRow,
  values: Variables,
): Promise<SplitValues> {
  const { ties, processName } = await formOfTask(context, task);
  const keys = new Set(ties.map(({ key }) => key));
  const part = (isTied: boolean): Variables =>
    Object.fromEntries(Object.entries(values).filter(([key]) => keys.has(key) === isTied));
  return { variables: part(false), tied: part(true), processName };
}

/**
 * Writes the tied values and does the step, together. A step that needs no record has no transaction of ours.
 * @throws ApiProblem API_FIELDS_INVALID for fields that he may not see or change; CrmRejection of a record that refuses.
 */
export async function withRecords<T>(
  context: ApiContext,
  entered: Entered & Pick<SplitValues, 'tied' | 'processName'>,
  step: (transaction?: EngineTransaction) => Promise<T>,
): Promise<T> {
  const { task, tied } = entered;
  const isOpen = task.state === 'planned' || task.state === 'ready';
  // An ended task is the engine's to answer: the same request again, or one that comes too late.
  if (!isOpen || Object.keys(tied).length === 0) return step();
  const writes = writesOf(await openFields(context, entered), entered);
  const attempt = (): Promise<T> =>
    inCrmTransaction(context, async (transaction) => {
      const { client } = transaction;
      for (const { record } of writes)
        await context.engine.lockHolders({ record: referenceOf(record), among: [task.rootId] }, { client });
      if (await isTaskOpen(client, task.id)) await writeAll(context, { entered, writes, transaction });
      return step({ client });
    });
  const done = await attempt().catch((error: unknown) => {
    if (error instanceof EngineRejection && error.code === 'ENG_BUSY') return attempt();
    throw error;
  });
  context.engine.wake();
  return done;
}

async function openFields(
  context: ApiContext,
  { user, task, tied }: Entered & Pick<SplitValues, 'tied'>,
): Promise<readonly RecordField[]> {
  const [{ ties }, instance] = await Promise.all([
    formOfTask(context, task),
    context.engine.views.instance(task.instanceId),
  ]);
  const fields = await recordFieldsOf(context, user, { ties, variables: instance?.variables ?? {} });
  const closed = Object.keys(tied).flatMap((key) => closedField(key, fields.get(key)));
  if (closed.length > 0) throw new ApiProblem('API_FIELDS_INVALID', { fields: closed });
  return Object.keys(tied).map((key) => fields.get(key)!);
}

function closedField(path: string, field: RecordField | undefined): FieldProblem[] {
  if (!field)
    return [
      { path, code: 'unknown', message: `'${path}' is no field of this form that you know: leave it out.` },
    ];
  if (!field.readOnly) return [];
  return [{ path, code: 'shownOnly', message: `'${path}' is only shown to you: leave it out.` }];
}

interface RecordWrite {
  readonly record: RecordField['record'];
  readonly version: number | undefined;
  readonly fields: Record<string, unknown>;
  /** Of the form, by the record's field. */
  readonly keys: ReadonlyMap<string, string>;
}

/** One write for each record, an account before a contact. */
function writesOf(
  fields: readonly RecordField[],
  { tied, versions }: Entered & Pick<SplitValues, 'tied'>,
): readonly RecordWrite[] {
  const nameOf = ({ record }: RecordField): string => `${record.entity}:${record.id}`;
  const names = [...new Set(fields.map(nameOf))].toSorted();
  return names.map((name) => {
    const own = fields.filter((field) => nameOf(field) === name);
    const { record } = own[0]!;
    return {
      record,
      version: versions?.[record.id],
      fields: Object.fromEntries(own.map(({ key, field }) => [field, valueOf(tied[key])])),
      keys: new Map(own.map(({ key, field }) => [field, key])),
    };
  });
}

function valueOf(value: Variables[string] | undefined): unknown {
  return value === '' ? null : value;
}

async function writeAll(
  { crm }: ApiContext,
  work: {
    readonly entered: Entered & Pick<SplitValues, 'processName'>;
    readonly writes: readonly RecordWrite[];
    readonly transaction: CrmTransaction;
  },
): Promise<void> {
  const { user, task, processName } = work.entered;
  const { instanceId: id, elementId, name: elementName } = task;
  const actor = { kind: 'user', id: user.id, instance: { id, processName, elementId, elementName } } as const;
  for (const { record, version, fields, keys } of work.writes) {
    const { entity } = record;
    const request = { entity, id: record.id, fields, ...(version === undefined ? {} : { version }) };
    try {
      await crm.records.update({ user, actor, transaction: work.transaction }, request);
    } catch (error) {
      throw inWordsOfForm(error, keys);
    }
  }
}

/** The form marks its own fields. */
function inWordsOfForm(error: unknown, keys: ReadonlyMap<string, string>): unknown {
  if (!(error instanceof CrmRejection) || error.code !== 'CRM_FIELDS_INVALID') return error;
  const { fields } = error.details;
  if (!Array.isArray(fields)) return error;
  const mapped = fields.map((field: FieldProblem) => ({
    ...field,
    path: keys.get(field.path) ?? field.path,
  }));
  return new ApiProblem('API_FIELDS_INVALID', { detail: error.message, fields: mapped, cause: error });
}
