/** Forms of strangers: their pages (no sign-in, no script), the same for programs, and their administration. */
import { urlencoded, type Request, type Response, type Router } from 'express';
import type { ClientBase } from 'pg';
import { z } from 'zod';
import type { routes, WebForm } from '#contract';
import type { RequestUser } from '#crm';
import { changeSetting } from '../commands/change-setting.ts';
import type { ApiContext } from '../context.ts';
import { ApiProblem } from '../errors/problems.ts';
import { askedFields, assertFormWorks } from '../forms/form-fields.ts';
import { formPage, pagePolicy, thanksPage, TRAP_FIELD } from '../forms/form-page.ts';
import {
  formState,
  type FormStore,
  listForms,
  openForm,
  saveForm,
  type FormRow,
} from '../forms/form-rows.ts';
import { signToken } from '../forms/form-token.ts';
import { problemsOfError, submitForm, type SentForm } from '../forms/submit-form.ts';
import type { RouteHandlers } from '../middleware/mount-routes.ts';

const UTM = ['source', 'medium', 'campaign', 'term', 'content'] as const;
const cursor = z.uuid().nullable();

type FormContext = ApiContext & FormStore;

export function mountFormPages(router: Router, context: FormContext): void {
  router.get('/forms/:key', async (request, response) => {
    const form = await openForm(context, request.params.key);
    const token = newToken(context, form);
    const utm = utmOf(request.query);
    const { content } = form;
    const fields = await askedFields(context.crm, content);
    send(response, form, formPage({ content, fields, token, values: {}, problems: [], utm }));
  });
  router.post('/forms/:key', urlencoded({ extended: false, limit: '100kb' }), async (request, response) => {
    const form = await openForm(context, String(request.params.key));
    const { content } = form;
    const fields = await askedFields(context.crm, content);
    const values = texts(
      request.body,
      fields.filter(({ meta }) => meta.type === 'multiSelect').map(({ key }) => key),
    );
    const utm = utmOf(values);
    try {
      await submitForm(context, form, sentFrom(request, values, utm));
    } catch (error) {
      const problems = problemsOfError(error);
      if (problems === null) throw error;
      const token = newToken(context, form);
      response.status(422);
      return send(response, form, formPage({ content, fields, token, values, problems, utm }));
    }
    if (content.redirectUrl === null) return send(response, form, thanksPage(content));
    response.setHeader('Content-Security-Policy', pagePolicy(content));
    response.redirect(303, content.redirectUrl);
  });
}

