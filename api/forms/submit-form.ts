/**
 * A form that somebody sent becomes a lead in one transaction with the record of what was sent. Programs are told
 * nothing: what a trap catches looks like success and is kept as spam. Consent is kept with its words, time and address,
 * and stated on the contact that has the e-mail address, else on the lead, which hands it on when it is converted.
 */
import type { WebFormContent, WebFormField } from '#contract';
import { CrmRejection, type CrmTransaction } from '#crm';
import { countInWindow } from '../auth/rate-windows.ts';
import { inCrmTransaction } from '../commands/in-crm-transaction.ts';
import type { ApiContext } from '../context.ts';
import { ApiProblem, type FieldProblem } from '../errors/problems.ts';
import { inboundCaller } from '../mail/inbound-caller.ts';
import { insertSubmission, isSubmitted, type FormRow } from './form-rows.ts';
import { readToken } from './form-token.ts';

export interface SentForm {
  readonly token: string;
  readonly values: Readonly<Record<string, string>>;
  readonly consent: boolean;
  readonly answer: string;
  /** What stands in the field that people do not see. */
  readonly trap: string;
  readonly visitor: {
    readonly ip: string;
    readonly userAgent: string;
    readonly page: string;
    readonly utm: Readonly<Record<string, string>>;
  };
}

