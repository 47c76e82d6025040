/**
 * Two records become one. The survivor takes of each field what was chosen, and everything that referred to the loser;
 * the loser stays as a tombstone whose address leads on. What was changed is kept, so that a merge can be taken back for
 * thirty days, field by field where the survivor was changed since. Both rows are locked in the order of their ids, so
 * that of two merges at once one finds the record gone.
 */
import { type Caller, rowContext, writeContext } from '../caller.ts';
import type { Transactions, Unit } from '../database/transaction.ts';
import { LATEST_VERSION } from '../entities/assert-no-collision.ts';
import type { EntityDefinition, FieldValues, RecordLink } from '../entities/entity-types.ts';
import { readLinkGroups, readRow, type RecordRow } from '../entities/record-rows.ts';
import type { WriteContext } from '../entities/tell-of-write.ts';
import { isSame, type RecordWriter, recordNotFound } from '../entities/write-record.ts';
import { comparedDefinition } from '../duplicates/duplicate-service.ts';
import { CrmRejection } from '../errors.ts';
import type { CrmClock, CrmIds, CrmProcesses } from '../ports.ts';
import { assertFieldsOpen } from '../rights/assert-fields-open.ts';
import { definitionFor } from '../rights/field-levels.ts';
import type { ParticipantSource } from '../rights/scope-for.ts';
import { seeingAll } from '../rights/seeing-all.ts';
import {
  isReason,
  type MergeChoices,
  type MergedField,
  mergedFields,
  type MergePair,
} from './merge-fields.ts';
import { type MergeRequest, pairOf, readPair } from './merge-pair.ts';
import { givePoints, keepRefusals, settleLinks } from './party-rows.ts';
import { followLate, followMerge, lockHolders } from './process-references.ts';
import { mergedInto } from './redirects.ts';
import { giveReferences, type Replaced } from './references.ts';
import { markPair, tellOfMerge } from './tell-of-merge.ts';
import { type LogRow, type MergeUndone, UNDO_DAYS, undoMerge } from './undo-merge.ts';
import { asWritten } from './written-fields.ts';

export interface MergePreview {
  readonly survivor: RecordLink & { readonly version: number };
  readonly loser: RecordLink & { readonly version: number };
  readonly fields: MergedField[];
}

export interface Merge {
  readonly id: string;
  readonly at: string;
  readonly survivorId: string;
  /** What was merged into it. */
  readonly loser: RecordLink;
  readonly undoUntil: string;
  readonly undoneAt: string | null;
}

export interface Merged {
  readonly id: string;
  /** References that name the survivor now. */
  readonly moved: number;
  /** Running processes that go on with the survivor. */
  readonly processes: number;
}

export interface MergeService {
  /** Both side by side with what would come of it. @throws CrmRejection CRM_RECORD_NOT_FOUND, CRM_MERGE_REFUSED */
  preview(caller: Caller, request: MergeRequest): Promise<MergePreview>;
  /** @throws CrmRejection CRM_RECORD_NOT_FOUND, CRM_FORBIDDEN, CRM_MERGE_REFUSED, CRM_VERSION_CONFLICT, CRM_FIELDS_INVALID */
  merge(
    caller: Caller,
    request: MergeRequest & {
      choices: MergeChoices;
      /** The versions that the person saw; left out, those of now. */
      versions?: { survivor: number; loser: number };
    },
  ): Promise<Merged>;
  /** Returns the fields that stay, because they were changed since. @throws CrmRejection CRM_RECORD_NOT_FOUND, CRM_FORBIDDEN, CRM_MERGE_REFUSED */
  undo(caller: Caller, request: { id: string }): Promise<MergeUndone>;
  /** Merges into the record that can still be taken back. @throws CrmRejection CRM_RECORD_NOT_FOUND */
  list(caller: Caller, record: { entity: string; id: string }): Promise<Merge[]>;
  /** Ids of the records that have become this one; no rights apply. */
  mergedInto(record: { id: string }): Promise<readonly string[]>;
  /** Goes after processes that began to hold a merged record while it was merged; returns how many there were. */
  followLate(): Promise<number>;
}

export interface MergePorts {
  readonly transactions: Transactions;
  readonly writer: RecordWriter;
  readonly clock: CrmClock;
  readonly ids: CrmIds;
  readonly participants: ParticipantSource | null;
  readonly processes: CrmProcesses | null;
}

const DAY_MS = 86_400_000;

export function createMergeService(ports: MergePorts): MergeService {
  const { transactions, clock, participants } = ports;
  return {
    async preview(caller, request) {
      const reader = transactions.reader(caller.transaction);
      const context = writeContext(caller, participants);
      const rows = await readPair(reader, request, context, false);
      const shown = definitionFor(rows.definition, context);
      const pair = await pairOf(reader, rows);
      const link = (row: RecordRow) => ({
        entity: request.entity,
        id: row.id,
        title: row.title,
        version: row.version,
      });
      return {
        survivor: link(rows.survivor),
        loser: link(rows.loser),
        fields: mergedFields(shown, pair, {}).filter(({ key }) => !isReason(shown, key)),
      };
    },
    merge: (caller, request) =>
      transactions.run(caller.transaction, (unit) =>
        merge(ports, unit, request, writeContext(caller, participants)),
      ),
    undo: (caller, { id }) =>
      transactions.run(caller.transaction, (unit) =>
        undoMerge(ports, unit, id, writeContext(caller, participants)),
      ),
    async list(caller, { entity, id }) {
      const reader = transactions.reader(caller.transaction);
      const context = rowContext(caller, participants);
      const definition = comparedDefinition(entity);
      if (!(await readRow(reader, { definition, id, lock: false }, context)))
        throw recordNotFound(entity, id);
      const { rows } = await reader.query<LogRow>(
        `select * from crm.merge_log where survivor_id = $1 and undone_at is null and undo_until > $2
         order by at desc limit 50`,
        [id, clock.now()],
      );
      const links = await readLinkGroups(
        reader,
        [{ entity, ids: rows.map((row) => row.loser_id) }],
        seeingAll(context),
      );
      return rows.flatMap((row) => {
        const loser = links.find((link) => link.id === row.loser_id);
        return loser ? [mergeOf(row, loser)] : [];
      });
    },
    mergedInto: ({ id }) => mergedInto(transactions.reader(null), id),
    followLate: () => followLate(ports),
  };
}

