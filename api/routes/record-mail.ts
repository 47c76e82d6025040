/** Mail of records and its administration; the outbox of processes is in mail.ts. */
import type { ClientBase } from 'pg';
import { z } from 'zod';
import type { Locale, MailRule, routes } from '#contract';
import {
  CrmRejection,
  type ConsentPurpose,
  type Crm,
  type EntityMeta,
  type RecordView,
  type RequestUser,
} from '#crm';
import { countInWindow } from '../auth/rate-windows.ts';
import { changeSetting } from '../commands/change-setting.ts';
import { recordWrite } from '../commands/record-write.ts';
import { inCrmTransaction } from '../commands/in-crm-transaction.ts';
import type { ApiContext } from '../context.ts';
import { notAQuote, readQuoteLetter } from '../documents/quote-sheet.ts';
import { fieldRefused } from '../errors/field-codes.ts';
import { ApiProblem } from '../errors/problems.ts';
import { readMailSettings, saveMailSettings } from '../mail/mail-settings.ts';
import {
  fillIn,
  findTemplate,
  listTemplates,
  saveTemplate,
  templateState,
  templateValues,
} from '../mail/mail-templates.ts';
import { readActivityMail, readReceived } from '../mail/read-mail.ts';
import type { MailSending } from '../mail/send-mail.ts';
import type { TaskMails } from '../mail/task-mails.ts';
import type { RouteHandlers } from '../middleware/mount-routes.ts';

/** Nobody writes more by hand. */
const MESSAGES_PER_MINUTE = 30;
const cursor = z.uuid().nullable();

export function recordMailHandlers(
  context: ApiContext,
  mail: {
    readonly sending: MailSending;
    readonly fetch: (() => Promise<number>) | null;
    readonly taskMails: TaskMails;
  },
): RouteHandlers<typeof routes.mail> {
  const { pool, crm } = context;
  const changeTemplate = (
    user: RequestUser,
    id: string,
    change: (client: ClientBase) => Promise<unknown>,
  ): Promise<unknown> =>
    changeSetting(context, user, {
      ...{ entity: 'mail_template', state: (client) => templateState(client, id), change },
    });
  const state = async () => {
    const { rows } = await pool.query<{ name: string; fetched_at: Date; error: string | null }>(
      'select name, fetched_at, error from app.mail_box order by fetched_at desc limit 1',
    );
    const [box] = rows;
    const mailbox = mail.fetch
      ? { name: box?.name ?? '', fetchedAt: box?.fetched_at.toISOString() ?? null, error: box?.error ?? null }
      : null;
    return { settings: await readMailSettings(pool), mailbox };
  };
  const taskMailOf = async ({ id, email }: RequestUser) => ({
    isWanted: await mail.taskMails.isWanted(id),
    address: email,
    canReply: mail.taskMails.canReply,
  });
  return {
    async receivedMail({ user, query }) {
      const before = cursor.safeParse(query.cursor ?? null);
      if (!before.success)
        throw new ApiProblem('API_REQUEST_INVALID', { detail: 'The cursor is not one of this list.' });
      return readReceived({ pool, crm }, user, { before: before.data, limit: query.limit });
    },
    mailState: state,
    async saveMailSettings({ user, body }) {
      if (body.ownerId !== null && !(await crm.organisation.loadUser(body.ownerId)))
        throw new ApiProblem('API_FIELDS_INVALID', {
          fields: [
            {
              path: 'ownerId',
              code: 'notChoice',
              message: 'There is no such active colleague: choose another.',
            },
          ],
        });
      assertRules(
        body.rules,
        (await crm.records.meta(user)).find((meta) => meta.entity === 'ticket'),
      );
      await changeSetting(context, user, {
        entity: 'mail_setting',
        state: async (client) => {
          const { version: _version, ...told } = await readMailSettings(client);
          return { name: '', told };
        },
        change: (client) => saveMailSettings(client, body),
      });
      return state();
    },
    async fetchMail() {
      if (!mail.fetch)
        throw new ApiProblem('API_CONFLICT', { detail: 'No mailbox is set: set IMAP_URL and start again.' });
      return { fetched: await mail.fetch() };
    },
    ownTaskMail: ({ user }) => taskMailOf(user),
    async saveOwnTaskMail({ user, body }) {
      await mail.taskMails.want(user.id, body.isWanted);
      return taskMailOf(user);
    },
    mailTemplates: async () => ({ items: await listTemplates(pool) }),
    async saveMailTemplate({ user, params, body }) {
      if (body.entity !== null && !context.entities.has(body.entity))
        throw new ApiProblem('API_FIELDS_INVALID', {
          fields: [
            {
              path: 'entity',
              code: 'notChoice',
              message: 'There is no such kind of record: choose another.',
            },
          ],
        });
      await changeTemplate(user, params.id, (client) => saveTemplate(client, { ...params, ...body }));
      return { items: await listTemplates(pool) };
    },
    async deleteMailTemplate({ user, params }) {
      await changeTemplate(user, params.id, (client) =>
        client.query('delete from app.mail_template where id = $1', [params.id]),
      );
      return { items: await listTemplates(pool) };
    },
    async activityMail({ user, params }) {
      const activity = await crm.records.get({ user }, { entity: 'activity', id: params.id });
      const found = 'body' in activity.fields ? await readActivityMail(pool, params.id) : null;
      if (!found) throw new ApiProblem('API_NOT_FOUND');
      return found;
    },
    async recordMailDraft({ user, params, query }) {
      const record = await crm.records.get({ user }, params);
      const answered = query.answers ? await answerTo(context, user, query.answers) : null;
      const to = answered ? answered.to : await addressesOf(crm, user, record);
      const letter = query.quote ? await letterOf(context, user, record, query.quote) : null;
      const quote = letter ? { quote: { name: letter.name, language: letter.language } } : {};
      if (!query.templateId)
        return {
          to,
          subject: answered?.subject ?? letter?.subject ?? '',
          body: letter?.body ?? '',
          ...quote,
        };
      const template = await findTemplate(pool, query.templateId);
      const values = await templateValues(crm, user, record);
      return {
        to,
        subject: answered?.subject ?? fillIn(template.subject, values),
        body: fillIn(template.body, values),
        ...quote,
      };
    },
    async recordMailSend(request) {
      const { user, params, body } = request;
      // Rights before counting: whoever may not see the record leaves no trace.
      await crm.records.get({ user }, params);
      const { purpose, templateId, ...text } = body;
      await assertConsent(context, { ...body, purpose, templateId });
      await countInWindow(pool, `mail ${user.id}`, MESSAGES_PER_MINUTE);
      const message = { record: params, ...text };
      const written = await recordWrite(context, request, (caller) =>
        caller.transaction
          ? mail.sending.write(user, message, caller.transaction)
          : inCrmTransaction(context, (transaction) => mail.sending.write(user, message, transaction)),
      );
      await mail.sending.deliver(written.mailId);
      return { ok: true, activityId: written.activityId };
    },
  };
}

