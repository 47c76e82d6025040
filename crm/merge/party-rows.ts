/** What a merge does to rows with rules of their own: points, main links, and who said no. */
import type { Unit } from '../database/transaction.ts';
import type { CrmActor, CrmIds } from '../ports.ts';
import type { Replaced } from './references.ts';
import { currentLinkSql } from '../contacts/current-link.ts';

/** The first value of a point that is compared: two are one when number, address or text are equal. */
const VALUE = (alias: string): string =>
  `coalesce(${alias}.e164, ${alias}.email_norm, lower(trim(${alias}.raw)))`;

const NOTE = `
  insert into crm.merge_moved (merge_id, table_name, column_name, kind, key, row)
  select $1::uuid, $2::text, '', $3::text, jsonb_build_object('id', t.id), to_jsonb(t)`;

/** All phones and addresses are kept; the survivor's main ones stay main unless the loser's were chosen. */
export async function givePoints(
  unit: Unit,
  replaced: Replaced,
  mainFromLoser: readonly ('phone' | 'email')[],
): Promise<void> {
  const { mergeId, entity, survivorId, loserId } = replaced;
  const { client } = unit;
  const ofParty = (alias: string, at: string): string =>
    `${alias}.party_type = $4 and ${alias}.party_id = ${at}`;
  const main = await client.query<{ kind: string; value: string }>(
    `select p.kind, ${VALUE('p')} as value from crm.comm_point p
     where p.party_type = $1 and p.party_id = $2 and p.is_primary`,
    [entity, loserId],
  );
  const hasMain = await client.query<{ kind: string }>(
    'select kind from crm.comm_point where party_type = $1 and party_id = $2 and is_primary',
    [entity, survivorId],
  );
  const kept = new Set(hasMain.rows.map((row) => row.kind));
  await client.query(`${NOTE} from crm.comm_point t where ${ofParty('t', 'any($5::uuid[])')}`, [
    ...[mergeId, 'comm_point', 'altered', entity],
    [survivorId, loserId],
  ]);
  await client.query(
    `with gone as (
       delete from crm.comm_point t
       where ${ofParty('t', '$6::uuid')} and exists (
         select from crm.comm_point o where ${ofParty('o', '$5::uuid')} and o.kind = t.kind
           and ${VALUE('o')} = ${VALUE('t')})
       returning t.id)
     update crm.merge_moved m set kind = 'removed' from gone
     where m.merge_id = $1 and m.table_name = $2 and m.kind = $3 and (m.key->>'id')::uuid = gone.id`,
    [mergeId, 'comm_point', 'altered', entity, survivorId, loserId],
  );
  await client.query(
    `update crm.comm_point t set party_id = $2, is_primary = false where t.party_type = $1 and t.party_id = $3`,
    [entity, survivorId, loserId],
  );
  for (const { kind, value } of main.rows) {
    if (kept.has(kind) && !mainFromLoser.some((one) => one === kind)) continue;
    const own = [entity, survivorId, kind];
    await client.query(
      'update crm.comm_point set is_primary = false where party_type = $1 and party_id = $2 and kind = $3 and is_primary',
      own,
    );
    await client.query(
      `update crm.comm_point set is_primary = true where id = (
         select p.id from crm.comm_point p
         where p.party_type = $1 and p.party_id = $2 and p.kind = $3 and ${VALUE('p')} = $4 order by p.id limit 1)`,
      [...own, value],
    );
  }
}

/** The flags that only one link may have stay with the survivor's; two who refer to each other refer to nobody. */
export async function settleLinks(unit: Unit, replaced: Replaced): Promise<void> {
  const { mergeId, entity, survivorId, loserId } = replaced;
  const side = entity === 'account' ? 'account_id' : 'contact_id';
  const flag = entity === 'account' ? 'is_primary_contact' : 'is_primary_account';
  const isMain = (alias: string): string => `${alias}.${flag} and ${currentLinkSql(alias)}`;
  const doubled = `t.${side} = $4 and ${isMain('t')}
    and exists (select from crm.account_contact o where o.${side} = $5 and ${isMain('o')})`;
  const noted = [mergeId, 'account_contact', 'altered', loserId, survivorId];
  await unit.client.query(`${NOTE} from crm.account_contact t where ${doubled}`, noted);
  await unit.client.query(
    `update crm.account_contact t set ${flag} = false where ${doubled.replaceAll('$4', '$1').replaceAll('$5', '$2')}`,
    [loserId, survivorId],
  );
  if (entity !== 'contact') return;
  const between = `t.from_contact_id = any($4::uuid[]) and t.to_contact_id = any($4::uuid[])`;
  const pair = [survivorId, loserId];
  await unit.client.query(`${NOTE} from crm.contact_relation t where ${between}`, [
    ...[mergeId, 'contact_relation', 'removed'],
    pair,
  ]);
  await unit.client.query(`delete from crm.contact_relation t where ${between.replaceAll('$4', '$1')}`, [
    pair,
  ]);
}

interface InForce {
  readonly party_id: string;
  readonly channel: string;
  readonly purpose: string;
  readonly state: string;
}

const IN_FORCE = `
  select distinct on (party_id, channel, purpose) party_id, channel, purpose, state
  from crm.consent where party_type = $1 and party_id = any($2::uuid[])
  order by party_id, channel, purpose, at desc, id desc`;
const SAY_NO = `
  insert into crm.consent (id, party_type, party_id, channel, purpose, state, source, proof, at, actor_kind, actor_id)
  values ($1, $2, $3, $4, $5, 'out', 'merge', $6, $7, $8, $9)`;

/** What either of them refused stays refused, also when the other agreed later. Asked before rows are given. */
export async function keepRefusals(
  unit: Unit,
  replaced: Replaced,
  said: { readonly now: Date; readonly actor: CrmActor; readonly ids: CrmIds },
): Promise<void> {
  const { mergeId, entity, survivorId, loserId } = replaced;
  const { rows } = await unit.client.query<InForce>(IN_FORCE, [entity, [survivorId, loserId]]);
  const refused = rows.filter((row) => row.state === 'out');
  const seen = new Set<string>();
  for (const { channel, purpose, party_id: by } of refused) {
    const way = `${channel} ${purpose}`;
    const others = rows.filter((row) => `${row.channel} ${row.purpose}` === way && row.state !== 'out');
    if (others.length === 0 || seen.has(way)) continue;
    seen.add(way);
    const id = said.ids.next();
    const { kind, id: actorId } = said.actor;
    await unit.client.query(SAY_NO, [id, entity, survivorId, channel, purpose, by, said.now, kind, actorId]);
    await unit.client.query(
      `insert into crm.merge_moved (merge_id, table_name, column_name, kind, key)
       values ($1, 'consent', '', 'made', jsonb_build_object('id', $2::uuid))`,
      [mergeId, id],
    );
  }
}