function mergeOf(row: LogRow, loser: RecordLink): Merge {
  return {
    id: row.id,
    at: row.at.toISOString(),
    survivorId: row.survivor_id,
    loser,
    undoUntil: row.undo_until.toISOString(),
    undoneAt: row.undone_at?.toISOString() ?? null,
  };
}

const INSERT_LOG = `
  insert into crm.merge_log (id, entity, survivor_id, loser_id, at, actor_kind, actor_id, before, written, undo_until)
  values ($1, $2, $3, $4, $5, $6, $7, $8, '{}', $9)`;
const POINTS = ['phone', 'email'] as const;

async function merge(
  ports: MergePorts,
  unit: Unit,
  request: Parameters<MergeService['merge']>[1],
  context: WriteContext,
): Promise<Merged> {
  const { entity, survivorId, loserId, choices, versions } = request;
  // Whoever may not merge locks nothing.
  await readPair(unit.client, request, context, false);
  const rootIds = await lockHolders(ports.processes, unit.client, { $record: entity, id: loserId });
  const rows = await readPair(unit.client, request, context, true);
  const { definition, survivor, loser } = rows;
  if (versions && (versions.survivor !== survivor.version || versions.loser !== loser.version))
    throw new CrmRejection(
      'CRM_VERSION_CONFLICT',
      'Expected both records as you saw them, but one was changed since: look at them again.',
      { survivor: survivor.version, loser: loser.version },
    );
  assertFieldsOpen(definition, Object.keys(choices), context);
  const pair = await pairOf(unit.client, rows);
  const merged = mergedFields(definition, pair, choices);
  const now = ports.clock.now();
  const mergeId = ports.ids.next();
  const replaced: Replaced = { mergeId, entity, survivorId, loserId };
  const { actor } = context;
  await unit.client.query(INSERT_LOG, [
    ...[mergeId, entity, survivorId, loserId, now, actor.kind, actor.id],
    JSON.stringify({ survivor: pair.survivor.fields, loser: pair.loser.fields }),
    new Date(now.getTime() + UNDO_DAYS * DAY_MS),
  ]);
  await keepRefusals(unit, replaced, { now, actor, ids: ports.ids });
  if (definition.partyType !== null) {
    await settleLinks(unit, replaced);
    const chosen = merged.filter((field) => field.from === 'loser').map((field) => field.key);
    await givePoints(
      unit,
      replaced,
      POINTS.filter((kind) => chosen.includes(kind)),
    );
  }
  await bury(unit, definition, loser, context, now);
  const moved = await giveReferences(unit.client, replaced);
  const fields = fieldsToWrite(definition, pair, merged);
  // Asked above with the person's own rights on both; what is hidden from him is merged all the same.
  if (Object.keys(fields).length > 0)
    await ports.writer.update(
      unit,
      { definition, id: survivorId, version: LATEST_VERSION, ...asWritten(definition, fields) },
      { ...seeingAll(context), needsNoReason: true },
    );
  const written = Object.fromEntries(
    Object.entries(fields).map(([key, to]) => [key, { from: pair.survivor.fields[key] ?? null, to }]),
  );
  await unit.client.query('update crm.merge_log set written = $2 where id = $1', [
    mergeId,
    JSON.stringify(written),
  ]);
  await unit.client.query(
    'insert into crm.record_redirect (loser_id, entity, survivor_id, merge_id) values ($1, $2, $3, $4)',
    [loserId, entity, survivorId, mergeId],
  );
  await markPair(unit, replaced, 'merged', context, now);
  await tellOfMerge(ports, unit, rows, { survivor: 'merged', loser: 'merged_into' }, context);
  const reason = `${loser.title} → ${survivor.title}`;
  const processes = await followMerge(ports.processes, unit, { rootIds, replaced, actor, reason });
  return { id: mergeId, moved, processes };
}

function fieldsToWrite(
  definition: EntityDefinition,
  { survivor }: MergePair,
  merged: readonly MergedField[],
): FieldValues {
  const isPoint = (key: string) =>
    definition.partyType !== null && (POINTS as readonly string[]).includes(key);
  return Object.fromEntries(
    merged
      .filter(({ key, value }) => !isPoint(key) && !isSame(survivor.fields[key] ?? null, value ?? null))
      .map(({ key, value }) => [key, value]),
  );
}

async function bury(
  unit: Unit,
  definition: EntityDefinition,
  loser: RecordRow,
  context: WriteContext,
  now: Date,
): Promise<void> {
  await definition.model?.update(
    {
      deletedAt: now,
      version: loser.version + 1,
      updatedAt: now,
      updatedByKind: context.actor.kind,
      updatedBy: context.actor.id,
    },
    { where: { id: loser.id }, transaction: unit.orm },
  );
  unit.changed({
    entity: definition.entity,
    recordId: loser.id,
    change: 'deleted',
    version: loser.version + 1,
  });
}
