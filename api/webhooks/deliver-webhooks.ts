/**
 * Tells other systems what the outbox holds, in no certain order. What is told is read at the moment of telling, in
 * the eyes of the webhook's owner: a record that he may not read is left out, a hidden field is not there. Each attempt
 * is signed with its own time; pauses double up to six hours, and what nobody takes for three days switches the webhook
 * off and its owner is written to. Addresses go through the same gate as those of processes: no way into the own network.
 */
import { createHmac } from 'node:crypto';
import type { Logger } from 'pino';
import { CrmRejection, type RecordView, type RequestUser } from '#crm';
import { inTransaction } from '../adapters/database/in-transaction.ts';
import { sendOutside, type EgressRules } from '../adapters/handlers/egress.ts';
import { placeOf, type SecretBox } from '../adapters/secret-box.ts';
import { messageIdOf } from '../adapters/mail/mail-outbox.ts';
import type { ApiContext } from '../context.ts';

export interface WebhookDispatcher {
  /** Begins to tell what is due, unless it does already; returns at once. */
  wake(): void;
  /** Tells what is due; one delivery only when it is named. */
  deliver(only?: string): Promise<void>;
  /** Old log entries go. */
  sweep(): Promise<void>;
  stop(): Promise<void>;
}

interface Due {
  readonly id: string;
  readonly webhook_id: string;
  readonly event: string;
  readonly entity: string | null;
  readonly record_id: string | null;
  readonly at: Date;
  readonly facts: {
    readonly fields?: readonly string[];
    readonly instanceId?: string | null;
    readonly elementId?: string | null;
    readonly processName?: string | null;
    readonly text?: string | null;
    readonly replay?: boolean;
  };
  readonly attempts: number;
  readonly name: string;
  readonly url: string;
  readonly owner_id: string;
  readonly conditions: readonly { readonly field: string; readonly value: unknown }[];
  readonly secrets: readonly string[];
}

const TIMEOUT_MS = 15_000;
/** A receiver that is slow does not hold up the others. */
const AT_ONCE = 4;
const ATTEMPTS_MAX = 15;
const ANSWER_LENGTH = 1_000;
const KEPT_DAYS = 30;
/** The lease of a minute is longer than an attempt; whoever dies in one leaves it due. */
const CLAIM = `
  update app.webhook_delivery d
  set attempts = d.attempts + 1,
      next_attempt_at = clock_timestamp() + least(interval '6 hours', interval '1 minute' * 2 ^ d.attempts)
  from app.webhook w
  where w.id = d.webhook_id and d.id = (
    select n.id from app.webhook_delivery n join app.webhook o on o.id = n.webhook_id
    where n.next_attempt_at is not null
      and ($1::uuid is null and o.active and n.next_attempt_at <= clock_timestamp() or n.id = $1)
    order by n.next_attempt_at limit 1 for update of n skip locked)
  returning d.id, d.webhook_id, d.event, d.entity, d.record_id, d.at, d.facts, d.attempts, w.name, w.url, w.owner_id,
    w.conditions,
    array_remove(array[w.secret, case when w.old_secret_until > clock_timestamp() then w.old_secret end], null) as secrets`;
const DONE = `
  update app.webhook_delivery set state = $2, status = $3, answer = $4, next_attempt_at = null,
    delivered_at = case when $2 = 'delivered' then clock_timestamp() end
  where id = $1`;
const AGAIN = `
  update app.webhook_delivery
  set status = $2, answer = $3, state = case when attempts >= ${ATTEMPTS_MAX} then 'failed' else 'due' end,
    next_attempt_at = case when attempts >= ${ATTEMPTS_MAX} then null else next_attempt_at end
  where id = $1`;
const WORKS = 'update app.webhook set failing_since = null where id = $1 and failing_since is not null';
const FAILS = `
  update app.webhook set failing_since = coalesce(failing_since, clock_timestamp()) where id = $1
  returning failing_since < clock_timestamp() - interval '3 days' as "isOver"`;
