/** A setting that the api keeps itself is changed, and the audit tells of it, in one transaction. */
import type { ClientBase } from 'pg';
import type { RequestUser } from '#crm';
import type { ApiContext } from '../context.ts';
import { inCrmTransaction } from './in-crm-transaction.ts';

/** What `SELECT` reads of a setting: its name, for people, and what is told of its changes; never a secret. */
interface SettingState {
  readonly name: string;
  readonly told: object;
}

export interface SettingChange<T> {
  /** `webhook`, `web_form`, `mail_setting`, `mail_template`. */
  readonly entity: string;
  readonly state: (client: ClientBase) => Promise<SettingState | null>;
  readonly change: (client: ClientBase) => Promise<T>;
}

/** Gives what the change gives. @throws what the change throws; nothing is told then. */
export function changeSetting<T>(
  context: Pick<ApiContext, 'pool' | 'announce' | 'crm'>,
  user: RequestUser,
  { entity, state, change }: SettingChange<T>,
): Promise<T> {
  return inCrmTransaction(context, async (transaction) => {
    const { client } = transaction;
    const before = await state(client);
    const result = await change(client);
    const after = await state(client);
    const name = after?.name ?? before?.name;
    if (name !== undefined)
      await context.crm.audit.tellOfSetting(
        { user, transaction },
        { entity, name, before: before?.told, after: after?.told ?? null },
      );
    return result;
  });
}
