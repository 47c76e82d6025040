-- The company: people, structure, working time, and who may do what.
-- New tables only, in a schema of their own: takes no lock that a running node would feel.
-- Conventions of every business table: UUIDv7 keys made by the application, `version` for optimistic writes,
-- `deleted_at` for the bin, `owner_id`, `custom`, and the writing actor as a (kind, id) pair.
create schema if not exists crm;
create extension if not exists pg_trgm;

-- Choices that an administrator may edit are rows, never types. A choice in use is retired, not deleted.
create table crm.select_option (
  list text not null check (list ~ '^[a-z_]+\.[a-zA-Z_]+$'),
  code text not null check (code ~ '^[a-z][a-z0-9_]*$'),
  label_en text not null,
  label_ru text not null,
  tone text not null default 'neutral'
    check (tone in ('neutral', 'info', 'running', 'waiting', 'done', 'late', 'failed')),
  -- What the product itself means by the choice, where it means anything: open, closed …
  base_state text,
  sort_order integer not null,
  active boolean not null default true,
  primary key (list, code)
);

create table crm.department (
  id uuid primary key,
  code text check (code ~ '^[a-z][a-z0-9_-]*$'),
  name text not null check (name <> ''),
  name_ru text,
  parent_id uuid references crm.department (id),
  sort_order integer not null default 0,
  version integer not null default 1,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  deleted_at timestamptz,
  check (parent_id is distinct from id)
);
create unique index department_code on crm.department (code) where deleted_at is null;
create index department_parent_id on crm.department (parent_id);

create table crm.position (
  id uuid primary key,
  department_id uuid not null references crm.department (id),
  code text check (code ~ '^[a-z][a-z0-9_-]*$'),
  title text not null check (title <> ''),
  title_ru text,
  is_head boolean not null default false,
  version integer not null default 1,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  deleted_at timestamptz
);
create index position_department_id on crm.position (department_id);
create unique index position_code on crm.position (code) where deleted_at is null;
create unique index position_one_head on crm.position (department_id) where is_head and deleted_at is null;

create table crm.working_calendar (
  code text primary key check (code ~ '^[a-z][a-z0-9-]*$'),
  name text not null,
  name_ru text,
  time_zone text not null,
  -- Seven entries, Monday first; each a list of ["09:00", "18:00"] pairs, empty on days off.
  week jsonb not null check (jsonb_typeof(week) = 'array' and jsonb_array_length(week) = 7),
  is_default boolean not null default false,
  version integer not null default 1,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp()
);
create unique index working_calendar_one_default on crm.working_calendar (is_default) where is_default;

create table crm.calendar_exception (
  calendar_code text not null references crm.working_calendar (code) on delete cascade,
  on_date date not null,
  name text not null,
  -- The hours of this one day instead of the week's; empty: a day off.
  hours jsonb not null default '[]' check (jsonb_typeof(hours) = 'array'),
  primary key (calendar_code, on_date)
);

create table crm."user" (
  id uuid primary key,
  email text not null check (email = lower(email) and email like '%@%'),
  name text not null check (name <> ''),
  name_ru text,
  phone text,
  locale text not null default 'en' check (locale in ('en', 'ru')),
  time_zone text not null default 'UTC',
  status text not null default 'active' check (status in ('active', 'disabled')),
  position_id uuid references crm.position (id),
  calendar_code text references crm.working_calendar (code),
  version integer not null default 1,
  created_at timestamptz not null default clock_timestamp(),
  created_by_kind text not null default 'system',
  created_by uuid,
  updated_at timestamptz not null default clock_timestamp(),
  updated_by_kind text not null default 'system',
  updated_by uuid,
  deleted_at timestamptz,
  custom jsonb not null default '{}'
);
create unique index user_email on crm."user" (email) where deleted_at is null;
create index user_position_id on crm."user" (position_id) where deleted_at is null;

create table crm.team (
  id uuid primary key,
  name text not null check (name <> ''),
  version integer not null default 1,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  deleted_at timestamptz
);

create table crm.team_member (
  team_id uuid not null references crm.team (id) on delete cascade,
  user_id uuid not null references crm."user" (id) on delete cascade,
  role text not null default 'member' check (role in ('member', 'lead')),
  primary key (team_id, user_id)
);
create index team_member_user_id on crm.team_member (user_id);

-- While now lies in [from_at, to_at), `by_user_id` gets what would go to `user_id`.
create table crm.substitution (
  id uuid primary key,
  user_id uuid not null references crm."user" (id) on delete cascade,
  by_user_id uuid not null references crm."user" (id) on delete cascade,
  from_at timestamptz not null,
  to_at timestamptz not null,
  created_at timestamptz not null default clock_timestamp(),
  created_by_kind text not null default 'system',
  created_by uuid,
  check (user_id <> by_user_id),
  check (from_at < to_at)
);
create index substitution_user_id on crm.substitution (user_id, to_at);
create index substitution_by_user_id on crm.substitution (by_user_id, to_at);

create table crm.role (
  id uuid primary key,
  code text not null unique check (code ~ '^[a-z][a-z_]*$'),
  name text not null,
  name_ru text,
  -- The one role that everybody has, whatever else he is given.
  is_baseline boolean not null default false
);
create unique index role_one_baseline on crm.role (is_baseline) where is_baseline;

create table crm.user_role (
  user_id uuid not null references crm."user" (id) on delete cascade,
  role_id uuid not null references crm.role (id) on delete cascade,
  primary key (user_id, role_id)
);
create index user_role_role_id on crm.user_role (role_id);

create table crm.role_permission (
  role_id uuid not null references crm.role (id) on delete cascade,
  -- '*': every entity that has no row of its own in this role.
  entity text not null check (entity = '*' or entity ~ '^[a-z][a-z_]*$'),
  action text not null check (action in ('create', 'read', 'edit', 'delete', 'export')),
  level text not null check (level in ('none', 'own', 'team', 'department', 'all')),
  primary key (role_id, entity, action)
);

create table crm.role_process_right (
  role_id uuid not null references crm.role (id) on delete cascade,
  -- '*': every process.
  process_key text not null,
  process_right text not null
    check (process_right in ('draw', 'publish', 'start', 'watch', 'intervene', 'migrate')),
  primary key (role_id, process_key, process_right)
);
