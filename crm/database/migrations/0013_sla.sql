-- What customers were promised: policies with their targets, the clocks of each ticket, and every change of a clock.
-- New tables; the new columns of ticket lock it for a moment (their defaults need no rewrite). Old code may keep running:
-- tickets that it writes have no clocks.
create table crm.sla_policy (
  list text not null default 'ticket.slaPolicy' check (list = 'ticket.slaPolicy'),
  code text primary key,
  -- Conditions over the fields of a ticket; the first policy in order that holds is the ticket's.
  match jsonb not null default '{"all": []}' check (jsonb_typeof(match -> 'all') = 'array'),
  -- Null: the company's.
  calendar_code text references crm.working_calendar (code),
  -- A ticket closed longer ago is not opened again.
  reopen_days integer not null default 14 check (reopen_days >= 0),
  version integer not null default 1,
  updated_at timestamptz not null default clock_timestamp(),
  foreign key (list, code) references crm.select_option (list, code)
);

create table crm.sla_target (
  id uuid primary key default gen_random_uuid(),
  policy_code text not null references crm.sla_policy (code) on delete cascade,
  metric text not null check (metric in ('first_response', 'next_response', 'resolution')),
  minutes integer not null check (minutes > 0),
  pause_states text[] not null default '{}',
  use_working_hours boolean not null default true,
  unique (policy_code, metric)
);

create table crm.sla_clock (
  id uuid primary key,
  ticket_id uuid not null references crm.ticket (id),
  policy_code text not null,
  metric text not null check (metric in ('first_response', 'next_response', 'resolution')),
  -- How often this clock began for the ticket: an opened ticket gets a new one.
  round integer not null default 1,
  target_minutes integer not null,
  use_working_hours boolean not null,
  calendar_code text,
  pause_states text[] not null,
  started_at timestamptz not null,
  -- What was used up until `running_since`; null while it stands still.
  spent_ms bigint not null default 0,
  running_since timestamptz,
  due_at timestamptz not null,
  paused_at timestamptz,
  paused_total_ms bigint not null default 0,
  met_at timestamptz,
  breached_at timestamptz,
  -- Over, met or not asked for any more.
  ended_at timestamptz
);
create unique index sla_clock_one_running on crm.sla_clock (ticket_id, metric) where ended_at is null;
create index sla_clock_ticket_id on crm.sla_clock (ticket_id, started_at);
create index sla_clock_due on crm.sla_clock (due_at)
  where ended_at is null and paused_at is null and breached_at is null;

create table crm.sla_clock_log (
  id uuid primary key,
  clock_id uuid not null references crm.sla_clock (id) on delete cascade,
  at timestamptz not null,
  what text not null check (what in ('started', 'paused', 'resumed', 'retargeted', 'met', 'breached', 'dropped')),
  due_before timestamptz,
  due_after timestamptz,
  actor_kind text not null,
  actor_id uuid
);
create index sla_clock_log_clock_id on crm.sla_clock_log (clock_id, at);

alter table crm.ticket add column sla_policy text;
alter table crm.ticket add column product_id uuid references crm.product (id);
alter table crm.ticket add column reopened_count integer not null default 0;
alter table crm.ticket add column first_answered_at timestamptz;

insert into crm.select_option (list, code, label_en, label_ru, tone, base_state, sort_order) values
  ('ticket.slaPolicy', 'critical', 'Critical, around the clock', 'Критические, круглосуточно', 'neutral', null, 1),
  ('ticket.slaPolicy', 'urgent', 'Urgent', 'Срочные', 'neutral', null, 2),
  ('ticket.slaPolicy', 'wishes', 'Wishes', 'Пожелания', 'neutral', null, 3),
  ('ticket.slaPolicy', 'standard', 'Standard', 'Обычные', 'neutral', null, 4),
  ('ticket.slaState', 'running', 'In time', 'В срок', 'running', null, 1),
  ('ticket.slaState', 'soon', 'Due soon', 'Скоро срок', 'late', null, 2),
  ('ticket.slaState', 'overdue', 'Overdue', 'Просрочено', 'failed', null, 3),
  ('ticket.slaState', 'paused', 'Paused', 'На паузе', 'waiting', null, 4),
  ('ticket.slaState', 'met', 'Kept', 'Выполнено', 'done', null, 5),
  ('ticket.slaState', 'breached', 'Not kept', 'Нарушено', 'failed', null, 6);

insert into crm.sla_policy (code, match) values
  ('critical', '{"all": [{"kind": "field", "field": "priority", "operator": "eq", "value": "critical"}]}'),
  ('urgent', '{"all": [{"kind": "field", "field": "priority", "operator": "eq", "value": "high"}]}'),
  ('wishes', '{"all": [{"kind": "field", "field": "type", "operator": "eq", "value": "wish"}]}'),
  ('standard', '{"all": []}');
insert into crm.sla_target (policy_code, metric, minutes, pause_states, use_working_hours) values
  ('critical', 'first_response', 15, '{}', false),
  ('critical', 'next_response', 60, '{}', false),
  ('critical', 'resolution', 240, '{waiting}', false),
  ('urgent', 'first_response', 60, '{}', true),
  ('urgent', 'next_response', 120, '{}', true),
  ('urgent', 'resolution', 480, '{waiting}', true),
  ('wishes', 'first_response', 540, '{}', true),
  ('standard', 'first_response', 240, '{}', true),
  ('standard', 'next_response', 480, '{}', true),
  ('standard', 'resolution', 1620, '{waiting}', true);
