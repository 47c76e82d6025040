/** Forms and what was sent by them. */
import { randomBytes } from 'node:crypto';
import type { ClientBase, Pool, PoolClient } from 'pg';
import { webFormContent, type WebFormContent } from '#contract';
import { placeOf, type SecretBox } from '../adapters/secret-box.ts';
import { ApiProblem } from '../errors/problems.ts';

export interface FormRow {
  readonly id: string;
  readonly key: string;
  readonly secret: string;
  readonly content: WebFormContent;
  readonly active: boolean;
  readonly version: number;
}

/** Where forms lie, and what opens their secrets. */
export interface FormStore {
  readonly pool: Pool;
  readonly secrets: SecretBox;
}

const LIST = `
  select f.id, f.key, f.content, f.active, f.version,
    (select count(*)::int from app.web_form_submission s where s.form_id = f.id and s.outcome <> 'spam') as taken,
    (select count(*)::int from app.web_form_submission s where s.form_id = f.id and s.outcome = 'spam') as spam
  from app.web_form f where f.deleted_at is null
  order by lower(f.content ->> 'name'), f.id`;

export async function listForms(
  pool: Pool,
): Promise<readonly (Omit<FormRow, 'secret'> & { readonly taken: number; readonly spam: number })[]> {
  const { rows } = await pool.query<Omit<FormRow, 'secret'> & { taken: number; spam: number }>(LIST);
  return rows.map((row) => ({ ...row, content: contentOf(row) }));
}

/** @throws ApiProblem API_NOT_FOUND for what is not there or switched off */
export async function openForm({ pool, secrets }: FormStore, key: string): Promise<FormRow> {
  const { rows } = await pool.query<FormRow>(
    `select id, key, secret, content, active, version from app.web_form
     where key = $1 and active and deleted_at is null`,
    [key],
  );
  const [form] = rows;
  if (!form) throw new ApiProblem('API_NOT_FOUND');
  return {
    ...form,
    content: contentOf(form),
    secret: secrets.open(form.secret, placeOf('web_form', form.id)),
  };
}

/** What was stored before forms could do more lacks what is new; it means what it meant. */
function contentOf({ content }: { readonly content: unknown }): WebFormContent {
  return webFormContent.parse(content);
}

/** What the audit tells of a form. */
export async function formState(
  client: ClientBase,
  id: string,
): Promise<{ readonly name: string; readonly told: object } | null> {
  const { rows } = await client.query<{ content: WebFormContent; active: boolean }>(
    'select content, active from app.web_form where id = $1 and deleted_at is null for update',
    [id],
  );
  const [form] = rows;
  return form ? { name: form.content.name, told: { ...form.content, active: form.active } } : null;
}

/** @throws ApiProblem API_CONFLICT */
export async function saveForm(
  { client, secrets }: { readonly client: ClientBase } & Pick<FormStore, 'secrets'>,
  form: {
    readonly id: string;
    readonly content: WebFormContent;
    readonly active: boolean;
    readonly version: number | null;
  },
): Promise<void> {
  const { id, content, active, version } = form;
  const { rowCount } =
    version === null
      ? await client.query(
          `insert into app.web_form (id, key, secret, content, active) values ($1, $2, $3, $4, $5) on conflict do nothing`,
          [
            id,
            randomBytes(10).toString('hex'),
            secrets.seal(randomBytes(32).toString('hex'), placeOf('web_form', id)),
            JSON.stringify(content),
            active,
          ],
        )
      : await client.query(
          `update app.web_form set content = $2, active = $3, version = version + 1
           where id = $1 and version = $4 and deleted_at is null`,
          [id, JSON.stringify(content), active, version],
        );
  if (rowCount === 0) throw new ApiProblem('API_CONFLICT');
}

export interface Submission {
  readonly id: string;
  readonly formId: string;
  readonly outcome: 'lead' | 'attached' | 'ticket' | 'spam';
  readonly reason: string | null;
  readonly leadId: string | null;
  readonly ticketId: string | null;
  readonly payload: unknown;
  readonly at: Date;
}

export async function insertSubmission(client: Pool | PoolClient, submission: Submission): Promise<void> {
  const { id, formId, at, outcome, reason, leadId, ticketId, payload } = submission;
  await client.query(
    `insert into app.web_form_submission (id, form_id, at, outcome, reason, lead_id, ticket_id, payload)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (id) do nothing`,
    [id, formId, at, outcome, reason, leadId, ticketId, JSON.stringify(payload)],
  );
}

export async function isSubmitted(client: PoolClient, id: string): Promise<boolean> {
  // Two sendings of one page wait for each other.
  await client.query(`select pg_advisory_xact_lock(hashtextextended('app.web_form_submission ' || $1, 0))`, [
    id,
  ]);
  const { rows } = await client.query('select from app.web_form_submission where id = $1', [id]);
  return rows.length > 0;
}
