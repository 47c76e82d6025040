-- What people do with records, what they say about them, and what happened.
-- New tables only: takes no lock that a running node would feel.
create table crm.activity (
  id uuid primary key,
  kind text not null check (kind in ('call', 'meeting', 'task', 'email', 'note', 'visit')),
  subject text not null check (subject <> ''),
  body text,
  status text not null default 'planned',
  outcome text,
  outcome_text text,
  planned_start timestamptz,
  planned_end timestamptz,
  actual_start timestamptz,
  actual_end timestamptz,
  all_day boolean not null default false,
  time_zone text,
  direction text check (direction in ('in', 'out')),
  priority text not null default 'normal',
  -- Only owner and participants see it, whoever sees the records it is linked to.
  is_private boolean not null default false,
  account_id uuid references crm.account (id),
  contact_id uuid references crm.contact (id),
  reminder_minutes integer check (reminder_minutes between 0 and 40320),
  -- Set when a process made it; the engine's ids, so no foreign keys.
  user_task_id uuid,
  instance_id uuid,
  element_id text,
  -- Same on every retry of the step that made it: a retried step finds its activity again.
  effect_key text,
  next_activity_id uuid references crm.activity (id),
  owner_id uuid references crm."user" (id),
  team_id uuid references crm.team (id),
  custom jsonb not null default '{}',
  version integer not null default 1,
  created_at timestamptz not null,
  created_by_kind text not null,
  created_by uuid,
  updated_at timestamptz not null,
  updated_by_kind text not null,
  updated_by uuid,
  deleted_at timestamptz,
  search_text text not null generated always as (lower(subject)) stored,
  check (planned_start is null or planned_end is null or planned_start <= planned_end)
);
create index activity_search_text on crm.activity using gin (search_text gin_trgm_ops) where deleted_at is null;
create index activity_calendar on crm.activity (owner_id, planned_start) where deleted_at is null;
create index activity_planned_start on crm.activity (planned_start, id) where deleted_at is null;
create index activity_account_id on crm.activity (account_id, planned_start desc) where deleted_at is null;
create index activity_contact_id on crm.activity (contact_id, planned_start desc) where deleted_at is null;
create index activity_user_task_id on crm.activity (user_task_id) where user_task_id is not null;
create index activity_instance_id on crm.activity (instance_id) where instance_id is not null;
create unique index activity_effect_key on crm.activity (effect_key) where effect_key is not null;

create table crm.activity_link (
  activity_id uuid not null references crm.activity (id) on delete cascade,
  entity text not null,
  record_id uuid not null,
  role text not null default 'related',
  primary key (activity_id, entity, record_id)
);
create index activity_link_record on crm.activity_link (entity, record_id);

create table crm.activity_participant (
  id uuid primary key,
  activity_id uuid not null references crm.activity (id) on delete cascade,
  user_id uuid references crm."user" (id),
  contact_id uuid references crm.contact (id),
  email text,
  response text not null default 'none' check (response in ('none', 'accepted', 'declined', 'tentative')),
  check (num_nonnulls(user_id, contact_id, email) = 1)
);
create unique index activity_participant_user on crm.activity_participant (activity_id, user_id)
  where user_id is not null;
create unique index activity_participant_contact on crm.activity_participant (activity_id, contact_id)
  where contact_id is not null;
create index activity_participant_user_id on crm.activity_participant (user_id) where user_id is not null;

-- Comments and questions on a record or a process instance (entity 'process_instance'); an answer is a comment of its thread.
create table crm.comment (
  id uuid primary key,
  entity text not null,
  record_id uuid not null,
  element_id text,
  thread_id uuid references crm.comment (id),
  body text not null check (body <> ''),
  is_question boolean not null default false,
  asked_of uuid references crm."user" (id),
  answered_at timestamptz,
  author_kind text not null,
  author_id uuid,
  created_at timestamptz not null,
  deleted_at timestamptz,
  check (asked_of is null or is_question),
  check (answered_at is null or is_question)
);
create index comment_subject on crm.comment (entity, record_id, created_at) where deleted_at is null;
create index comment_thread_id on crm.comment (thread_id) where thread_id is not null;
create index comment_open_question on crm.comment (asked_of, created_at)
  where is_question and answered_at is null and deleted_at is null;

