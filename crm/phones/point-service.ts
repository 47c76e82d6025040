/**
 * The ways to reach an account or contact: several phones and addresses, one of each kind the main one, which is the
 * record's field `phone` or `email`. A point is as open to a person as that field: who does not know the phone knows
 * no phone of the record. What concerns the main point goes through the record's writer, so that versions, history
 * and processes see it; of further ones the timeline tells.
 */
import { actorOf, type Caller, writeContext } from '../caller.ts';
import { CommPointModel } from '../contacts/comm-point.model.ts';
import { SqlParameters } from '../database/sql-parameters.ts';
import type { Queryable, Transactions, Unit } from '../database/transaction.ts';
import type { RecordRow } from '../entities/record-rows.ts';
import { entityOf } from '../entities/registry.ts';
import { lockForChange, recordNotFound, type RecordWriter } from '../entities/write-record.ts';
import { CrmRejection, fieldsInvalid } from '../errors.ts';
import type { CrmClock, CrmIds } from '../ports.ts';
import { assertFieldsOpen } from '../rights/assert-fields-open.ts';
import { fieldLevelOf } from '../rights/field-levels.ts';
import { scopeFor, type ParticipantSource } from '../rights/scope-for.ts';
import { appendEvents } from '../timeline/append-events.ts';
import type { CommPoint, CommPoints, Party, PointKind } from './comm-points.ts';

export interface PointService {
  /** Main ones first. @throws CrmRejection CRM_RECORD_NOT_FOUND */
  list(caller: Caller, party: Party): Promise<CommPoint[]>;
  /**
   * A further phone or address; the first of its kind is the main one.
   * @throws CrmRejection CRM_FORBIDDEN, CRM_RECORD_NOT_FOUND, CRM_FIELDS_INVALID
   */
  add(
    caller: Caller,
    request: { party: Party; kind: PointKind; value: string; label: string | null },
  ): Promise<CommPoint[]>;
  /**
   * Another value or label; `makePrimary` has it change places with the main one, `confirm` says that a doubtful
   * number is right. @throws CrmRejection CRM_FORBIDDEN, CRM_RECORD_NOT_FOUND, CRM_FIELDS_INVALID
   */
  change(caller: Caller, request: PointChange): Promise<CommPoint[]>;
  /** After the main one the oldest of its kind is. @throws CrmRejection CRM_FORBIDDEN, CRM_RECORD_NOT_FOUND */
  remove(caller: Caller, request: { party: Party; id: string }): Promise<CommPoint[]>;
}

export interface PointChange {
  readonly party: Party;
  readonly id: string;
  readonly value?: string;
  readonly label?: string | null;
  readonly makePrimary?: boolean;
  readonly confirm?: boolean;
}

interface PointPorts {
  readonly transactions: Transactions;
  readonly writer: RecordWriter;
  readonly points: CommPoints;
  readonly clock: CrmClock;
  readonly ids: CrmIds;
  readonly participants: ParticipantSource | null;
}

type Known = CommPoint & { readonly kind: PointKind };
type Verb = 'point_added' | 'point_changed' | 'point_removed' | 'point_confirmed';

