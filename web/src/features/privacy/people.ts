import type { RecordView } from '#contract';

/** Kinds of records that may be a person, and that a consent is kept for. */
export type PersonEntity = 'contact' | 'lead' | 'account';

/** The kind of a record that is a person: of accounts only those of private customers. */
export function personKind({ entity, fields }: RecordView): PersonEntity | null {
  if (entity === 'contact' || entity === 'lead') return entity;
  return entity === 'account' && fields['kind'] === 'person' ? entity : null;
}