const DISABLE = `
  update app.webhook set active = false, disabled_reason = $2 where id = $1 and active`;
const NOTICE = `
  insert into app.mail_message
    (id, effect_key, message_id, sender, recipients, subject, body, state, created_at, sent_by, next_attempt_at)
  values ($1, $2, $3, $4, $5, $6, $7, 'queued', clock_timestamp(), $8, clock_timestamp())`;

export function createWebhookDispatcher(
  context: Pick<ApiContext, 'pool' | 'crm' | 'ids'> & { readonly logger: Pick<Logger, 'error'> },
  options: { readonly egress: EgressRules; readonly mailFrom: string; readonly secrets: SecretBox },
): WebhookDispatcher {
  const { pool, crm, ids, logger } = context;
  const ending = new AbortController();
  let round: Promise<void> | null = null;
  let wakenAgain = false;
  const deliver: WebhookDispatcher['deliver'] = async (only) => {
    while (!ending.signal.aborted) {
      const { rows } = await pool.query<Due>(CLAIM, [only ?? null]);
      const [due] = rows;
      if (!due) return;
      await tell(due);
      if (only) return;
    }
  };
  /** What is committed while the last claim finds nothing is found by one more. */
  const deliverAll = async (): Promise<void> => {
    do {
      wakenAgain = false;
      await Promise.all(Array.from({ length: AT_ONCE }, () => deliver()));
    } while (wakenAgain && !ending.signal.aborted);
  };
  return {
    deliver,
    wake() {
      wakenAgain = round !== null;
      round ??= deliverAll()
        .catch((error: unknown) => logger.error({ err: error }, 'webhooks could not be told'))
        .finally(() => (round = null));
    },
    async sweep() {
      await pool.query(
        `delete from app.webhook_delivery where next_attempt_at is null and created_at < clock_timestamp() - make_interval(days => $1)`,
        [KEPT_DAYS],
      );
    },
    async stop() {
      ending.abort();
      await round;
    },
  };

  async function tell(due: Due): Promise<void> {
    const owner = await crm.organisation.loadUser(due.owner_id);
    if (!owner) return disable(due, 'Its owner is not active any more.');
    const body = due.event === 'test' ? envelope(due, null) : await bodyFor(due, owner);
    if (body === null) return void (await pool.query(DONE, [due.id, 'left_out', null, null]));
    let status: number | null = null;
    let answer: string;
    try {
      const response = await sendOutside(
        {
          method: 'POST',
          url: due.url,
          headers: headersFor(opened(due), body),
          body,
          signal: AbortSignal.any([ending.signal, AbortSignal.timeout(TIMEOUT_MS)]),
        },
        options.egress,
      );
      status = response.status;
      answer = response.body.replaceAll('\u0000', '').slice(0, ANSWER_LENGTH);
    } catch (error) {
      answer = error instanceof Error ? error.message : String(error);
    }
    if (status !== null && status >= 200 && status < 300) {
      await pool.query(DONE, [due.id, 'delivered', status, answer]);
      await pool.query(WORKS, [due.webhook_id]);
      return;
    }
    if (due.event === 'test') return void (await pool.query(DONE, [due.id, 'failed', status, answer]));
    await pool.query(AGAIN, [due.id, status, answer]);
    if (status === 410) return disable(due, 'The receiver says that it is gone (410).');
    const { rows } = await pool.query<{ isOver: boolean }>(FAILS, [due.webhook_id]);
    if (rows[0]?.isOver) await disable(due, 'Nothing was taken for three days.');
  }

  function opened(due: Due): Due {
    const place = placeOf('webhook', due.webhook_id);
    return { ...due, secrets: due.secrets.map((secret) => options.secrets.open(secret, place)) };
  }

  async function disable(due: Due, reason: string): Promise<void> {
    const owner = await crm.organisation.loadUser(due.owner_id);
    // At once: nobody else would write the letter later.
    await inTransaction(pool, async (client) => {
      const { rowCount } = await client.query(DISABLE, [due.webhook_id, reason]);
      if (rowCount === 0 || !owner) return;
      const id = ids.next();
      const key = `webhook:${id}`;
      const words = WORDS[owner.locale];
      await client.query(NOTICE, [
        ...[id, key, messageIdOf(key), options.mailFrom, owner.email],
        ...[words.subject(due.name), words.body(due.name, due.url, reason), owner.id],
      ]);
    });
  }

  /** Null for what the owner may not read, or does not want to hear of. */
  async function bodyFor(due: Due, owner: RequestUser): Promise<string | null> {
    if (due.entity === null || due.record_id === null) return null;
    const ref = { entity: due.entity, id: due.record_id };
    const record = await readable(owner, ref);
    if (record) return holds(record, due.conditions) ? envelope(due, record) : null;
    // In the bin there are no fields to look at: only that it is gone is told, to those who could read it.
    const isGone = due.event.endsWith('.deleted') && due.conditions.length === 0;
    const [link] = isGone ? await crm.records.links({ user: owner }, [ref]) : [];
    return link ? envelope(due, null) : null;
  }

  async function readable(
    user: RequestUser,
    ref: { readonly entity: string; readonly id: string },
  ): Promise<RecordView | null> {
    try {
      return await crm.records.get({ user }, ref);
    } catch (error) {
      if (error instanceof CrmRejection) return null;
      throw error;
    }
  }
}

