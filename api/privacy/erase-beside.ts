/**
 * What an erasure changes beside the CRM's tables: mails, forms that were sent, processes. A process that runs is not
 * changed beneath itself: it blocks the erasure, and is named.
 */
import type { PoolClient } from 'pg';
import type { ErasureBlocker, ErasureHost, ErasureScope } from '#crm';

/** Hashes and tokens; nobody's words. */
const APP_SKIPPED = [
  ...[
    'credential',
    'totp',
    'recovery_code',
    'api_key',
    'known_device',
    'session',
    'oidc_flow',
    'oidc_identity',
  ],
];
/** Named by its hash. */
const ENGINE_SKIPPED = ['definition_content'];

const ROOTS = `
  select distinct root_instance_id as id, (record_id = any($2::text[])) as is_own
  from engine.record_link where record_id = any($1::text[])`;
const OF_ROOTS = 'select id from engine.process_instance where root_instance_id = any($1::uuid[])';
const OPEN = `
  select i.id, coalesce(d.name, i.process_key) as title
  from engine.process_instance i left join engine.process_definition d on d.id = i.definition_id
  where i.id = any($1::uuid[]) and i.ended_at is null order by i.started_at limit 50`;
const FORMS = `
  update app.web_form_submission
  set payload = jsonb_build_object('form', payload->'form', 'consent', payload->'consent', 'erased', $2::text)
  where lead_id = any($1::uuid[]) or ticket_id = any($3::uuid[]) returning id`;
/** Bodies as they were sent hold everything in encodings that no search sees through. */
const SENT_MAIL = `
  update app.mail_delivery set source = '' where source <> '' and (
    exists (select from unnest(recipients) r where lower(r) = any($1::text[]))
    or message_id in (select m.message_id from app.mail_message m where m.record_id = any($2::uuid[]) or m.activity_id = any($2::uuid[])))
  returning message_id`;
const RECEIVED_MAIL = `
  update app.mail_received set sender_name = $3, html = null
  where lower(sender) = any($1::text[]) or record_id = any($2::uuid[]) or activity_id = any($2::uuid[])
  returning id`;
/** What was not sent yet has nobody to go to. */
const UNSENT_MAIL = `
  update app.mail_message set next_attempt_at = null
  where next_attempt_at is not null
    and exists (select from unnest($1::text[]) e where strpos(lower(recipients || ' ' || cc), e) > 0)`;

export const eraseBeside: ErasureHost = {
  async instancesAbout({ client }, recordIds) {
    const { rows } = await client.query<{ id: string }>(ROOTS, [recordIds, recordIds]);
    return instancesOf(
      client,
      rows.map((row) => row.id),
    );
  },
  async erase(scope) {
    const { client } = scope.transaction;
    const { contacts, leads, accounts } = scope.person;
    const own = [...contacts, ...leads, ...accounts];
    const links = await client.query<{ id: string; is_own: boolean }>(ROOTS, [scope.ids, own]);
    const roots = links.rows.map((row) => row.id);
    const counts = await eraseMail(client, scope);
    await scope.sweep('app', APP_SKIPPED, roots);
    const swept = await scope.sweep('engine', ENGINE_SKIPPED, roots);
    const touched = swept.flatMap(({ table, row }) => {
      const id = table === 'process_instance' ? (row.root_instance_id ?? row.id) : row.root_instance_id;
      return typeof id === 'string' ? [id] : [];
    });
    const ofOwn = links.rows.filter((row) => row.is_own).map((row) => row.id);
    const instances = await instancesOf(client, ofOwn);
    return { counts, instances, blockers: await openProcesses(client, [...new Set([...ofOwn, ...touched])]) };
  },
};

async function instancesOf(client: PoolClient, roots: readonly string[]): Promise<string[]> {
  return (await client.query<{ id: string }>(OF_ROOTS, [roots])).rows.map((row) => row.id);
}

async function eraseMail(client: PoolClient, scope: ErasureScope): Promise<Record<string, number>> {
  const { emails, ids, person, pseudonym } = scope;
  const forms = await client.query(FORMS, [person.leads, pseudonym, ids]);
  const sent = await client.query(SENT_MAIL, [emails, ids]);
  const received = await client.query(RECEIVED_MAIL, [emails, ids, pseudonym]);
  await client.query(UNSENT_MAIL, [emails]);
  return {
    web_form_submission: forms.rowCount ?? 0,
    mail_delivery: sent.rowCount ?? 0,
    mail_received: received.rowCount ?? 0,
  };
}

async function openProcesses(client: PoolClient, roots: readonly string[]): Promise<ErasureBlocker[]> {
  const { rows } = await client.query<{ id: string; title: string }>(OPEN, [roots]);
  return rows.map((row) => ({ kind: 'process' as const, ...row }));
}
