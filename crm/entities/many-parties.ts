/** Around the rows of `write-many.ts`: relations that fill what was left out, and phones and addresses of parties. */
import type { Unit } from '../database/transaction.ts';
import {
  addFurtherPoints,
  type PartyPoint,
  pointFromText,
  type PointsContext,
  removePrimaryPoints,
  setPrimaryPoints,
  valueOfPoint,
} from '../phones/write-points.ts';
import type { EntityDefinition } from './entity-types.ts';
import type { Batch, Draft, ManyPorts } from './many-types.ts';
import type { WriteContext } from './tell-of-write.ts';
import { currentLinkSql } from '../contacts/current-link.ts';

export async function writePointsOfMany(
  ports: ManyPorts,
  unit: Unit,
  { definition, drafts, lists, now }: Batch,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { partyType } = definition;
  if (partyType === null) return new Map();
  const context: PointsContext = { partyType, ids: ports.ids, now };
  const main: (PartyPoint & { isNew: boolean })[] = [];
  const gone: { partyId: string; kind: 'phone' | 'email' }[] = [];
  const further: PartyPoint[] = [];
  for (const { row, before, values } of drafts) {
    const partyId = row.id;
    const given = row.points ?? [];
    for (const kind of ['phone', 'email'] as const) {
      const value = values[kind];
      const own = given.filter((point) => point.kind === kind);
      if (typeof value === 'string') {
        const country = typeof before?.country === 'string' ? before.country : lists.homeCountry;
        const point = own.find((one) => valueOfPoint(one) === value) ?? pointFromText(kind, value, country);
        main.push({ partyId, point, isNew: before === null });
        further.push(...own.filter((one) => one !== point).map((one) => ({ partyId, point: one })));
      } else {
        if (value === null && before !== null) gone.push({ partyId, kind });
        further.push(...own.map((point) => ({ partyId, point })));
      }
    }
  }
  await removePrimaryPoints(unit, gone, context);
  await setPrimaryPoints(unit, main, context);
  return addFurtherPoints(unit, further, context);
}

/** Whoever writes a record for a contact means the contact's main account; who makes a record owns it. */
export async function fillManyFromRelations(
  unit: Unit,
  definition: EntityDefinition,
  drafts: readonly Draft[],
  context: WriteContext,
): Promise<void> {
  const field = (key: string) => definition.fields.find((one) => one.key === key);
  const hasAccount = (field('account')?.attribute ?? null) !== null;
  const lacking = drafts.filter(
    ({ wanted }) => hasAccount && !wanted.account && typeof wanted.contact === 'string',
  );
  if (lacking.length > 0) {
    const { rows } = await unit.client.query<{ contact_id: string; account_id: string }>(
      `select distinct on (l.contact_id) l.contact_id, l.account_id from crm.account_contact l
       where l.contact_id = any($1::uuid[]) and ${currentLinkSql('l')}
       order by l.contact_id, l.is_primary_account desc, l.created_at, l.id`,
      [lacking.map(({ wanted }) => wanted.contact)],
    );
    const accounts = new Map(rows.map((row) => [row.contact_id, row.account_id]));
    for (const { wanted } of lacking) wanted.account = accounts.get(wanted.contact as string) ?? null;
  }
  if (!field('owner')?.attribute) return;
  for (const { wanted } of drafts) if (wanted.owner === undefined) wanted.owner = context.user.id;
}
