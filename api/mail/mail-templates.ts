/**
 * Texts with placeholders that people fill in for a record. The values are what the sender may read of the record, its
 * account and its contact: a template shows nobody more than the record's page does. No files, no includes, limits on
 * work and memory.
 */
import { Liquid } from 'liquidjs';
import type { ClientBase, Pool } from 'pg';
import {
  CrmRejection,
  type ConsentPurpose,
  type Crm,
  type MailSubject,
  type RecordView,
  type RequestUser,
} from '#crm';
import { ApiProblem } from '../errors/problems.ts';

export interface MailTemplate {
  readonly id: string;
  readonly name: string;
  readonly entity: string | null;
  readonly subject: string;
  readonly body: string;
  readonly purpose: ConsentPurpose;
  readonly version: number;
}

const liquid = new Liquid({
  ownPropertyOnly: true,
  // Includes read from this (empty) table, never from the disk.
  templates: {},
  parseLimit: 50_000,
  renderLimit: 200,
  memoryLimit: 2_000_000,
});

const COLUMNS = 'id, name, entity, subject, body, purpose, version';

export async function listTemplates(pool: Pool): Promise<MailTemplate[]> {
  return (await pool.query<MailTemplate>(`select ${COLUMNS} from app.mail_template order by lower(name)`))
    .rows;
}

/** @throws ApiProblem API_FIELDS_INVALID for a text that cannot be read or a name that is taken, API_CONFLICT */
export async function saveTemplate(
  client: ClientBase,
  template: Omit<MailTemplate, 'version'> & { readonly version: number | null },
): Promise<void> {
  const { id, name, entity, subject, body, purpose, version } = template;
  const problems = [...problemOf('subject', subject), ...problemOf('body', body)];
  if (problems.length > 0) throw new ApiProblem('API_FIELDS_INVALID', { fields: problems });
  const { rows: taken } = await client.query(
    'select from app.mail_template where lower(name) = lower($1) and id <> $2',
    [name, id],
  );
  if (taken.length > 0)
    throw new ApiProblem('API_FIELDS_INVALID', {
      fields: [
        { path: 'name', code: 'taken', message: 'Another template has this name: choose another one.' },
      ],
    });
  const { rowCount } =
    version === null
      ? await client.query(
          'insert into app.mail_template (id, name, entity, subject, body, purpose) values ($1, $2, $3, $4, $5, $6)',
          [id, name, entity, subject, body, purpose],
        )
      : await client.query(
          `update app.mail_template set name = $2, entity = $3, subject = $4, body = $5, purpose = $6, version = version + 1
           where id = $1 and version = $7`,
          [id, name, entity, subject, body, purpose, version],
        );
  if (rowCount === 0) throw new ApiProblem('API_CONFLICT');
}

/** What the audit tells of a template. */
export async function templateState(
  client: ClientBase,
  id: string,
): Promise<{ readonly name: string; readonly told: object } | null> {
  const { rows } = await client.query<MailTemplate>(
    `select ${COLUMNS} from app.mail_template where id = $1 for update`,
    [id],
  );
  const [template] = rows;
  if (!template) return null;
  const { name, entity, subject, body, purpose } = template;
  return { name, told: { name, entity, subject, body, purpose } };
}

/** @throws ApiProblem API_NOT_FOUND */
export async function findTemplate(pool: Pool, id: string): Promise<MailTemplate> {
  const { rows } = await pool.query<MailTemplate>(`select ${COLUMNS} from app.mail_template where id = $1`, [
    id,
  ]);
  if (!rows[0]) throw new ApiProblem('API_NOT_FOUND');
  return rows[0];
}

/** What placeholders may name, from the eyes of the sender. */
export async function templateValues(
  crm: Crm,
  user: RequestUser,
  record: RecordView,
): Promise<Record<string, unknown>> {
  const contact = await partyOf(crm, user, { record, entity: 'contact' });
  const account = await partyOf(crm, user, { record, entity: 'account' });
  return {
    record: valuesOf(record),
    contact: contact && valuesOf(contact),
    account: account && valuesOf(account),
    sender: { name: user.name, email: user.email, position: user.positionTitle },
  };
}

/** @throws ApiProblem API_FIELDS_INVALID when the text does too much */
export function fillIn(text: string, values: Record<string, unknown>): string {
  try {
    return String(liquid.renderSync(liquid.parse(text), values));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new ApiProblem('API_FIELDS_INVALID', { fields: [{ path: 'templateId', message }] });
  }
}

function problemOf(path: string, text: string): { path: string; message: string }[] {
  try {
    liquid.parse(text);
    return [];
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return [{ path, message: `A placeholder cannot be read: ${message}` }];
  }
}

/** A reference as its title, everything else as it is; hidden fields are not in a view. */
function valuesOf(view: RecordView): Record<string, unknown> {
  const fields = Object.fromEntries(
    Object.entries(view.fields).map(([key, value]) => [
      key,
      key in view.links ? (view.links[key]?.title ?? null) : value,
    ]),
  );
  return { ...fields, number: view.number, title: view.title };
}

async function partyOf(
  crm: Crm,
  user: RequestUser,
  { record, entity }: { readonly record: RecordView; readonly entity: 'contact' | 'account' },
): Promise<RecordView | null> {
  if (record.entity === entity) return record;
  const id = record.fields[entity];
  return typeof id === 'string' ? readable(crm, user, { entity, id }) : null;
}

async function readable(crm: Crm, user: RequestUser, subject: MailSubject): Promise<RecordView | null> {
  try {
    return await crm.records.get({ user }, subject);
  } catch (error) {
    if (error instanceof CrmRejection) return null;
    throw error;
  }
}
