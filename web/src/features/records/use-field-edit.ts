/** Saving one field, and what happens when somebody else saved it in between. */
import { useState } from 'react';
import { routes, type FieldMeta, type RecordView } from '#contract';
import { api, useReportError, type ApiError } from '../../client/index.ts';
import { useUndoEdit } from './use-undo-edit.ts';
import { rememberRecord, useUpdateRecord } from './use-update-record.ts';

export interface Conflict {
  readonly mine: unknown;
  /** The record as it is now. */
  readonly theirs: RecordView;
  /** What both saw at first; undefined when nobody knows. */
  readonly original: unknown;
}

const STALE_VERSION = 'CRM_VERSION_CONFLICT';

/** The server tells each field that collided in three values: what it was, what it is, what was wanted. */
function originalOf(failure: ApiError, field: string): unknown {
  const { details } = failure;
  if (typeof details !== 'object' || details === null || !('conflicts' in details)) return undefined;
  const conflicts = Array.isArray(details.conflicts) ? (details.conflicts as unknown[]) : [];
  const own = conflicts.find(
    (one): one is { original: unknown } =>
      typeof one === 'object' && one !== null && 'field' in one && one.field === field && 'original' in one,
  );
  return own?.original;
}

export interface FieldEdit {
  readonly pending: boolean;
  readonly error: string | undefined;
  readonly conflict: Conflict | null;
  save(value: unknown): void;
  keepMine(): void;
  takeTheirs(): void;
  forget(): void;
}

export function useFieldEdit(field: FieldMeta, record: RecordView, onClosed: () => void): FieldEdit {
  const report = useReportError();
  const [error, setError] = useState<string>();
  const [sent, setSent] = useState<unknown>(undefined);
  const [conflict, setConflict] = useState<Conflict | null>(null);
  const params = { entity: record.entity, id: record.id };
  const close = (): void => {
    setConflict(null);
    setError(undefined);
    onClosed();
  };
  const onError = (failure: ApiError, mine: unknown): void => {
    const own = failure.fields.find((one) => one.path.endsWith(field.key));
    if (failure.code === STALE_VERSION) {
      void api.call(routes.records.getRecord, { params }).then(
        (theirs) => setConflict({ mine, theirs, original: originalOf(failure, field.key) }),
        (second: unknown) => report(second),
      );
    } else if (own) setError(own.message);
    else report(failure);
  };
  const offerBack = useUndoEdit(field);
  const update = useUpdateRecord({
    onDone: (changed) => {
      offerBack(changed, record);
      close();
    },
    onError: (failure) => onError(failure, sent),
    onGiveUp: close,
  });
  const send = (value: unknown, version: number): void => {
    setSent(value);
    setError(undefined);
    update.run({ params, body: { version, fields: { [field.key]: value } } });
  };
  return {
    pending: update.pending,
    error,
    conflict,
    save: (value) => {
      const unchanged = JSON.stringify(value ?? null) === JSON.stringify(record.fields[field.key] ?? null);
      if (unchanged) close();
      else send(value, record.version);
    },
    keepMine: () => {
      if (conflict) send(conflict.mine, conflict.theirs.version);
    },
    takeTheirs: () => {
      if (conflict) rememberRecord(conflict.theirs);
      close();
    },
    forget: () => {
      setError(undefined);
      setConflict(null);
    },
  };
}
