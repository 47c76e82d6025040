-- The runtime, the history and the outbox of the engine, and the clock that every part shares.
--
-- Locks: creates only, so it takes no lock that old code could wait for. Forward only.
--
-- Every runtime row carries root_instance_id and is reached by its id or by one narrow index (decisions.md 19).
-- There are no foreign keys between runtime tables: a step writes them together under the version of its root row,
-- and a key check for each row would cost more than the row. Timestamps are instants of throughline_now().

create schema if not exists engine;

-- Clock -----------------------------------------------------------------------------------------------------------

create table if not exists public.demonstration_clock (
  id boolean primary key default true check (id),
  offset_ms bigint not null default 0
);
insert into public.demonstration_clock (id) values (true) on conflict do nothing;

create or replace function public.demonstration_clock_moves_forward() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'The demonstration clock cannot be removed.' using errcode = 'check_violation';
  end if;
  -- Only before the first instance may it be set back: a demonstration begins its history in the past.
  if new.offset_ms < old.offset_ms and exists (select 1 from engine.process_instance) then
    raise exception 'The demonstration clock moves forward only.' using errcode = 'check_violation';
  end if;
  return new;
end $$;

create or replace trigger demonstration_clock_forward before update or delete on public.demonstration_clock
  for each row execute function public.demonstration_clock_moves_forward();

-- Declared stable so that "due_at <= throughline_now()" may use an index: one statement sees one instant.
create or replace function public.throughline_now() returns timestamptz language plpgsql stable as $$
begin
  return clock_timestamp() + (select offset_ms from public.demonstration_clock) * interval '1 millisecond';
end $$;

-- Definitions -----------------------------------------------------------------------------------------------------

create table engine.definition_content (
  hash text primary key,
  xml text not null
);

create table engine.deployment (
  id uuid primary key,
  deployed_at timestamptz not null,
  deployed_by text,
  reason text
);

create table engine.process_definition (
  id uuid primary key,
  deployment_id uuid not null references engine.deployment,
  process_key text not null check (process_key <> ''),
  version integer not null check (version > 0),
  name text not null,
  content_hash text not null references engine.definition_content,
  deployed_at timestamptz not null,
  deployed_by text,
  reason text,
  unique (process_key, version)
);

-- Instances -------------------------------------------------------------------------------------------------------

-- The outermost scope of an instance is folded into its row: variables, live, counts. Root rows carry the version
-- that every write is conditional on and the next history number. 30 % of each page stay free, so that the update
-- of every step stays in the page and touches no index.
create table engine.process_instance (
  id uuid primary key,
  root_instance_id uuid not null,
  parent_instance_id uuid,
  parent_token_id uuid,
  definition_id uuid not null,
  process_key text not null,
  business_key text,
  status text not null check (status in ('active', 'completed', 'terminated', 'cancelled')),
  initiator text,
  started_at timestamptz not null,
  ended_at timestamptz,
  end_element_id text,
  variables jsonb not null,
  live integer not null check (live >= 0),
  counts jsonb not null,
  version integer,
  next_seq integer,
  check ((id = root_instance_id) = (version is not null and next_seq is not null)),
  check ((status = 'active') = (ended_at is null))
) with (fillfactor = 70);
create index process_instance_child on engine.process_instance (root_instance_id) where id <> root_instance_id;
create index process_instance_running on engine.process_instance (definition_id) where status = 'active';
create index process_instance_by_key on engine.process_instance (process_key, id);

create table engine.scope (
  id uuid primary key,
  root_instance_id uuid not null,
  instance_id uuid not null,
  parent_id uuid not null,
  element_id text not null,
  token_id uuid not null,
  variables jsonb not null,
  live integer not null check (live >= 0),
  counts jsonb not null
) with (fillfactor = 70);
create index scope_of_root on engine.scope (root_instance_id, parent_id);

create table engine.token (
  id uuid primary key,
  root_instance_id uuid not null,
  instance_id uuid not null,
  scope_id uuid not null,
  element_id text not null,
  state text not null check (state in ('waiting', 'parked')),
  flow_id text,
  entered_at timestamptz not null,
  generation integer not null,
  check (state = 'waiting' or flow_id is not null)
);
create index token_of_scope on engine.token (root_instance_id, scope_id, element_id);

create table engine.user_task (
  id uuid primary key,
  root_instance_id uuid not null,
  instance_id uuid not null,
  scope_id uuid not null,
  token_id uuid not null,
  definition_id uuid not null,
  process_key text not null,
  element_id text not null,
  name text not null,
  kind text not null check (kind in ('task', 'call')),
  state text not null check (state in ('planned', 'ready', 'completed', 'cancelled')),
  assignee text,
  substitute_for text,
  candidate_users text[] not null,
  candidate_groups text[] not null,
  created_at timestamptz not null,
  available_at timestamptz not null,
  due_at timestamptz,
  priority integer not null,
  data jsonb not null,
  attempt integer not null,
  outcome text,
  completed_at timestamptz,
  completed_by text
) with (fillfactor = 80);
create index user_task_of_token on engine.user_task (root_instance_id, token_id);
create index user_task_of_assignee on engine.user_task (assignee, id)
  where assignee is not null and state in ('planned', 'ready');
create index user_task_of_users on engine.user_task using gin (candidate_users)
  where assignee is null and state in ('planned', 'ready') and candidate_users <> '{}';
