/** The record that something hangs on (tags, files, comments): it must be readable, or changeable, by who asks. */
import { type Caller, rowContext } from '../caller.ts';
import type { Queryable } from '../database/transaction.ts';
import { CrmRejection } from '../errors.ts';
import type { ParticipantSource } from '../rights/scope-for.ts';
import { readRow, type RecordRow } from './record-rows.ts';
import { entityOf } from './registry.ts';
import { recordNotFound } from './write-record.ts';

export interface Subject {
  readonly entity: string;
  readonly id: string;
}

/** @throws CrmRejection CRM_ENTITY_UNKNOWN, CRM_RECORD_NOT_FOUND, CRM_FORBIDDEN */
export async function readSubject(
  reader: Queryable,
  request: { readonly subject: Subject; readonly action: 'read' | 'edit' },
  caller: Caller,
  participants: ParticipantSource | null,
): Promise<RecordRow> {
  const { subject, action } = request;
  const definition = entityOf(subject.entity);
  const row = await readRow(
    reader,
    { definition, id: subject.id, lock: false },
    rowContext(caller, participants),
  );
  if (!row) throw recordNotFound(subject.entity, subject.id);
  if (action === 'read' || row.may_edit) return row;
  throw new CrmRejection(
    'CRM_FORBIDDEN',
    `Expected the right to edit ${subject.entity} '${subject.id}', but it is missing.`,
    { entity: subject.entity, recordId: subject.id, action },
  );
}
