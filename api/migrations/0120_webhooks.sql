-- Webhooks: other systems are told what happened. New tables, and a trigger on the timeline that writes their outbox in the
-- transaction of what happened; it takes a lock on crm.event that writers wait for a moment for. Old code may keep running.

create table app.webhook (
  id uuid primary key,
  name text not null check (name <> ''),
  -- What he may read is what is told.
  owner_id uuid not null,
  url text not null,
  -- ticket.created, deal.changed, lead.deleted, process.started, process.ended, task.completed …
  events text[] not null check (cardinality(events) > 0),
  -- [{"field": …, "value": …}]: told only of records in which all of them hold.
  conditions jsonb not null default '[]' check (jsonb_typeof(conditions) = 'array'),
  secret text not null,
  -- Signs beside the new one until the receiver has it.
  old_secret text,
  old_secret_until timestamptz,
  active boolean not null default true,
  -- Since when nothing was taken; null while it works.
  failing_since timestamptz,
  disabled_reason text,
  version integer not null default 1,
  created_at timestamptz not null default clock_timestamp()
);

create table app.webhook_delivery (
  id uuid primary key,
  webhook_id uuid not null references app.webhook (id) on delete cascade,
  -- Of the timeline; a replay has none.
  event_id uuid,
  event text not null,
  entity text,
  record_id uuid,
  at timestamptz not null,
  -- Fields that changed, instance and step.
  facts jsonb not null default '{}',
  state text not null default 'due' check (state in ('due', 'delivered', 'failed', 'left_out')),
  attempts integer not null default 0,
  next_attempt_at timestamptz,
  status integer,
  answer text,
  created_at timestamptz not null default clock_timestamp(),
  delivered_at timestamptz,
  unique (webhook_id, event_id)
);
create index webhook_delivery_due on app.webhook_delivery (next_attempt_at) where next_attempt_at is not null;
create index webhook_delivery_webhook on app.webhook_delivery (webhook_id, created_at desc, id desc);

create function app.webhook_event_name(kind text, verb text, entity text, record_version integer)
returns text language sql immutable as $$
  select case
    when kind = 'process' then case
      when verb = 'process_started' then 'process.started'
      when verb in ('process_ended', 'process_completed', 'process_stopped', 'process_cancelled', 'process_terminated') then 'process.ended'
      when verb in ('task_done', 'task_completed') then 'task.completed' end
    when verb = 'deleted' then entity || '.deleted'
    when record_version = 1 then entity || '.created'
    when record_version is not null then entity || '.changed' end
$$;

-- Once for each statement: an import of thousands asks once who wants to know.
create function app.enqueue_webhooks() returns trigger language plpgsql as $$
begin
  if not exists (select from app.webhook where active) then
    return null;
  end if;
  insert into app.webhook_delivery (id, webhook_id, event_id, event, entity, record_id, at, facts, next_attempt_at)
  select gen_random_uuid(), w.id, e.id, e.name, e.entity, e.record_id, e.occurred_at,
    jsonb_build_object('fields', coalesce((select jsonb_agg(c ->> 'field') from jsonb_array_elements(e.data -> 'changes') c), '[]'),
      'instanceId', e.instance_id, 'elementId', e.element_id, 'processName', e.data ->> 'processName', 'text', case when e.kind = 'process' then e.data ->> 'text' end),
    clock_timestamp()
  from (select a.*, app.webhook_event_name(a.kind, a.verb, a.entity, a.record_version) as name from added a) e
  join app.webhook w on w.active and e.name = any(w.events)
  on conflict (webhook_id, event_id) do nothing;
  return null;
end $$;
create trigger webhooks_told after insert on crm.event
  referencing new table as added for each statement execute function app.enqueue_webhooks();
