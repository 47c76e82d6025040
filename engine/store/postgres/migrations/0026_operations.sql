-- Operations over many instances, what a process keeps of its history, and who changed what from outside.
--
-- Locks: creates only; the index over the history is built on its partitions, writers wait for it.

-- What was done to definitions and settings. Interventions in instances are in their history.
create table engine.operation (
  id uuid primary key,
  at timestamptz not null,
  actor_kind text not null,
  actor_id text,
  kind text not null,
  process_key text,
  facts jsonb not null,
  reason text
);
create index operation_at on engine.operation (at desc, id desc);

-- Interventions by people: the few commands among many that moved something outside of its diagram.
create index history_command_intervention on engine.history_command (occurred_at desc)
  where actor_kind in ('user', 'api_key') and events @? '$[*].kind ? (@ == "InstanceSuspended" || @ == "InstanceResumed"
    || @ == "InstanceMigrated" || @ == "InstanceModified" || @ == "JobChanged" || @ == "IncidentResolved"
    || @ == "UserTaskAssigned" || @ == "UserTaskChanged")'::jsonpath;

-- Absent: everything is kept for ever.
create table engine.process_setting (
  process_key text primary key,
  history_level text not null check (history_level in ('full', 'activity', 'none')),
  history_days integer check (history_days > 0),
  changed_at timestamptz not null,
  changed_by text
);

-- How much of an ended instance's history is still there.
alter table engine.process_instance add column history_kept text not null default 'full'
  check (history_kept in ('full', 'activity', 'none'));
create index process_instance_ended on engine.process_instance (process_key, ended_at)
  where id = root_instance_id and ended_at is not null;

create table engine.batch (
  id uuid primary key,
  kind text not null,
  request jsonb not null,
  actor_kind text not null,
  actor_id text,
  reason text,
  created_at timestamptz not null,
  finished_at timestamptz,
  state text not null check (state in ('running', 'done', 'cancelled')),
  total integer not null,
  done integer not null default 0,
  failed integer not null default 0
);
create index batch_created on engine.batch (created_at desc, id desc);
create table engine.batch_item (
  batch_id uuid not null references engine.batch on delete cascade,
  n integer not null,
  target_id uuid not null,
  outcome text check (outcome in ('done', 'failed')),
  message text,
  primary key (batch_id, n)
);
create index batch_item_open on engine.batch_item (batch_id, n) where outcome is null;
