/** What a person follows (and is told of) and what he keeps at hand. Both are his own and need only the right to read. */
import { type Caller, rowContext } from '../caller.ts';
import type { Transactions } from '../database/transaction.ts';
import type { RecordLink } from '../entities/entity-types.ts';
import { readSubject, type Subject } from '../entities/read-subject.ts';
import { readLinkGroups } from '../entities/record-rows.ts';
import { findEntity } from '../entities/registry.ts';
import type { CrmClock } from '../ports.ts';
import type { ParticipantSource } from '../rights/scope-for.ts';

export interface FollowState {
  readonly following: boolean;
  readonly favorite: boolean;
  readonly followers: readonly { readonly id: string; readonly name: string }[];
}

export interface FollowService {
  /** @throws CrmRejection CRM_RECORD_NOT_FOUND */
  state(caller: Caller, subject: Subject): Promise<FollowState>;
  /** @throws CrmRejection CRM_RECORD_NOT_FOUND */
  set(caller: Caller, request: Subject & { following?: boolean; favorite?: boolean }): Promise<FollowState>;
  /** What the caller keeps at hand, newest first, as far as he may still read it. */
  favorites(caller: Caller): Promise<RecordLink[]>;
}

const SELECT_STATE = `
  select exists (select from crm.follow where user_id = $3 and entity = $1 and record_id = $2) as following,
         exists (select from crm.favorite where user_id = $3 and entity = $1 and record_id = $2) as favorite,
         coalesce((select json_agg(json_build_object('id', u.id, 'name', u.name) order by f.created_at)
                   from crm.follow f join crm."user" u on u.id = f.user_id
                   where f.entity = $1 and f.record_id = $2 and u.status = 'active'), '[]') as followers`;
const SELECT_FAVORITES =
  'select entity, record_id as id from crm.favorite where user_id = $1 order by created_at desc limit 200';

export function createFollowService(ports: {
  readonly transactions: Transactions;
  readonly clock: CrmClock;
  readonly participants: ParticipantSource | null;
}): FollowService {
  const { transactions, clock, participants } = ports;
  const state: FollowService['state'] = async (caller, subject) => {
    const reader = transactions.reader(caller.transaction);
    await readSubject(reader, { subject, action: 'read' }, caller, participants);
    const { rows } = await reader.query<FollowState>(SELECT_STATE, [
      subject.entity,
      subject.id,
      caller.user.id,
    ]);
    return rows[0] ?? { following: false, favorite: false, followers: [] };
  };
  return {
    state,
    set: (caller, { entity, id, following, favorite }) =>
      transactions.run(caller.transaction, async (unit) => {
        const inside = { ...caller, transaction: { client: unit.client } };
        await state(inside, { entity, id });
        for (const [table, wanted] of [
          ['follow', following],
          ['favorite', favorite],
        ] as const) {
          const key = [caller.user.id, entity, id];
          if (wanted === true)
            await unit.client.query(
              `insert into crm.${table} (user_id, entity, record_id, created_at) values ($1, $2, $3, $4) on conflict do nothing`,
              [...key, clock.now()],
            );
          if (wanted === false)
            await unit.client.query(
              `delete from crm.${table} where user_id = $1 and entity = $2 and record_id = $3`,
              key,
            );
        }
        return state(inside, { entity, id });
      }),
    async favorites(caller) {
      const reader = transactions.reader(caller.transaction);
      const { rows } = await reader.query<Subject>(SELECT_FAVORITES, [caller.user.id]);
      const known = rows.filter((row) => findEntity(row.entity) !== null);
      const groups = [...new Set(known.map((row) => row.entity))].map((entity) => ({
        entity,
        ids: known.filter((row) => row.entity === entity).map((row) => row.id),
      }));
      const links = await readLinkGroups(reader, groups, rowContext(caller, participants));
      return known.flatMap(
        (row) => links.find((link) => link.id === row.id && link.entity === row.entity) ?? [],
      );
    },
  };
}
