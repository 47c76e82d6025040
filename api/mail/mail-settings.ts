import type { ClientBase, Pool, PoolClient } from 'pg';
import type { MailRule } from '#contract';
import { ApiProblem } from '../errors/problems.ts';

/** What becomes of mail that answers nothing. */
export interface MailSettings {
  readonly rules: MailRule[];
  readonly knownSender: 'record' | 'ticket';
  readonly unknownSender: 'ticket' | 'lead' | 'ignore';
  readonly ownerId: string | null;
  readonly teamId: string | null;
  readonly version: number;
}

const SELECT = `
  select rules, known_sender as "knownSender", unknown_sender as "unknownSender", owner_id as "ownerId", team_id as "teamId", version
  from app.mail_setting`;
const UPDATE = `
  update app.mail_setting set known_sender = $1, unknown_sender = $2, owner_id = $3, team_id = $4, rules = $6, version = version + 1
  where version = $5`;

export async function readMailSettings(reader: Pool | PoolClient | ClientBase): Promise<MailSettings> {
  const { rows } = await reader.query<MailSettings>(SELECT);
  if (!rows[0]) throw new Error('Expected the row of the mail settings.');
  return rows[0];
}

/** @throws ApiProblem API_CONFLICT */
export async function saveMailSettings(client: ClientBase, settings: MailSettings): Promise<void> {
  const { rules, knownSender, unknownSender, ownerId, teamId, version } = settings;
  const { rowCount } = await client.query(UPDATE, [
    ...[knownSender, unknownSender, ownerId, teamId, version],
    JSON.stringify(rules),
  ]);
  if (rowCount === 0) throw new ApiProblem('API_CONFLICT');
}