const KINDS: ReadonlySet<string> = new Set<PointKind>(['phone', 'email']);
export function createPointService(ports: PointPorts): PointService {
  const { transactions, points } = ports;
  /** One change of a party's points under its lock; answers with all that the person may know of them. */
  const changing = (
    caller: Caller,
    party: Party,
    work: (unit: Unit, row: RecordRow) => Promise<void>,
  ): Promise<CommPoint[]> =>
    transactions.run(caller.transaction, async (unit) => {
      const row = await lockForChange(
        unit,
        { definition: entityOf(party.type), id: party.id, action: 'edit' },
        writeContext(caller, ports.participants),
      );
      await work(unit, row);
      unit.changed({ entity: party.type, recordId: party.id, change: 'changed', version: null });
      return known(caller, party, await points.list(unit.client, party));
    });
  const known = (caller: Caller, party: Party, all: CommPoint[]): CommPoint[] =>
    writeContext(caller, ports.participants).byProcess
      ? all
      : all.filter(
          ({ kind }) =>
            !KINDS.has(kind) || fieldLevelOf(caller.user, entityOf(party.type), kind) !== 'hidden',
        );
  const pointOf = async (
    unit: Unit,
    caller: Caller,
    { party, id }: { party: Party; id: string },
  ): Promise<Known> => {
    const point = known(caller, party, await points.list(unit.client, party)).find((one) => one.id === id);
    if (!point || !KINDS.has(point.kind)) throw pointNotFound(party, id);
    const kind = point.kind as PointKind;
    assertOpen(caller, party, kind);
    return { ...point, kind };
  };
  const assertOpen = (caller: Caller, party: Party, kind: PointKind): void =>
    assertFieldsOpen(entityOf(party.type), [kind], writeContext(caller, ports.participants));
  /** The record's own field, by its one writer. */
  const writeMain = async (
    unit: Unit,
    caller: Caller,
    main: { party: Party; row: RecordRow; kind: PointKind; value: string | null },
  ): Promise<void> => {
    const { party, row, kind, value } = main;
    const definition = entityOf(party.type);
    await ports.writer.update(
      unit,
      { definition, id: party.id, version: row.version, fields: { [kind]: value } },
      writeContext(caller, ports.participants),
    );
  };
  const tell = (
    unit: Unit,
    caller: Caller,
    told: { party: Party; row: RecordRow; verb: Verb; point: Pick<CommPoint, 'display' | 'label'> },
  ): Promise<void> =>
    appendEvents(unit.client, [
      {
        id: ports.ids.next(),
        occurredAt: ports.clock.now(),
        actor: actorOf(caller),
        kind: 'record',
        verb: told.verb,
        entity: told.party.type,
        recordId: told.party.id,
        accountId: told.row.account_id,
        text: [told.point.display, told.point.label].filter(Boolean).join(' · '),
      },
    ]);
  const setColumns = (unit: Unit, id: string, columns: Partial<Content>): Promise<unknown> =>
    CommPointModel.update(
      { ...columns, updatedAt: ports.clock.now() },
      { where: { id }, transaction: unit.orm },
    );
  return {
    async list(caller, party) {
      const reader = transactions.reader(caller.transaction);
      await assertReadable(reader, caller, party, ports.participants);
      return known(caller, party, await points.list(reader, party));
    },

    add: (caller, { party, kind, value, label }) =>
      changing(caller, party, async (unit, row) => {
        assertOpen(caller, party, kind);
        assertValue(value);
        const before = await points.list(unit.client, party);
        const hasMain = before.some((one) => one.kind === kind && one.isPrimary);
        if (!hasMain) await writeMain(unit, caller, { party, row, kind, value });
        else await points.add(unit, party, { kind, value, label });
        const after = await points.list(unit.client, party);
        const made = after.find((one) => !before.some(({ id }) => id === one.id));
        if (!made) return;
        if (!hasMain) await setColumns(unit, made.id, { label });
        else {
          assertNotKnown(before, made);
          await tell(unit, caller, { party, row, verb: 'point_added', point: made });
        }
      }),

    change: (caller, { party, id, value, label, makePrimary = false, confirm = false }) =>
      changing(caller, party, async (unit, row) => {
        const point = await pointOf(unit, caller, { party, id });
        if (value !== undefined && value.trim() !== point.raw) {
          assertValue(value);
          if (point.isPrimary) await writeMain(unit, caller, { party, row, kind: point.kind, value });
          else {
            await points.replace(unit, party, { id, kind: point.kind, value });
            await tell(unit, caller, {
              party,
              row,
              verb: 'point_changed',
              point: { ...point, display: value },
            });
          }
        }
        if (label !== undefined && label !== point.label) {
          await setColumns(unit, id, { label });
          await tell(unit, caller, { party, row, verb: 'point_changed', point: { ...point, label } });
        }
        if (confirm && point.status === 'doubtful') {
          await setColumns(unit, id, { status: 'ok' });
          await tell(unit, caller, { party, row, verb: 'point_confirmed', point });
        }
        if (makePrimary && !point.isPrimary) await exchange(unit, caller, { party, row, point });
      }),

    remove: (caller, { party, id }) =>
      changing(caller, party, async (unit, row) => {
        const point = await pointOf(unit, caller, { party, id });
        const all = await points.list(unit.client, party);
        const heir = point.isPrimary
          ? all.find((one) => one.kind === point.kind && one.id !== id)
          : undefined;
        // The heir takes the main one's place; what he was is what is removed.
        if (heir) await exchange(unit, caller, { party, row, point: { ...heir, kind: point.kind } });
        else if (point.isPrimary)
          return writeMain(unit, caller, { party, row, kind: point.kind, value: null });
        await CommPointModel.destroy({ where: { id: heir?.id ?? id }, transaction: unit.orm });
        await tell(unit, caller, { party, row, verb: 'point_removed', point });
      }),
  };

  /** The main one and another change places: each keeps its id and takes what the other says. */
  async function exchange(
    unit: Unit,
    caller: Caller,
    { party, row, point }: { party: Party; row: RecordRow; point: Known },
  ): Promise<void> {
    const where = { partyType: party.type, partyId: party.id, kind: point.kind };
    const [main] = await CommPointModel.findAll({
      where: { ...where, isPrimary: true },
      transaction: unit.orm,
    });
    const [other] = await CommPointModel.findAll({
      where: { ...where, id: point.id },
      transaction: unit.orm,
    });
    if (!main || !other) throw pointNotFound(party, point.id);
    const said = [contentOf(main), contentOf(other)] as const;
    await writeMain(unit, caller, {
      party,
      row,
      kind: point.kind,
      value: other.e164 ?? other.emailNorm ?? other.raw,
    });
    await setColumns(unit, main.id, said[1]);
    await setColumns(unit, other.id, said[0]);
  }
}

