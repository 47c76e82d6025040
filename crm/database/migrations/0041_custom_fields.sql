-- Fields and kinds of records that administrators add without a deploy. Values of such fields lie in `custom` of the
-- row; rows of such kinds in one table. Old code may keep running: it knows neither. New tables only, beside one check
-- of crm.select_option, which becomes wider.
create table crm.metadata_version (
  only_row boolean primary key default true check (only_row),
  version bigint not null
);
insert into crm.metadata_version (version) values (1);

create table crm.entity_def (
  id uuid primary key,
  entity text not null unique check (entity ~ '^[a-z][a-z_]{1,40}$'),
  label_en text not null check (label_en <> ''),
  label_ru text not null check (label_ru <> ''),
  plural_en text not null check (plural_en <> ''),
  plural_ru text not null check (plural_ru <> ''),
  created_at timestamptz not null
);

create table crm.field_def (
  id uuid primary key,
  entity text not null,
  key text not null check (key ~ '^[a-z][a-zA-Z0-9]{0,59}$'),
  type text not null check (type in ('text', 'longText', 'number', 'money', 'boolean', 'date', 'dateTime', 'select',
                                     'multiSelect', 'reference', 'user', 'phone', 'email', 'url')),
  label_en text not null check (label_en <> ''),
  label_ru text not null check (label_ru <> ''),
  section text not null default 'details' check (section in ('main', 'contact', 'details')),
  required boolean not null default false,
  is_unique boolean not null default false,
  is_indexed boolean not null default false,
  -- Whether searches read it, too.
  is_searched boolean not null default false,
  in_list boolean not null default false,
  reference_entity text,
  -- Conditions over other fields: [{"field", "operator", "value"}], all must hold.
  visible_if jsonb,
  required_if jsonb,
  sort_order integer not null,
  -- none: no index wanted or there; wanted: to be built; building; ready; failed: see the text.
  index_state text not null default 'none' check (index_state in ('none', 'wanted', 'building', 'ready', 'failed')),
  index_problem text,
  version integer not null default 1,
  created_at timestamptz not null,
  -- Dropped; values are kept for thirty days.
  dropped_at timestamptz,
  check ((type = 'reference') = (reference_entity is not null))
);
-- A dropped field keeps its key until its values are gone: nothing may read them as something else.
create unique index field_def_key on crm.field_def (entity, key);

-- Texts of `custom` as values. The forms that are stored are fixed (ISO 8601, UTC), so these are immutable in fact,
-- which an index on them asks for.
create function crm.as_date(value text) returns date language sql immutable parallel safe
  as $$ select make_date(left(value, 4)::int, substr(value, 6, 2)::int, substr(value, 9, 2)::int) $$;
create function crm.as_instant(value text) returns timestamptz language sql immutable parallel safe
  as $$ select make_timestamptz(left(value, 4)::int, substr(value, 6, 2)::int, substr(value, 9, 2)::int,
                                substr(value, 12, 2)::int, substr(value, 15, 2)::int,
                                rtrim(substr(value, 18), 'Z')::float8, 'UTC') $$;
create function crm.as_texts(value jsonb) returns text[] language sql immutable parallel safe
  as $$ select case jsonb_typeof(value) when 'array' then array(select jsonb_array_elements_text(value)) end $$;

create table crm.record (
  id uuid primary key,
  entity text not null,
  name text not null check (name <> ''),
  account_id uuid references crm.account (id),
  owner_id uuid references crm."user" (id),
  team_id uuid references crm.team (id),
  territory_id uuid references crm.territory (id),
  custom jsonb not null default '{}',
  version integer not null default 1,
  created_at timestamptz not null,
  created_by_kind text not null,
  created_by uuid,
  updated_at timestamptz not null,
  updated_by_kind text not null,
  updated_by uuid,
  deleted_at timestamptz,
  search_text text not null generated always as (lower(name)) stored
);
create index record_search_text on crm.record using gin (search_text gin_trgm_ops) where deleted_at is null;
create index record_name on crm.record (entity, name collate "und-x-icu", id) where deleted_at is null;
create index record_created_at on crm.record (entity, created_at, id) where deleted_at is null;
create index record_account_id on crm.record (account_id) where deleted_at is null;
create index record_owner_id on crm.record (owner_id) where deleted_at is null;
create index record_team_id on crm.record (team_id) where deleted_at is null;
create index record_territory_id on crm.record (territory_id) where deleted_at is null;

alter table crm.select_option drop constraint select_option_list_check;
alter table crm.select_option add constraint select_option_list_check
  check (list ~ '^[a-z_]+\.[a-zA-Z0-9_]+$');
