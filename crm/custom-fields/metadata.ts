/**
 * Fields and kinds of records that administrators made, as this node knows them. Every change raises one version in
 * the database. Whoever is loaded for a request brings the version along, and the node catches up before the request
 * goes on, so a new field is there at once on every node. Processes, which load nobody, look once a second.
 */
import type { Queryable } from '../database/transaction.ts';
import type { FieldDefinition } from '../entities/entity-types.ts';
import { installMetadata, isInstalledBy } from '../entities/entity-table.ts';
import type { OptionCatalogue } from '../entities/select-options.ts';
import { type EntityRow, entityFromRow, fieldFromRow, type FieldRow } from './custom-definitions.ts';

export interface Metadata {
  /** Catches up with the version, which somebody just read. */
  reach(version: string): Promise<void>;
  /** Catches up with the database, unless this node looked within the last second. */
  fresh(): Promise<void>;
}

const FRESH_MS = 1_000;

const SELECT_VERSION = 'select version::text as version from crm.metadata_version';
const SELECT_ENTITIES = `
  select entity, label_en, label_ru, plural_en, plural_ru, retired_at is not null as is_retired
  from crm.entity_def order by created_at, id`;
const SELECT_FIELDS = `
  select id, entity, key, type, label_en, label_ru, section, required, is_unique, is_indexed, is_searched, in_list,
         reference_entity, visible_if, required_if
  from crm.field_def where dropped_at is null
  order by sort_order, created_at, id`;

export function createMetadata(ports: {
  readonly reader: Queryable;
  readonly options: OptionCatalogue;
  readonly onChanged: () => void;
}): Metadata {
  const { reader, options, onChanged } = ports;
  const self = {};
  let known: string | null = null;
  let loading: Promise<void> | null = null;
  let lookedAt = -Infinity;

  const load = async (): Promise<void> => {
    // The version first: what is read afterwards is at least as new.
    const { rows } = await reader.query<{ version: string }>(SELECT_VERSION);
    const entities = await reader.query<EntityRow>(SELECT_ENTITIES);
    const fields = await reader.query<FieldRow>(SELECT_FIELDS);
    installMetadata(self, {
      entities: entities.rows.map(entityFromRow),
      fields: fieldsByEntity(fields.rows),
    });
    options.forget();
    const isFirst = known === null;
    known = rows[0]?.version ?? '0';
    if (!isFirst) onChanged();
  };
  const reload = (): Promise<void> => {
    loading ??= load().finally(() => (loading = null));
    return loading;
  };
  const isCurrent = (version: string): boolean => known === version && isInstalledBy(self);

  const reach: Metadata['reach'] = async (version) => {
    if (isCurrent(version)) return;
    await reload();
    // A reading that was under way may have begun before the change.
    if (known !== null && BigInt(known) < BigInt(version)) await reload();
  };
  return {
    reach,
    async fresh() {
      const now = performance.now();
      if (now - lookedAt < FRESH_MS && isInstalledBy(self)) return;
      lookedAt = now;
      const { rows } = await reader.query<{ version: string }>(SELECT_VERSION);
      await reach(rows[0]?.version ?? '0');
    },
  };
}

function fieldsByEntity(rows: readonly FieldRow[]): ReadonlyMap<string, readonly FieldDefinition[]> {
  const found = new Map<string, FieldDefinition[]>();
  for (const row of rows) found.set(row.entity, [...(found.get(row.entity) ?? []), fieldFromRow(row)]);
  return found;
}
