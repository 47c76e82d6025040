/**
 * What somebody may see and change of the records that a task's form is tied to: by his own rights, those of the executor
 * included. A process lends nobody its own here; who is to write what he may not leaves it to a step of the process.
 */
import { CrmRejection, type FieldMeta, type RecordView, type RequestUser } from '#crm';
import { isRecordRef, type RecordRef, type UserTaskRow, type Variables } from '#engine';
import type { ApiContext } from '../context.ts';
import { recordTies, type RecordTie, type ShownField } from './record-ties.ts';

export interface RecordField extends ShownField, RecordTie {
  readonly record: RecordView;
  readonly value: unknown;
}

/** By the key of the form's field; what he may not see, and what no record is found for, is not there. */
export async function recordFieldsOf(
  context: ApiContext,
  user: RequestUser,
  { ties, variables }: { readonly ties: readonly RecordTie[]; readonly variables: Variables },
): Promise<ReadonlyMap<string, RecordField>> {
  if (ties.length === 0) return new Map();
  const [meta, records] = await Promise.all([
    context.crm.records.meta(user),
    readRecords(context, user, { ties, variables }),
  ]);
  const fields = ties.flatMap((tie): [string, RecordField][] => {
    const record = records.get(tie.variable);
    const known = meta.find(({ entity }) => entity === record?.entity);
    const field = known?.fields.find(({ key }) => key === tie.field);
    return record && field ? [[tie.key, fieldOf(tie, record, field)]] : [];
  });
  return new Map(fields);
}

function fieldOf(tie: RecordTie, record: RecordView, field: FieldMeta): RecordField {
  return {
    ...tie,
    record,
    value: record.fields[tie.field] ?? null,
    readOnly: field.readOnly || !record.rights.edit,
    options: field.options,
  };
}

/** By variable. */
async function readRecords(
  { crm, entities }: ApiContext,
  user: RequestUser,
  { ties, variables }: { readonly ties: readonly RecordTie[]; readonly variables: Variables },
): Promise<ReadonlyMap<string, RecordView>> {
  const names = [...new Set(ties.map(({ variable }) => variable))];
  const read = names.map(async (name): Promise<[string, RecordView][]> => {
    const ref = variables[name];
    if (!isRecordRef(ref) || !entities.has(ref.$record)) return [];
    const record = await found(() => crm.records.get({ user }, { entity: ref.$record, id: ref.id }));
    return record ? [[name, record]] : [];
  });
  return new Map((await Promise.all(read)).flat());
}

async function found(read: () => Promise<RecordView>): Promise<RecordView | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof CrmRejection && error.code === 'CRM_RECORD_NOT_FOUND') return null;
    throw error;
  }
}

/** The form of a task as it was published; null where it has none. */
export async function formOfTask(context: ApiContext, task: UserTaskRow): Promise<TaskForm> {
  const definition = await context.definitions.find(task.definitionId);
  const schema = definition?.elements.find(({ id }) => id === task.elementId)?.form ?? null;
  return { ties: recordTies(schema), processName: definition?.name ?? task.processKey };
}

export interface TaskForm {
  readonly ties: readonly RecordTie[];
  readonly processName: string;
}

export function referenceOf({ entity, id }: Pick<RecordView, 'entity' | 'id'>): RecordRef {
  return { $record: entity, id };
}
