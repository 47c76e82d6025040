-- How much may be taken out, and what is unusual enough to tell administrators. New tables only; old code may keep running.

-- One row: the rules of the alarm. Null switches a rule off.
create table crm.export_rule (
  id boolean primary key default true check (id),
  -- So many rows at once are unusual for anybody.
  rows_max integer check (rows_max > 0),
  -- So many times what the person is used to take out, from so many rows on.
  habit_times integer check (habit_times > 1),
  habit_rows_min integer not null default 500 check (habit_rows_min > 0),
  -- Hours of the person's own day at which so many rows are unusual.
  night_from integer not null default 22 check (night_from between 0 and 23),
  night_to integer not null default 6 check (night_to between 0 and 23),
  night_rows_min integer check (night_rows_min > 0),
  version integer not null default 1
);
insert into crm.export_rule (rows_max, habit_times, night_rows_min) values (10000, 5, 200);

-- Rows that a role lets a person take out within 24 hours; a role without a row here sets no limit.
create table crm.export_limit (
  role_id uuid primary key references crm.role (id) on delete cascade,
  rows_per_day integer not null check (rows_per_day > 0)
);

-- What was taken out, or is being taken out: a row is written before the first byte leaves.
create table crm.export_run (
  id uuid primary key,
  user_id uuid not null,
  entity text not null,
  at timestamptz not null,
  row_count bigint not null,
  file_name text not null,
  -- Why it is unusual: rows, habit, night, everything.
  reasons text[] not null default '{}',
  seen_by uuid,
  seen_at timestamptz
);
create index export_run_user on crm.export_run (user_id, at desc);
create index export_run_unusual on crm.export_run (at desc) where reasons <> '{}';