/** @throws ApiProblem API_FIELDS_INVALID for a record that is no quote */
async function letterOf(
  context: ApiContext,
  user: RequestUser,
  { entity, id }: RecordView,
  language: 'customer' | Locale,
): ReturnType<typeof readQuoteLetter> {
  if (entity !== 'quote') throw notAQuote('quote');
  return readQuoteLetter(context, { user }, { id, language: language === 'customer' ? null : language });
}

/** Who answers a message needs no leave for it; everything else goes by what each recipient said. */
async function assertConsent(
  { pool, crm }: ApiContext,
  mail: {
    readonly to: readonly string[];
    readonly cc: readonly string[];
    readonly answers: string | null;
    readonly purpose: ConsentPurpose;
    readonly templateId: string | null;
  },
): Promise<void> {
  const template = mail.templateId ? await findTemplate(pool, mail.templateId) : null;
  const purposes = [mail.purpose, template?.purpose];
  const purpose = (['marketing', 'sales'] as const).find((one) => purposes.includes(one)) ?? 'service';
  if (purpose === 'service' && mail.answers !== null) return;
  await crm.consents.assertMayWriteTo([...mail.to, ...mail.cc], purpose);
}

async function answerTo(
  { pool, crm }: ApiContext,
  user: RequestUser,
  activityId: string,
): Promise<{ to: string[]; subject: string }> {
  await crm.records.get({ user }, { entity: 'activity', id: activityId });
  const mail = await readActivityMail(pool, activityId);
  if (!mail) throw new ApiProblem('API_NOT_FOUND');
  const to =
    mail.direction === 'in' ? [/<([^<>]+)>\s*$/.exec(mail.from)?.[1] ?? mail.from] : mail.to.split(', ');
  return { to, subject: /^re:/i.test(mail.subject) ? mail.subject : `Re: ${mail.subject}` };
}

/** The customer's best address, as far as the sender may read it. */
async function addressesOf(crm: Crm, user: RequestUser, record: RecordView): Promise<string[]> {
  if (typeof record.fields.email === 'string' && record.entity === 'lead') return [record.fields.email];
  for (const type of ['contact', 'account'] as const) {
    const id = record.entity === type ? record.id : record.fields[type];
    if (typeof id !== 'string') continue;
    try {
      const points = await crm.points.list({ user }, { type, id });
      const usable = points.filter((point) => point.email !== null && point.status === 'ok');
      if (usable[0]?.email) return [usable[0].email];
    } catch (error) {
      if (!(error instanceof CrmRejection)) throw error;
    }
  }
  return [];
}

/** @throws ApiProblem API_FIELDS_INVALID for a type or priority that cannot be chosen */
function assertRules(rules: readonly MailRule[], ticket: EntityMeta | undefined): void {
  for (const [at, rule] of rules.entries())
    for (const key of ['type', 'priority'] as const) {
      const options = ticket?.fields.find((field) => field.key === key)?.options ?? [];
      if (rule[key] === null || options.some(({ value }) => value === rule[key])) continue;
      throw fieldRefused({
        path: `rules.${at}.${key}`,
        code: 'notChoice',
        message: `There is no ${key} '${rule[key]}' of tickets that can be chosen: choose another.`,
      });
    }
}
