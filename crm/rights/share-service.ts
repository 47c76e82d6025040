/** Sharing a single record with a person or a team, to read or to edit, for ever or until an instant. */
import { actorOf, type Caller, rowContext } from '../caller.ts';
import type { Queryable, Transactions } from '../database/transaction.ts';
import { readRow, type RecordRow } from '../entities/record-rows.ts';
import { entityOf } from '../entities/registry.ts';
import { recordNotFound } from '../entities/write-record.ts';
import { CrmRejection, fieldsInvalid } from '../errors.ts';
import type { CrmClock, CrmIds } from '../ports.ts';
import { appendEvents } from '../timeline/append-events.ts';
import type { ParticipantSource } from './scope-for.ts';

export interface RecordShare {
  readonly id: string;
  readonly principal: { readonly kind: 'user' | 'team'; readonly id: string; readonly name: string };
  readonly access: 'read' | 'edit';
  readonly expiresAt: string | null;
}

export interface ShareService {
  /** Shares that have not expired. @throws CrmRejection CRM_RECORD_NOT_FOUND */
  list(caller: Caller, record: { entity: string; id: string }): Promise<RecordShare[]>;
  /** Again for the same principal it replaces the former one. @throws CrmRejection CRM_RECORD_NOT_FOUND, CRM_FORBIDDEN, CRM_FIELDS_INVALID */
  share(
    caller: Caller,
    request: {
      entity: string;
      id: string;
      principal: { kind: 'user' | 'team'; id: string };
      access: 'read' | 'edit';
      expiresAt: string | null;
    },
  ): Promise<RecordShare>;
  /** @throws CrmRejection CRM_RECORD_NOT_FOUND, CRM_FORBIDDEN, CRM_SHARE_NOT_FOUND */
  end(caller: Caller, request: { entity: string; id: string; shareId: string }): Promise<void>;
}

interface ShareRow {
  readonly id: string;
  readonly kind: 'user' | 'team';
  readonly principal_id: string;
  readonly name: string;
  readonly access: 'read' | 'edit';
  readonly expires_at: Date | null;
}

const SELECT_SHARES = `
  select s.id, case when s.user_id is null then 'team' else 'user' end as kind,
    coalesce(s.user_id, s.team_id) as principal_id, coalesce(u.name, t.name) as name, s.access, s.expires_at
  from crm.record_share s
  left join crm."user" u on u.id = s.user_id
  left join crm.team t on t.id = s.team_id
  where s.entity = $1 and s.record_id = $2 and (s.expires_at is null or s.expires_at > public.throughline_now())
  order by name, s.id`;

export function createShareService(ports: {
  readonly transactions: Transactions;
  readonly clock: CrmClock;
  readonly ids: CrmIds;
  readonly participants: ParticipantSource | null;
}): ShareService {
  const { transactions, clock, ids, participants } = ports;
  const readable = async (
    reader: Queryable,
    caller: Caller,
    record: { entity: string; id: string },
  ): Promise<RecordRow> => {
    const definition = entityOf(record.entity);
    const request = { definition, id: record.id, lock: false };
    const row = await readRow(reader, request, rowContext(caller, participants));
    if (!row) throw recordNotFound(record.entity, record.id);
    return row;
  };
  const sharable = async (
    reader: Queryable,
    caller: Caller,
    record: { entity: string; id: string },
  ): Promise<RecordRow> => {
    const row = await readable(reader, caller, record);
    if (row.may_share) return row;
    throw new CrmRejection(
      'CRM_FORBIDDEN',
      `Expected the right to share ${record.entity} '${record.id}', but it is missing.`,
      { entity: record.entity, recordId: record.id, action: 'share' },
    );
  };
  return {
    async list(caller, record) {
      const reader = transactions.reader(caller.transaction);
      await readable(reader, caller, record);
      return shares(reader, record);
    },
    share: (caller, request) =>
      transactions.run(caller.transaction, async (unit) => {
        const row = await sharable(unit.client, caller, request);
        // Nobody gives away more than he has.
        if (request.access === 'edit' && !row.may_edit)
          throw fieldsInvalid([
            {
              path: 'access',
              message: 'You may not edit it yourself: share it to read.',
              code: 'readOnlyShare',
            },
          ]);
        const now = clock.now();
        if (request.expiresAt !== null && Date.parse(request.expiresAt) <= now.getTime())
          throw fieldsInvalid([
            { path: 'expiresAt', code: 'tooEarly', message: 'A share ends in the future: choose later.' },
          ]);
        const { kind, id: principalId } = request.principal;
        await assertPrincipal(unit.client, request.principal);
        const column = kind === 'user' ? 'user_id' : 'team_id';
        await unit.client.query(
          `insert into crm.record_share (id, entity, record_id, ${column}, access, expires_at, created_at, created_by)
           values ($1, $2, $3, $4, $5, $6, $7, $8)
           on conflict (${column}, entity, record_id) where ${column} is not null
           do update set access = excluded.access, expires_at = excluded.expires_at`,
          [
            ids.next(),
            request.entity,
            request.id,
            principalId,
            request.access,
            request.expiresAt,
            now,
            caller.user.id,
          ],
        );
        const share = (await shares(unit.client, request)).find((one) => one.principal.id === principalId);
        if (!share) throw new Error('Expected the share that was just written.');
        await appendEvents(unit.client, [
          {
            id: ids.next(),
            occurredAt: now,
            actor: actorOf(caller),
            kind: 'record',
            verb: 'shared',
            entity: request.entity,
            recordId: request.id,
            accountId: row.account_id,
            text: share.principal.name,
          },
        ]);
        unit.changed({ entity: request.entity, recordId: request.id, change: 'changed', version: null });
        return share;
      }),
    end: (caller, request) =>
      transactions.run(caller.transaction, async (unit) => {
        const row = await sharable(unit.client, caller, request);
        const share = (await shares(unit.client, request)).find((one) => one.id === request.shareId);
        if (!share)
          throw new CrmRejection('CRM_SHARE_NOT_FOUND', `Expected share '${request.shareId}' to exist.`, {
            id: request.shareId,
          });
        await unit.client.query('delete from crm.record_share where id = $1', [share.id]);
        await appendEvents(unit.client, [
          {
            id: ids.next(),
            occurredAt: clock.now(),
            actor: actorOf(caller),
            kind: 'record',
            verb: 'unshared',
            entity: request.entity,
            recordId: request.id,
            accountId: row.account_id,
            text: share.principal.name,
          },
        ]);
        unit.changed({ entity: request.entity, recordId: request.id, change: 'changed', version: null });
      }),
  };
}

async function shares(reader: Queryable, record: { entity: string; id: string }): Promise<RecordShare[]> {
  const { rows } = await reader.query<ShareRow>(SELECT_SHARES, [record.entity, record.id]);
  return rows.map((row) => ({
    id: row.id,
    principal: { kind: row.kind, id: row.principal_id, name: row.name },
    access: row.access,
    expiresAt: row.expires_at?.toISOString() ?? null,
  }));
}

async function assertPrincipal(
  reader: Queryable,
  principal: { kind: 'user' | 'team'; id: string },
): Promise<void> {
  const sql =
    principal.kind === 'user'
      ? `select from crm."user" where id = $1 and status = 'active' and deleted_at is null`
      : 'select from crm.team where id = $1 and deleted_at is null';
  const { rowCount } = await reader.query(sql, [principal.id]);
  if (rowCount !== 1)
    throw fieldsInvalid([
      { path: 'principal', code: 'notChoice', message: 'There is no such person or team: choose another.' },
    ]);
}
