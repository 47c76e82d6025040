/**
 * What an activity is about beside its own fields: any record of any kind. Whoever may read one of them may read the
 * activity, unless it is private; it stands on the timeline of each, and a merge takes it along.
 */
import type { Queryable, Unit } from '../database/transaction.ts';
import type { RecordLink } from '../entities/entity-types.ts';
import { isUuid } from '../entities/filter-sql.ts';
import { readLinkGroups, readLinks, type RowContext } from '../entities/record-rows.ts';
import { entityOf } from '../entities/registry.ts';
import { fieldsInvalid } from '../errors.ts';
import { ActivityLinkModel } from './activity.model.ts';

export interface AboutRecord {
  readonly entity: string;
  readonly id: string;
}

const SELECT_LINKS =
  'select entity, record_id as id from crm.activity_link where activity_id = $1 order by entity, record_id';

/** The records that the reader may see. */
export async function readAbout(
  reader: Queryable,
  activityId: string,
  context: RowContext,
): Promise<RecordLink[]> {
  const { rows } = await reader.query<AboutRecord>(SELECT_LINKS, [activityId]);
  const groups = [...new Set(rows.map((row) => row.entity))].map((entity) => ({
    entity,
    ids: rows.filter((row) => row.entity === entity).map((row) => row.id),
  }));
  return readLinkGroups(reader, groups, context);
}

/** @param path the input that named them. @throws CrmRejection CRM_FIELDS_INVALID */
export async function assertAboutReadable(
  reader: Queryable,
  { about, path }: { readonly about: readonly AboutRecord[]; readonly path: string },
  context: RowContext,
): Promise<void> {
  for (const { entity, id } of about) {
    const found = isUuid(id)
      ? await readLinks(reader, { entity: entityOf(entity).entity, ids: [id] }, context)
      : [];
    if (found.length > 0) continue;
    throw fieldsInvalid([
      {
        path,
        code: 'unseen',
        message: `There is no ${entity} '${id}' that you may see: choose another.`,
      },
    ]);
  }
}

export async function writeAbout(
  unit: Unit,
  activityId: string,
  about: readonly AboutRecord[],
): Promise<void> {
  if (about.length === 0) return;
  const links = about.map(({ entity, id }) => ({ activityId, entity, recordId: id }));
  // Account and contact may stand there already, as the activity's own.
  await ActivityLinkModel.bulkCreate(links, {
    transaction: unit.orm,
    ignoreDuplicates: true,
    returning: false,
  });
}
