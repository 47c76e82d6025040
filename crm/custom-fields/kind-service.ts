/**
 * Kinds of records that administrators made: what they are called, and their retirement. A retired kind takes no new
 * records and is offered nowhere; what is there stays to be read, exported and found in the audit. It retires only when
 * no running version of a process and no field of another kind refers to it, and it can be brought back.
 */
import type { Pool } from 'pg';
import type { Caller } from '../caller.ts';
import type { Queryable, Transactions, Unit } from '../database/transaction.ts';
import { findEntity } from '../entities/entity-table.ts';
import type { LocalizedText } from '../entities/entity-types.ts';
import { CrmRejection } from '../errors.ts';
import type { CrmClock, CrmIds } from '../ports.ts';
import type { FieldChange } from '../timeline/append-events.ts';
import { createMetadataChange } from './metadata-change.ts';
import type { KindNames, KindView, VersionInUse } from './field-types.ts';

export interface KindService {
  list(): Promise<KindView[]>;
  /** @throws CrmRejection CRM_FIELD_NOT_FOUND, CRM_VERSION_CONFLICT */
  rename(caller: Caller, request: KindNames & { entity: string; version: number }): Promise<KindView>;
  /**
   * @param request with the running versions of processes that use it, which the host knows.
   * @throws CrmRejection CRM_FIELD_NOT_FOUND, CRM_KIND_IN_USE (details: `versions`, `fields`)
   */
  retire(caller: Caller, request: { entity: string; versions: readonly VersionInUse[] }): Promise<KindView>;
  /** Brings it back. @throws CrmRejection CRM_FIELD_NOT_FOUND */
  restore(caller: Caller, request: { entity: string }): Promise<KindView>;
}

interface KindRow extends Omit<KindView, 'retiredAt'> {
  readonly id: string;
  readonly retiredAt: Date | null;
}

const SELECT_KINDS = `
  select id, entity, label_en as "labelEn", label_ru as "labelRu", plural_en as "pluralEn", plural_ru as "pluralRu",
    version, retired_at as "retiredAt"
  from crm.entity_def where $1::text is null or entity = $1 order by created_at, id`;

const RENAME = `
  update crm.entity_def
  set label_en = $2, label_ru = $3, plural_en = $4, plural_ru = $5, version = version + 1
  where entity = $1`;

const RETIRE = `
  update crm.entity_def set retired_at = coalesce(retired_at, $2), version = version + 1 where entity = $1`;

const RESTORE = 'update crm.entity_def set retired_at = null, version = version + 1 where entity = $1';

const SELECT_POINTING_FIELDS = `
  select f.entity, json_build_object('en', f.label_en, 'ru', f.label_ru) as label
  from crm.field_def f
  left join crm.entity_def k on k.entity = f.entity
  where f.reference_entity = $1 and f.entity <> $1 and f.dropped_at is null and k.retired_at is null
  order by f.entity, f.sort_order`;

const NAMES = ['labelEn', 'labelRu', 'pluralEn', 'pluralRu'] as const;

export function createKindService(ports: {
  readonly pool: Pool;
  readonly transactions: Transactions;
  readonly clock: CrmClock;
  readonly ids: CrmIds;
}): KindService {
  const { pool, clock } = ports;
  const { changing, tell } = createMetadataChange(ports);
  const told = (unit: Unit, caller: Caller, kind: KindRow, verb: string, changes: FieldChange[] = []) =>
    tell(unit, caller, { id: kind.id, entity: 'entity', verb, text: kind.labelEn, changes });
  return {
    list: async () => (await kinds(pool, null)).map(viewOf),
    rename: (caller, request) =>
      changing(caller, async (unit) => {
        const { entity, version, labelEn, labelRu, pluralEn, pluralRu } = request;
        const before = await kindOf(unit.client, entity);
        if (before.version !== version)
          throw new CrmRejection(
            'CRM_VERSION_CONFLICT',
            `Expected version ${before.version} of the kind '${entity}', but got ${version}.`,
            { current: viewOf(before) },
          );
        await unit.client.query(RENAME, [entity, labelEn, labelRu, pluralEn, pluralRu]);
        const after = await kindOf(unit.client, entity);
        const changes = NAMES.filter((name) => before[name] !== after[name]).map((name) => ({
          ...{ field: name, from: before[name], to: after[name] },
        }));
        await told(unit, caller, after, 'changed', changes);
        return viewOf(after);
      }),
    retire: (caller, { entity, versions }) =>
      changing(caller, async (unit) => {
        await kindOf(unit.client, entity);
        await assertUnused(unit.client, { entity, versions });
        await unit.client.query(RETIRE, [entity, clock.now()]);
        const kind = await kindOf(unit.client, entity);
        await told(unit, caller, kind, 'retired');
        return viewOf(kind);
      }),
    restore: (caller, { entity }) =>
      changing(caller, async (unit) => {
        await kindOf(unit.client, entity);
        await unit.client.query(RESTORE, [entity]);
        const kind = await kindOf(unit.client, entity);
        await told(unit, caller, kind, 'restored');
        return viewOf(kind);
      }),
  };
}

async function kinds(reader: Queryable, entity: string | null): Promise<readonly KindRow[]> {
  return (await reader.query<KindRow>(SELECT_KINDS, [entity])).rows;
}

async function kindOf(reader: Queryable, entity: string): Promise<KindRow> {
  const [kind] = await kinds(reader, entity);
  if (kind) return kind;
  throw new CrmRejection('CRM_FIELD_NOT_FOUND', `Expected an added kind of record '${entity}'.`, { entity });
}

function viewOf({ entity, labelEn, labelRu, pluralEn, pluralRu, version, retiredAt }: KindRow): KindView {
  const names = { labelEn, labelRu, pluralEn, pluralRu };
  return { entity, ...names, version, retiredAt: retiredAt?.toISOString() ?? null };
}

/** @throws CrmRejection CRM_KIND_IN_USE */
async function assertUnused(
  client: Queryable,
  { entity, versions }: { readonly entity: string; readonly versions: readonly VersionInUse[] },
): Promise<void> {
  const { rows } = await client.query<{ entity: string; label: LocalizedText }>(SELECT_POINTING_FIELDS, [
    entity,
  ]);
  if (rows.length === 0 && versions.length === 0) return;
  const fields = rows.map((row) => ({
    ...row,
    kind: findEntity(row.entity)?.pluralLabel ?? both(row.entity),
  }));
  const named = [
    ...versions.map(({ name, version }) => `${name} v${version}`),
    ...fields.map(({ kind, label }) => `${kind.en}: ${label.en}`),
  ];
  throw new CrmRejection(
    'CRM_KIND_IN_USE',
    `Expected nothing to refer to the kind '${entity}', but these do: ${named.join('; ')}.`,
    { entity, versions, fields },
  );
}

function both(text: string): LocalizedText {
  return { en: text, ru: text };
}
