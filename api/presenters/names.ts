/** What a presenter needs to turn ids into words; read for a whole answer at once, so no row costs a query. */
import type { Person, RecordLink } from '#contract';
import type { InstanceListItem, RecordRef } from '#engine';

export interface Names {
  person(id: string | null): Person | null;
  /** `position:<id>` or `department:<id>`. */
  group(code: string): { readonly id: string; readonly name: string };
  record(ref: RecordRef): RecordLink | null;
  /** The account behind a record: itself, or the one it belongs to. */
  customer(ref: RecordRef): RecordLink | null;
}

export type InstanceRecords = InstanceListItem['records'];

export interface InstanceLinks {
  readonly subject: RecordLink | null;
  readonly customer: RecordLink | null;
}

/** The subject is what the definition names, else the first record; the customer is the account behind any of them. */
export function linksOf(
  records: InstanceRecords,
  subjectVariable: string | null,
  names: Names,
): InstanceLinks {
  const refs = subjectFirst(records, subjectVariable).map(({ entity, recordId }) => ({
    $record: entity,
    id: recordId,
  }));
  const [first] = refs;
  const customer = refs.map((ref) => names.customer(ref)).find((link) => link !== null) ?? null;
  return { subject: first ? names.record(first) : null, customer };
}

function subjectFirst(records: InstanceRecords, variable: string | null): InstanceRecords {
  return records.toSorted((a, b) => Number(b.variable === variable) - Number(a.variable === variable));
}

/** `processName`: in the reader's language. */
export function titleOf(
  instance: { readonly businessKey: string | null },
  { subject, processName }: { readonly subject: RecordLink | null; readonly processName: string },
): string {
  return subject?.title ?? instance.businessKey ?? processName;
}