const PER_VISITOR = 10;
const PER_FORM = 300;
/** Nobody reads and writes faster. */
const FASTEST_MS = 2_000;
const LONGEST_MS = 24 * 3_600_000;
const LENGTHS: Readonly<Record<WebFormField, number>> = {
  ...{ title: 300, companyName: 300, givenName: 300, familyName: 300, positionText: 300, city: 300 },
  ...{ email: 254, phone: 60, website: 300, message: 20_000 },
};
const EMAIL = /^[^\s@<>(),;:"[\]\\]+@([^\s@.<>(),;:"[\]\\]+\.)+[^\s@.<>(),;:"[\]\\]{2,}$/u;
type Word = 'required' | 'email' | 'tooLong' | 'consent' | 'answer' | 'expired';
const WORDS: Readonly<Record<'en' | 'ru', Readonly<Record<Word, string>>>> = {
  en: {
    required: 'Fill this in.',
    email: 'Write an e-mail address.',
    tooLong: 'This is too long.',
    consent: 'We need your consent.',
    answer: 'This is not the answer.',
    expired: 'The page was open for too long: send it once more.',
  },
  ru: {
    required: 'Заполните это поле.',
    email: 'Укажите адрес электронной почты.',
    tooLong: 'Слишком длинно.',
    consent: 'Нужно ваше согласие.',
    answer: 'Это не тот ответ.',
    expired: 'Страница была открыта слишком долго: отправьте ещё раз.',
  },
};

/** @throws ApiProblem API_FIELDS_INVALID in the form's language, API_TOO_MANY_REQUESTS */
export async function submitForm(context: ApiContext, form: FormRow, sent: SentForm): Promise<void> {
  await countInWindow(context.pool, `form ${sent.visitor.ip}`, PER_VISITOR);
  await countInWindow(context.pool, `form of all ${form.id}`, PER_FORM);
  const { content } = form;
  const words = WORDS[content.locale];
  const token = readToken(form.secret, sent.token);
  const age = token ? Date.now() - token.madeAt : Number.NaN;
  if (!token || !(age <= LONGEST_MS)) throw invalid([{ path: 'token', message: words.expired }]);
  const spam = sent.trap !== '' ? 'trap' : age < FASTEST_MS ? 'too_fast' : null;
  const at = context.clock.now();
  const payload = payloadOf(form, sent, at);
  const row = { id: token.id, formId: form.id, at, payload };
  if (spam) return insertSubmission(context.pool, { ...row, outcome: 'spam', reason: spam, leadId: null });
  const problems = problemsOf(content, sent);
  if (problems.length > 0) throw invalid(problems);
  await inCrmTransaction(context, async (transaction) => {
    if (await isSubmitted(transaction.client, token.id)) return;
    const written = await write(context, { content, sent, payload, transaction });
    await insertSubmission(transaction.client, { ...row, ...written, reason: null });
  });
}

async function write(
  { crm, clock }: ApiContext,
  work: {
    readonly content: WebFormContent;
    readonly sent: SentForm;
    readonly payload: unknown;
    readonly transaction: CrmTransaction;
  },
): Promise<{ readonly outcome: 'lead' | 'attached'; readonly leadId: string }> {
  const { content, sent, payload, transaction } = work;
  const caller = inboundCaller(transaction);
  const values = valuesOf(content, sent);
  const known = await crm.leads.known(caller, values);
  const same = content.attachDuplicates ? known.leadId : null;
  if (same) {
    const now = clock.now();
    await crm.activities.plan(caller, {
      kind: 'note',
      subject: content.name,
      body: content.fields
        .map((field) => `${field.label}: ${values[field.key] ?? ''}`)
        .join('\n')
        .slice(0, 20_000),
      status: 'done',
      plannedStart: now,
      plannedEnd: now,
      links: [{ entity: 'lead', id: same }],
    });
    await crm.mail.tellOwner(caller, { record: { entity: 'lead', id: same }, text: content.name });
    await stateConsent(same);
    return { outcome: 'attached', leadId: same };
  }
  const lead = await crm.leads.capture(caller, {
    fields: {
      ...values,
      title: values.title ?? content.name,
      source: content.source,
      campaign: content.campaign,
      ...(content.ownerId ? { owner: content.ownerId } : {}),
      // Whom we know is not made anew by a conversion.
      ...(known.contactId ? { contact: known.contactId } : {}),
      ...(known.accountId ? { account: known.accountId } : {}),
    },
    payload,
    utm: sent.visitor.utm,
  });
  await stateConsent(lead.id);
  return { outcome: 'lead', leadId: lead.id };

  /** Of the contact, where one has the address; else the lead keeps it until it becomes a contact. */
  async function stateConsent(leadId: string): Promise<void> {
    if (!sent.consent || !content.consent || !values.email) return;
    const party = await crm.mail.findSender(values.email, transaction);
    await crm.consents.state(
      caller,
      party?.contactId ? { entity: 'contact', id: party.contactId } : { entity: 'lead', id: leadId },
      {
        channel: 'email',
        purpose: 'marketing',
        state: 'in',
        source: `web form: ${content.name}`,
        proof: `${content.consent?.text ?? ''} (${sent.visitor.ip})`,
      },
    );
  }
}

/** What is asked for and filled in; nothing else that somebody sends. */
function valuesOf(content: WebFormContent, sent: SentForm): Partial<Record<WebFormField, string>> {
  const filled = content.fields.flatMap(({ key }) => {
    const value = sent.values[key]?.trim() ?? '';
    return value === '' ? [] : [[key, value.replaceAll('\u0000', '')] as const];
  });
  return Object.fromEntries(filled);
}

function problemsOf(content: WebFormContent, sent: SentForm): FieldProblem[] {
  const words = WORDS[content.locale];
  const values = valuesOf(content, sent);
  const problems: FieldProblem[] = content.fields.flatMap(({ key, required }) => {
    const value = values[key] ?? '';
    if (value === '') return required ? [{ path: key, message: words.required }] : [];
    if (value.length > LENGTHS[key]) return [{ path: key, message: words.tooLong }];
    return key === 'email' && !EMAIL.test(value) ? [{ path: key, message: words.email }] : [];
  });
  if (content.consent?.required && !sent.consent) problems.push({ path: 'consent', message: words.consent });
  const expected = content.question?.answer.trim().toLowerCase();
  if (expected !== undefined && sent.answer.trim().toLowerCase() !== expected)
    problems.push({ path: 'answer', message: words.answer });
  return problems;
}

function payloadOf(form: FormRow, sent: SentForm, at: Date): unknown {
  const { content, id, version } = form;
  return {
    form: { id, name: content.name, version },
    values: sent.values,
    consent: content.consent
      ? { given: sent.consent, text: content.consent.text, at: at.toISOString() }
      : null,
    visitor: sent.visitor,
  };
}

function invalid(fields: readonly FieldProblem[]): ApiProblem {
  return new ApiProblem('API_FIELDS_INVALID', { fields });
}

/** What the CRM refuses (a website that is none) is said at the field, too. */
export function problemsOfError(error: unknown): readonly FieldProblem[] | null {
  if (error instanceof ApiProblem && error.code === 'API_FIELDS_INVALID') return error.fields;
  if (error instanceof CrmRejection && error.code === 'CRM_FIELDS_INVALID')
    return (error.details.fields as readonly FieldProblem[] | undefined) ?? [];
  return null;
}