function holds(record: RecordView, conditions: Due['conditions']): boolean {
  return conditions.every(({ field, value }) => {
    const actual = record.fields[field];
    const values: readonly unknown[] = Array.isArray(actual) ? actual : [actual];
    return values.some((one) => wordOf(one) === wordOf(value));
  });
}

/** Pages send texts, programs what they like: 5 and "5" are the same, and empty is nothing. */
function wordOf(value: unknown): string {
  return value === null || value === undefined ? '' : String(value as string | number | boolean);
}

function envelope(due: Due, record: RecordView | null): string {
  const { facts } = due;
  const isOfProcess = due.event.startsWith('process.') || due.event.startsWith('task.');
  return JSON.stringify({
    id: due.id,
    event: due.event,
    at: due.at.toISOString(),
    ...(facts.replay ? { replay: true } : {}),
    ...(due.record_id
      ? {
          record: record
            ? {
                entity: record.entity,
                id: record.id,
                number: record.number,
                title: record.title,
                version: record.version,
                fields: record.fields,
              }
            : { entity: due.entity, id: due.record_id },
        }
      : {}),
    ...(record && due.event.endsWith('.changed')
      ? { changed: (facts.fields ?? []).filter((field) => field in record.fields) }
      : {}),
    ...(isOfProcess
      ? {
          process: {
            instanceId: facts.instanceId ?? null,
            name: facts.processName ?? null,
            elementId: facts.elementId ?? null,
            text: facts.text ?? null,
          },
        }
      : {}),
  });
}

function headersFor(due: Due, body: string): Record<string, string> {
  const seconds = Math.floor(Date.now() / 1_000);
  const signatures = due.secrets.map(
    (secret) => `v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`,
  );
  return {
    'content-type': 'application/json',
    'user-agent': 'Throughline',
    'throughline-event': due.event,
    'throughline-delivery': due.id,
    'throughline-signature': [`t=${seconds}`, ...signatures].join(','),
  };
}

const WORDS = {
  en: {
    subject: (name: string) => `The webhook “${name}” was switched off`,
    body: (name: string, url: string, reason: string) =>
      `The webhook “${name}” to ${url} was switched off. ${reason}\n\nWhat was not told is kept: switch it on again to have it delivered.`,
  },
  ru: {
    subject: (name: string) => `Вебхук «${name}» выключен`,
    body: (name: string, url: string, reason: string) =>
      `Вебхук «${name}» на ${url} выключен. ${reason}\n\nНедоставленное сохранено: включите вебхук снова, и оно будет отправлено.`,
  },
} as const;
