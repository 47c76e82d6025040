/**
 * What one row of a batch undergoes: the same service calls, rights and validation as by hand, under the rights that the
 * person has at that moment. Each answers what the record was and what it became, which is what taking it back needs:
 * a record that was changed since is left alone and says so.
 */
import { isDeepStrictEqual } from 'node:util';
import { type Caller, CrmRejection, fieldsAlong } from '#crm';
import { startProcess } from '../commands/start-process.ts';
import type { ApiContext } from '../context.ts';
import type { BatchRow, RowChange } from './batch-rows.ts';

export interface RowWork {
  readonly batch: BatchRow;
  readonly caller: Caller;
  readonly recordId: string;
  /** Of a row that is taken back. */
  readonly change: RowChange | null;
}

export async function workOnRecord(context: ApiContext, work: RowWork): Promise<RowChange | null> {
  const { batch, caller, recordId: id } = work;
  const { entity } = batch;
  const wanted = batch.work;
  switch (wanted.kind) {
    case 'edit':
      return edit(context, caller, { entity, id, fields: wanted.fields });
    case 'tag':
      return tag(context, caller, { entity, id, add: wanted.add ?? [], remove: wanted.remove ?? [] });
    case 'delete':
      await context.crm.records.remove(caller, { entity, id });
      return null;
    case 'start':
      // The engine's own transaction: the key makes a repetition after a crash the same instance.
      await startProcess(context, caller.user, {
        processKey: wanted.processKey,
        startElementId: wanted.startElementId,
        variables: {},
        record: { entity, id },
        key: `batch:${batch.id}:${id}`,
        isOneOfMany: true,
      });
      return null;
    case 'merge':
      return mergeInto(context, work);
    case 'undo':
      return takeBack(context, work, wanted.of);
  }
}

async function mergeInto({ crm }: ApiContext, work: RowWork): Promise<RowChange> {
  const { batch, caller, recordId: loserId, change } = work;
  // Batches of former versions say nothing of choices.
  const { survivorId, choices = {} } = change?.to as {
    survivorId: string;
    choices?: Readonly<Record<string, 'survivor' | 'loser'>>;
  };
  const request = { entity: batch.entity, survivorId, loserId, choices };
  const { id: mergeId } = await crm.merges.merge(caller, request);
  return { from: null, to: { mergeId } };
}

type Fields = Readonly<Record<string, unknown>>;

async function edit(
  { crm }: ApiContext,
  caller: Caller,
  {
    entity,
    id,
    fields,
    needsNoReason = false,
  }: {
    readonly entity: string;
    readonly id: string;
    readonly fields: Fields;
    readonly needsNoReason?: boolean;
  },
): Promise<RowChange> {
  const before = await crm.records.get(caller, { entity, id });
  const after = await crm.records.update(caller, {
    entity,
    id,
    version: before.version,
    fields: { ...fields },
    needsNoReason,
  });
  const keys = [...new Set([...Object.keys(fields), ...fieldsAlong(entity, Object.keys(fields))])];
  return { from: picked(before.fields, keys), to: picked(after.fields, keys) };
}

async function tag(
  { crm }: ApiContext,
  caller: Caller,
  request: {
    readonly entity: string;
    readonly id: string;
    readonly add: string[];
    readonly remove: string[];
  },
): Promise<RowChange> {
  const subject = { entity: request.entity, id: request.id };
  const before = (await crm.tags.ofRecord(caller, subject)).map((one) => one.name);
  const gone = new Set(request.remove.map((name) => name.toLowerCase()));
  const names = [...before.filter((name) => !gone.has(name.toLowerCase())), ...request.add];
  const after = (await crm.tags.set(caller, { ...subject, names })).map((one) => one.name);
  return { from: before, to: after };
}

async function takeBack(
  context: ApiContext,
  { batch, caller, recordId: id, change }: RowWork,
  of: BatchRow['work']['kind'],
): Promise<RowChange | null> {
  const { entity } = batch;
  if (of === 'delete') {
    await context.crm.bin.restore(caller, { entity, id });
    return null;
  }
  if (of === 'merge') {
    const { mergeId } = change?.to as { mergeId: string };
    await context.crm.merges.undo(caller, { id: mergeId });
    return null;
  }
  if (of === 'tag') {
    const from = change?.from as string[];
    const to = change?.to as string[];
    return tag(context, caller, {
      entity,
      id,
      add: from.filter((name) => !to.includes(name)),
      remove: to.filter((name) => !from.includes(name)),
    });
  }
  const { from, to } = change as { from: Fields; to: Fields };
  const now = await context.crm.records.get(caller, { entity, id });
  if (!isDeepStrictEqual(picked(now.fields, Object.keys(to)), to))
    throw new CrmRejection('CRM_VERSION_CONFLICT', 'It was changed since; it stays as it is.', {
      entity,
      id,
    });
  return edit(context, caller, { entity, id, fields: from, needsNoReason: true });
}

function picked(fields: Fields, keys: readonly string[]): Fields {
  return Object.fromEntries(keys.map((key) => [key, fields[key] ?? null]));
}