create index user_task_of_groups on engine.user_task using gin (candidate_groups)
  where assignee is null and state in ('planned', 'ready') and candidate_groups <> '{}';
create index user_task_completed_by on engine.user_task (completed_by, id) where completed_by is not null;

-- Jobs without a root (timer starts, record events) belong to no instance. A lease ignores the demonstration clock.
create table engine.job (
  id uuid primary key,
  root_instance_id uuid,
  instance_id uuid,
  scope_id uuid,
  token_id uuid,
  definition_id uuid,
  element_id text,
  kind text not null
    check (kind in ('timer', 'task-activation', 'service', 'continue', 'timer-start', 'record-event')),
  handler text,
  due_at timestamptz not null,
  priority integer not null,
  retries_left integer not null check (retries_left >= 0),
  attempt integer not null,
  state text not null check (state in ('ready', 'failed')),
  payload jsonb not null,
  effect_key text,
  lease_no integer not null default 0,
  lease_owner text,
  lease_until timestamptz,
  check (root_instance_id is not null or kind in ('timer-start', 'record-event'))
) with (fillfactor = 80);
create index job_due on engine.job (due_at) where state = 'ready';
create index job_of_token on engine.job (root_instance_id, token_id) where root_instance_id is not null;
create index job_of_definition on engine.job (definition_id) where kind = 'timer-start';

create table engine.event_subscription (
  id uuid primary key,
  root_instance_id uuid,
  instance_id uuid,
  scope_id uuid,
  token_id uuid,
  definition_id uuid not null,
  element_id text not null,
  kind text not null check (kind in ('message', 'record')),
  name text not null,
  correlation_key text,
  payload jsonb not null
);
create index event_subscription_key on engine.event_subscription (name, correlation_key);
create index event_subscription_of_token on engine.event_subscription (root_instance_id, token_id)
  where root_instance_id is not null;
create index event_subscription_start on engine.event_subscription (definition_id) where root_instance_id is null;

create table engine.incident (
  id uuid primary key,
  root_instance_id uuid not null,
  instance_id uuid not null,
  token_id uuid,
  job_id uuid,
  element_id text not null,
  code text not null,
  message text not null,
  created_at timestamptz not null,
  resume jsonb not null
);
create index incident_of_token on engine.incident (root_instance_id, token_id);

create table engine.record_link (
  root_instance_id uuid not null,
  instance_id uuid not null,
  variable text not null,
  entity text not null,
  record_id text not null,
  primary key (instance_id, variable)
);
create index record_link_of_record on engine.record_link (entity, record_id);

-- History ---------------------------------------------------------------------------------------------------------

-- Append only. instance_id is null when the event belongs to the root itself, element_id when it names none.
create table engine.history_event (
  root_instance_id uuid not null,
  seq integer not null,
  occurred_at timestamptz not null,
  instance_id uuid,
  definition_id uuid not null,
  command_id uuid not null,
  actor_kind text not null,
  actor_id text,
  kind text not null,
  data jsonb not null,
  primary key (root_instance_id, seq, occurred_at)
) partition by range (occurred_at);
create table engine.history_event_other partition of engine.history_event default;

-- Creates the month partitions from p_from to p_to. Rows that already lie in the default partition move along.
-- Locks the history table exclusively for the moment of attaching, so it is called ahead of need.
create or replace function engine.ensure_history_partitions(p_from timestamptz, p_to timestamptz)
returns integer language plpgsql as $$
declare
  v_month timestamptz := date_trunc('month', p_from at time zone 'UTC') at time zone 'UTC';
  v_next timestamptz;
  v_name text;
  v_created integer := 0;
begin
  perform pg_advisory_xact_lock(hashtextextended('engine.history_event partitions', 0));
  while v_month <= p_to loop
    v_next := ((v_month at time zone 'UTC') + interval '1 month') at time zone 'UTC';
    v_name := 'history_event_' || to_char(v_month at time zone 'UTC', 'YYYY_MM');
    if to_regclass('engine.' || v_name) is null then
      execute format('create table engine.%I (like engine.history_event including defaults)', v_name);
      execute format(
        'with moved as (delete from engine.history_event_other where occurred_at >= %L and occurred_at < %L returning *)
         insert into engine.%I select * from moved', v_month, v_next, v_name);
      execute format(
        'alter table engine.history_event attach partition engine.%I for values from (%L) to (%L)',
        v_name, v_month, v_next);
      v_created := v_created + 1;
    end if;
    v_month := v_next;
  end loop;
  return v_created;
end $$;
select engine.ensure_history_partitions(now() - interval '1 month', now() + interval '2 months');

-- Outbox and idempotency ------------------------------------------------------------------------------------------

-- Identity numbers are given out before the commit, so a lower one may appear later. `xid` makes reading safe: all
-- that commits after a snapshot has an xid of at least that snapshot's xmin (see outbox/outbox-reader.ts).
create table engine.outbox (
  xid xid8 not null default pg_current_xact_id(),
  id bigint not null generated always as identity,
  created_at timestamptz not null default clock_timestamp(),
  message jsonb not null,
  primary key (xid, id)
);

create table engine.idempotency (
  key text primary key,
  fingerprint text not null,
  response jsonb not null,
  created_at timestamptz not null default clock_timestamp()
);
create index idempotency_age on engine.idempotency using brin (created_at);