export function webFormHandlers(
  context: FormContext,
  { publicUrl }: { readonly publicUrl: string },
): RouteHandlers<typeof routes.webForms> {
  const { pool, crm } = context;
  const changed = <T>(
    user: RequestUser,
    id: string,
    change: (client: ClientBase) => Promise<T>,
  ): Promise<T> =>
    changeSetting(context, user, { entity: 'web_form', state: (client) => formState(client, id), change });
  const all = async (): Promise<{ items: WebForm[] }> => ({
    items: (await listForms(pool)).map((form) => ({ ...form, url: `${publicUrl}/forms/${form.key}` })),
  });
  return {
    webForms: all,
    async saveWebForm({ user, params, body }) {
      const { ownerId } = body.content;
      if (ownerId !== null && !(await crm.organisation.loadUser(ownerId)))
        throw new ApiProblem('API_FIELDS_INVALID', {
          fields: [
            {
              path: 'content.ownerId',
              code: 'notChoice',
              message: 'There is no such active colleague: choose another.',
            },
          ],
        });
      await assertFormWorks(crm, body.content);
      await changed(user, params.id, (client) =>
        saveForm({ client, secrets: context.secrets }, { ...params, ...body }),
      );
      return all();
    },
    async deleteWebForm({ user, params }) {
      await changed(user, params.id, (client) =>
        client.query('update app.web_form set deleted_at = clock_timestamp() where id = $1', [params.id]),
      );
      return all();
    },
    async webFormSubmissions({ user, params, query }) {
      const before = cursor.safeParse(query.cursor ?? null);
      if (!before.success)
        throw new ApiProblem('API_REQUEST_INVALID', { detail: 'The cursor is not one of this list.' });
      const { rows } = await pool.query<{
        id: string;
        at: Date;
        outcome: 'lead' | 'attached' | 'ticket' | 'spam';
        reason: string | null;
        lead_id: string | null;
        ticket_id: string | null;
        payload: unknown;
      }>(
        `select id, at, outcome, reason, lead_id, ticket_id, payload from app.web_form_submission
         where form_id = $1 and ($2::uuid is null or id < $2) order by id desc limit $3`,
        [params.id, before.data, query.limit + 1],
      );
      const shown = rows.slice(0, query.limit);
      const ids = shown.flatMap(({ lead_id, ticket_id }) => [
        ...(lead_id ? [{ entity: 'lead', id: lead_id }] : []),
        ...(ticket_id ? [{ entity: 'ticket', id: ticket_id }] : []),
      ]);
      const links = await crm.records.links({ user }, ids);
      const items = shown.map(({ lead_id, ticket_id, at, ...row }) => ({
        ...row,
        at: at.toISOString(),
        record: links.find((link) => link.id === (lead_id ?? ticket_id)) ?? null,
      }));
      return { items, nextCursor: rows.length > query.limit ? (items.at(-1)?.id ?? null) : null };
    },
    async webFormToken({ params }) {
      const form = await openForm(context, params.key);
      const { locale, question } = form.content;
      const asked = await askedFields(crm, form.content);
      const fields = asked.map(({ key, label, required, meta }) => ({
        ...{ key, label, required, type: meta.type },
        options: (meta.options ?? []).map((option) => ({
          value: option.value,
          label: option.label[locale],
        })),
      }));
      return { token: newToken(context, form), fields, question: question?.text ?? null };
    },
    async submitWebForm({ params, body, http }) {
      const form = await openForm(context, params.key);
      await submitForm(context, form, { ...body, trap: '', visitor: visitorOf(http.request, {}) });
      return { ok: true };
    },
  };
}

function newToken(context: ApiContext, form: FormRow): string {
  return signToken(form.secret, { id: context.ids.next(), madeAt: Date.now() });
}

function sentFrom(
  request: Request,
  values: Readonly<Record<string, string>>,
  utm: Record<string, string>,
): SentForm {
  const { token = '', consent, answer = '', [TRAP_FIELD]: trap = '', ...rest } = values;
  const visitor = visitorOf(request, utm);
  return { token, consent: consent === '1', answer, trap, values: rest, visitor };
}

function visitorOf(request: Request, utm: Record<string, string>): SentForm['visitor'] {
  return {
    ip: request.ip ?? '',
    userAgent: (request.get('user-agent') ?? '').slice(0, 300),
    page: (request.get('referer') ?? '').slice(0, 500),
    utm,
  };
}

/** A name that is sent twice counts once, but for fields of several choices. */
function texts(body: unknown, several: readonly string[]): Record<string, string> {
  const entries = Object.entries((body ?? {}) as Record<string, unknown>).slice(0, 50);
  return Object.fromEntries(
    entries.map(([name, value]) => [
      name.slice(0, 60),
      (several.includes(name) ? [value].flat().join(',') : String([value].flat()[0] ?? '')).replaceAll(
        '\u0000',
        '',
      ),
    ]),
  );
}

function utmOf(query: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    UTM.flatMap((name) => {
      const value = query[`utm_${name}`];
      return typeof value === 'string' && value !== '' ? [[name, value.slice(0, 200)] as const] : [];
    }),
  );
}

function send(response: Response, form: FormRow, html: string): void {
  response.setHeader('Content-Security-Policy', pagePolicy(form.content));
  response.setHeader('Cache-Control', 'no-store');
  // The policy says who may frame it; this older header knows no list.
  response.removeHeader('X-Frame-Options');
  response.type('html').send(html);
}