create table crm.lifecycle_history (
  id uuid primary key,
  entity text not null,
  record_id uuid not null,
  field text not null,
  from_value text,
  to_value text,
  at timestamptz not null,
  actor_kind text not null,
  actor_id uuid
);
create index lifecycle_history_record on crm.lifecycle_history (entity, record_id, at);

-- The timeline: append-only, written in the transaction of what it tells. The record's version after the change
-- answers "what changed since version N". Chaining rows for tamper evidence is a sealing job's work, not a writer's.
create table crm.event (
  id uuid not null,
  occurred_at timestamptz not null,
  actor_kind text not null,
  actor_id uuid,
  on_behalf_of uuid,
  kind text not null check (kind in ('record', 'activity', 'process', 'comment', 'question', 'mail')),
  verb text not null,
  entity text not null,
  record_id uuid not null,
  record_version integer,
  account_id uuid,
  instance_id uuid,
  element_id text,
  data jsonb not null default '{}',
  primary key (id, occurred_at)
) partition by range (occurred_at);
create index event_record on crm.event (entity, record_id, occurred_at desc, id desc);
create index event_account on crm.event (account_id, occurred_at desc, id desc) where account_id is not null;
create index event_instance on crm.event (instance_id, occurred_at) where instance_id is not null;
create index event_actor on crm.event (actor_id, occurred_at desc) where actor_id is not null;
create table crm.event_default partition of crm.event default;

-- Gives the month of `at` its own partition. A month whose rows already lie in the default partition stays there:
-- moving them would lock writers out. Idempotent; called ahead of time by a schedule.
create function crm.ensure_event_partition(at timestamptz) returns boolean language plpgsql as $$
declare
  first timestamptz := date_trunc('month', at at time zone 'UTC') at time zone 'UTC';
  after timestamptz := (date_trunc('month', at at time zone 'UTC') + interval '1 month') at time zone 'UTC';
  partition text := 'event_' || to_char(at at time zone 'UTC', 'YYYY_MM');
begin
  if to_regclass('crm.' || partition) is not null then
    return false;
  end if;
  if exists (select from crm.event_default where occurred_at >= first and occurred_at < after) then
    return false;
  end if;
  execute format('create table crm.%I partition of crm.event for values from (%L) to (%L)', partition, first, after);
  return true;
end $$;
select crm.ensure_event_partition(now() + make_interval(months => n)) from generate_series(-8, 6) as n;

create table crm.notification (
  id uuid primary key,
  user_id uuid not null references crm."user" (id) on delete cascade,
  kind text not null,
  entity text,
  record_id uuid,
  instance_id uuid,
  data jsonb not null default '{}',
  created_at timestamptz not null,
  read_at timestamptz
);
create index notification_unread on crm.notification (user_id, created_at desc) where read_at is null;

insert into crm.select_option (list, code, label_en, label_ru, tone, base_state, sort_order) values
  ('activity.kind', 'call', 'Call', 'Звонок', 'info', null, 1),
  ('activity.kind', 'meeting', 'Meeting', 'Встреча', 'info', null, 2),
  ('activity.kind', 'task', 'Task', 'Задача', 'info', null, 3),
  ('activity.kind', 'email', 'E-mail', 'Письмо', 'info', null, 4),
  ('activity.kind', 'note', 'Note', 'Заметка', 'neutral', null, 5),
  ('activity.kind', 'visit', 'Visit', 'Визит', 'info', null, 6),
  ('activity.status', 'planned', 'Planned', 'Запланировано', 'waiting', 'open', 1),
  ('activity.status', 'in_progress', 'In progress', 'Выполняется', 'running', 'open', 2),
  ('activity.status', 'done', 'Done', 'Выполнено', 'done', 'closed', 3),
  ('activity.status', 'cancelled', 'Cancelled', 'Отменено', 'neutral', 'closed', 4),
  ('activity.status', 'no_answer', 'No answer', 'Нет ответа', 'late', 'closed', 5),
  ('activity.priority', 'low', 'Low', 'Низкий', 'neutral', null, 1),
  ('activity.priority', 'normal', 'Normal', 'Обычный', 'info', null, 2),
  ('activity.priority', 'high', 'High', 'Высокий', 'late', null, 3),
  ('activity.direction', 'in', 'Incoming', 'Входящий', 'neutral', null, 1),
  ('activity.direction', 'out', 'Outgoing', 'Исходящий', 'neutral', null, 2);
