/**
 * A form that somebody sent becomes a lead or a ticket in one transaction with the record of what was sent. Programs are told
 * nothing: what a trap catches looks like success and is kept as spam. Consent is kept with its words, time and address,
 * and stated on the contact that has the e-mail address, else on the lead, which hands it on when it is converted.
 */
import type { WebFormContent } from '#contract';
import { CrmRejection, type CrmTransaction } from '#crm';
import { countInWindow } from '../auth/rate-windows.ts';
import { inCrmTransaction } from '../commands/in-crm-transaction.ts';
import type { ApiContext } from '../context.ts';
import { ApiProblem, type FieldProblem } from '../errors/problems.ts';
import { inboundCaller } from '../mail/inbound-caller.ts';
import { type AskedField, askedFields, fixedValues } from './form-fields.ts';
import { insertSubmission, isSubmitted, type FormRow, type Submission } from './form-rows.ts';
import { readToken } from './form-token.ts';
import { answersAsText, FORM_WORDS, readAnswers } from './form-values.ts';

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
/** @throws ApiProblem API_FIELDS_INVALID in the form's language, API_TOO_MANY_REQUESTS */
export async function submitForm(context: ApiContext, form: FormRow, sent: SentForm): Promise<void> {
  await countInWindow(context.pool, `form ${sent.visitor.ip}`, PER_VISITOR);
  await countInWindow(context.pool, `form of all ${form.id}`, PER_FORM);
  const { content } = form;
  const words = FORM_WORDS[content.locale];
  const token = readToken(form.secret, sent.token);
  const age = token ? Date.now() - token.madeAt : Number.NaN;
  if (!token || !(age <= LONGEST_MS)) throw invalid([{ path: 'token', message: words.expired }]);
  const spam = sent.trap !== '' ? 'trap' : age < FASTEST_MS ? 'too_fast' : null;
  const at = context.clock.now();
  const payload = payloadOf(form, sent, at);
  const row = { id: token.id, formId: form.id, at, payload, leadId: null, ticketId: null };
  if (spam) return insertSubmission(context.pool, { ...row, outcome: 'spam', reason: spam });
  const fields = await askedFields(context.crm, content);
  const { values, problems } = readAnswers(fields, sent.values, content.locale);
  const others = otherProblems(content, sent);
  if (problems.length + others.length > 0) throw invalid([...problems, ...others]);
  const fixed = await fixedValues(context.crm, content);
  await inCrmTransaction(context, async (transaction) => {
    if (await isSubmitted(transaction.client, token.id)) return;
    const work: Work = { content, sent, payload, transaction, fields, values, fixed };
    const written = await (content.makes === 'ticket' ? makeTicket : makeLead)(context, work);
    await stateConsent(context, work, written.leadId);
    await insertSubmission(transaction.client, { ...row, ...written, reason: null });
  });
}

interface Work {
  readonly content: WebFormContent;
  readonly sent: SentForm;
  readonly payload: unknown;
  readonly transaction: CrmTransaction;
  readonly fields: readonly AskedField[];
  readonly values: Readonly<Record<string, unknown>>;
  readonly fixed: Readonly<Record<string, unknown>>;
}
type Written = Pick<Submission, 'outcome' | 'leadId' | 'ticketId'>;

async function makeLead({ crm, clock }: ApiContext, work: Work): Promise<Written> {
  const { content, sent, payload, transaction, fields, values, fixed } = work;
  const caller = inboundCaller(transaction);
  const known = await crm.leads.known(caller, senderOf(values));
  const same = content.attachDuplicates ? known.leadId : null;
  if (same) {
    const now = clock.now();
    await crm.activities.plan(caller, {
      kind: 'note',
      subject: content.name,
      body: answersAsText(fields, values, content.locale).slice(0, 20_000),
      status: 'done',
      plannedStart: now,
      plannedEnd: now,
      links: [{ entity: 'lead', id: same }],
    });
    await crm.mail.tellOwner(caller, { record: { entity: 'lead', id: same }, text: content.name });
    return { outcome: 'attached', leadId: same, ticketId: null };
  }
  const lead = await crm.leads.capture(caller, {
    fields: {
      ...fixed,
      ...values,
      title: values.title ?? fixed.title ?? content.name,
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
  return { outcome: 'lead', leadId: lead.id, ticketId: null };
}

/** Of the contact whom we know, else of a new one: a ticket is somebody's, and he is answered. */
async function makeTicket({ crm }: ApiContext, work: Work): Promise<Written> {
  const { content, transaction, fields, values, fixed } = work;
  const caller = inboundCaller(transaction);
  const sender = senderOf(values);
  const own = fields.filter((field) => !field.ofContact && field.key in values);
  const known = await crm.leads.known(caller, sender);
  const contact =
    known.contactId ??
    (await crm.records.create(caller, { entity: 'contact', fields: { ...sender, ...namedBy(sender) } })).id;
  const ticket = await crm.records.create(caller, {
    entity: 'ticket',
    fields: {
      ...fixed,
      ...Object.fromEntries(own.map(({ key }) => [key, values[key]])),
      subject: values.subject ?? fixed.subject ?? content.name,
      channel: 'web_form',
      contact,
      ...(known.accountId ? { account: known.accountId } : {}),
      ...(content.ownerId ? { owner: content.ownerId } : {}),
    },
  });
  return { outcome: 'ticket', leadId: null, ticketId: ticket.id };
}

type SenderKey = 'email' | 'phone' | 'givenName' | 'familyName' | 'companyName';

function senderOf(values: Readonly<Record<string, unknown>>): Partial<Record<SenderKey, string>> {
  const keys: readonly SenderKey[] = ['email', 'phone', 'givenName', 'familyName', 'companyName'];
  return Object.fromEntries(
    keys.flatMap((key) => (typeof values[key] === 'string' ? [[key, values[key]] as const] : [])),
  );
}

/** A contact has a name: who gave none is called by his address. */
function namedBy({ givenName, familyName, email, phone }: Partial<Record<SenderKey, string>>): object {
  return givenName || familyName ? {} : { familyName: email?.split('@')[0] ?? phone };
}

/** Of the contact, where one has the address; else the lead keeps it until it becomes a contact. */
async function stateConsent({ crm }: ApiContext, work: Work, leadId: string | null): Promise<void> {
  const { content, sent, transaction, values } = work;
  if (!sent.consent || !content.consent || typeof values.email !== 'string') return;
  const party = await crm.mail.findSender(values.email, transaction);
  const lead = leadId === null ? null : { entity: 'lead' as const, id: leadId };
  const subject = party?.contactId ? { entity: 'contact' as const, id: party.contactId } : lead;
  if (subject === null) return;
  await crm.consents.state(inboundCaller(transaction), subject, {
    channel: 'email',
    purpose: 'marketing',
    state: 'in',
    source: `web form: ${content.name}`,
    proof: `${content.consent.text} (${sent.visitor.ip})`,
  });
}

function otherProblems(content: WebFormContent, sent: SentForm): FieldProblem[] {
  const words = FORM_WORDS[content.locale];
  const problems: FieldProblem[] = [];
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