const CONTENT = ['raw', 'e164', 'digits', 'ext', 'emailNorm', 'label', 'status', 'country'] as const;
type Content = Pick<CommPointModel, (typeof CONTENT)[number]>;

function contentOf(point: CommPointModel): Content {
  return Object.fromEntries(CONTENT.map((key) => [key, point[key]])) as unknown as Content;
}

/** What stands in the record's field when the point is the main one. */
function valueOf(point: CommPoint): string {
  return point.e164 ?? point.email ?? point.raw;
}

async function assertReadable(
  reader: Queryable,
  caller: Caller,
  party: Party,
  participants: ParticipantSource | null,
): Promise<void> {
  const parameters = new SqlParameters();
  const scope = scopeFor({
    user: caller.user,
    entity: party.type,
    action: 'read',
    alias: 'r',
    parameters,
    participants,
  });
  const seen = await reader.query(
    `select from ${entityOf(party.type).table} r
     where r.id = ${parameters.add(party.id, 'uuid')} and r.deleted_at is null and ${scope}`,
    parameters.values,
  );
  if (seen.rowCount === 0) throw recordNotFound(party.type, party.id);
}

function assertValue(value: string): void {
  if (value.trim() === '')
    throw fieldsInvalid([
      { path: 'value', message: 'Expected a phone number or an address.', code: 'required' },
    ]);
}

function assertNotKnown(before: readonly CommPoint[], made: CommPoint): void {
  if (before.every((one) => one.kind !== made.kind || valueOf(one) !== valueOf(made))) return;
  throw fieldsInvalid([{ path: 'value', message: `'${made.display}' stands here already.`, code: 'taken' }]);
}

function pointNotFound(party: Party, id: string): CrmRejection {
  return new CrmRejection(
    'CRM_RECORD_NOT_FOUND',
    `Expected a phone or address '${id}' of this ${party.type}.`,
    { entity: party.type, recordId: party.id },
  );
}
