/**
 * A chunk of decided rows → records, in the transaction of the caller: new records first, then changes, in waves in which
 * no record occurs twice. Rights and rules are those of the page, by the same code; a row that they refuse is told apart
 * and the others go on.
 */
import type { Unit } from '../database/transaction.ts';
import { valuesForExisting } from '../entities/validate-fields.ts';
import type { EntityDefinition } from '../entities/entity-types.ts';
import type { ManyOutcome, ManyRow } from '../entities/many-types.ts';
import type { ManyWriter } from '../entities/write-many.ts';
import type { WriteContext } from '../entities/tell-of-write.ts';
import type { CrmIds } from '../ports.ts';
import { linkContacts } from './link-contacts.ts';
import { readRows, type StoredRow, storeWritten, type WrittenRow } from './import-rows.ts';
import type { RowProblem } from './import-types.ts';

export interface WritePorts {
  readonly writer: ManyWriter;
  readonly ids: CrmIds;
  readonly now: () => Date;
}

interface Planned {
  readonly row: StoredRow;
  readonly recordId: string;
  readonly mode: 'create' | 'overwrite' | 'fill';
}

export async function writeRows(
  ports: WritePorts,
  unit: Unit,
  request: {
    readonly importId: string;
    readonly definition: EntityDefinition;
    readonly rows: readonly StoredRow[];
  },
  context: WriteContext,
): Promise<readonly WrittenRow[]> {
  const { importId, definition, rows } = request;
  const targets = await targetsOf(unit, importId, rows);
  const planned = rows.map((row): Planned => {
    if (row.verdict === 'create') return { row, recordId: ports.ids.next(), mode: 'create' };
    const mode = row.verdict === 'merge' ? 'fill' : 'overwrite';
    const target = row.targetRow === null ? row.recordId : (targets.get(row.targetRow) ?? null);
    // The earlier row that it should have joined came to nothing: then it stands for itself.
    return target === null
      ? { row, recordId: ports.ids.next(), mode: 'create' }
      : { row, recordId: target, mode };
  });
  const written: WrittenRow[] = [];
  const ofRow = new Map<number, string>();
  const create = async (wanted: readonly Planned[]): Promise<void> => {
    const made = await ports.writer.create(
      unit,
      { definition, rows: wanted.map((one) => asMany(one, definition)) },
      context,
    );
    for (const one of wanted) {
      const outcome = made.get(one.recordId);
      if (outcome?.state === 'created') ofRow.set(one.row.rowNo, one.recordId);
      written.push(writtenRow(one, outcome));
    }
  };
  await create(planned.filter((one) => one.mode === 'create'));
  const joining = planned
    .filter((one) => one.mode !== 'create')
    .map((one) => ({ ...one, recordId: ofRow.get(one.row.targetRow ?? -1) ?? one.recordId }));
  await create(
    joining
      .filter((one) => one.recordId === PENDING)
      .map((one) => ({ ...one, recordId: ports.ids.next(), mode: 'create' })),
  );
  for (const wave of wavesOf(joining.filter((one) => one.recordId !== PENDING))) {
    const outcomes = await ports.writer.update(
      unit,
      { definition, rows: wave.map((one) => asMany(one, definition)) },
      context,
    );
    for (const one of wave) written.push(writtenRow(one, outcomes.get(one.recordId)));
  }
  const linked = await linkContacts(ports, unit, linksOf(written, rows), context);
  const result = written.map((one) => {
    const links = linked.get(one.rowNo);
    if (!links) return one;
    const outcome = one.outcome === 'unchanged' ? ('updated' as const) : one.outcome;
    return { ...one, outcome, effects: { ...one.effects, links: [links] } };
  });
  await storeWritten(unit.client, importId, result);
  return result;
}

/** Records of the earlier rows that rows of this chunk join: written before, or made in this very chunk. */
async function targetsOf(
  unit: Unit,
  importId: string,
  rows: readonly StoredRow[],
): Promise<ReadonlyMap<number, string>> {
  const wanted = [...new Set(rows.flatMap((row) => row.targetRow ?? []))];
  const found = new Map<number, string>();
  if (wanted.length === 0) return found;
  const earlier = await readRows(unit.client, {
    importId,
    after: 0,
    limit: wanted.length,
    where: `row_no = any($4::int[])`,
    values: [wanted],
  });
  const here = new Map(rows.map((row) => [row.rowNo, row]));
  for (const row of earlier) {
    const isWritten = row.outcome !== null && row.outcome !== 'failed' && row.outcome !== 'skipped';
    if (isWritten && row.recordId !== null) found.set(row.rowNo, row.recordId);
    // Still to be made: the id is known when it is.
    else if (here.get(row.rowNo)?.verdict === 'create') found.set(row.rowNo, PENDING);
    else if (row.recordId !== null && row.outcome === null) found.set(row.rowNo, row.recordId);
  }
  return found;
}

const PENDING = '00000000-0000-0000-0000-000000000000';

function asMany({ row, recordId, mode }: Planned, definition: EntityDefinition): ManyRow {
  const values = row.values ?? {};
  return {
    id: recordId,
    fields: mode === 'create' ? values : valuesForExisting(definition, values),
    points: row.points ?? [],
    ...(mode === 'create' ? {} : { mode }),
  };
}

function* wavesOf(planned: readonly Planned[]): Generator<readonly Planned[]> {
  let rest = planned;
  while (rest.length > 0) {
    const taken = new Set<string>();
    const wave: Planned[] = [];
    const later: Planned[] = [];
    for (const one of rest) {
      if (taken.has(one.recordId)) later.push(one);
      else {
        taken.add(one.recordId);
        wave.push(one);
      }
    }
    yield wave;
    rest = later;
  }
}

function writtenRow({ row, recordId, mode }: Planned, outcome: ManyOutcome | undefined): WrittenRow {
  const { rowNo } = row;
  if (!outcome) return { rowNo, outcome: 'failed', failure: [{ field: '', problem: 'rule', detail: null }] };
  switch (outcome.state) {
    case 'unchanged':
      return { rowNo, outcome: 'unchanged', recordId };
    case 'refused':
      return {
        rowNo,
        outcome: 'failed',
        failure: outcome.problems.map(({ path, message }): RowProblem => ({
          field: path,
          problem: outcome.code === 'CRM_FORBIDDEN' ? 'forbidden' : 'rule',
          detail: message,
        })),
      };
    case 'created':
      return { rowNo, outcome: 'created', recordId, versionAfter: outcome.version };
    case 'changed':
      return {
        rowNo,
        outcome: mode === 'fill' ? 'merged' : 'updated',
        recordId,
        versionAfter: outcome.version,
        before: outcome.before,
        effects: outcome.addedPoints.length > 0 ? { points: outcome.addedPoints } : null,
      };
  }
}

function linksOf(
  written: readonly WrittenRow[],
  rows: readonly StoredRow[],
): readonly { rowNo: number; contactId: string; accountId: string; position: string | null }[] {
  const byNumber = new Map(rows.map((row) => [row.rowNo, row]));
  return written.flatMap(({ rowNo, outcome, recordId }) => {
    const link = byNumber.get(rowNo)?.link;
    return link && recordId && outcome !== 'failed' ? [{ rowNo, contactId: recordId, ...link }] : [];
  });
}
