-- What people do around records: tags, files, following, favourites, mentions, and the customer's own org chart.
-- New tables; the new columns of comment, notification and lifecycle_history lock those tables for a moment. Old code
-- may keep running.
create table crm.tag (
  id uuid primary key,
  name text not null check (name <> '' and length(name) <= 60),
  created_at timestamptz not null,
  created_by_kind text not null,
  created_by uuid
);
create unique index tag_name on crm.tag (lower(name));
create table crm.record_tag (
  entity text not null,
  record_id uuid not null,
  tag_id uuid not null references crm.tag (id) on delete cascade,
  created_at timestamptz not null,
  created_by_kind text not null,
  created_by uuid,
  primary key (entity, record_id, tag_id)
);
create index record_tag_tag_id on crm.record_tag (tag_id, entity);

-- Contents lie outside of the database, once per content, named by their hash.
create table crm.file (
  id uuid primary key,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  name text not null check (name <> ''),
  mime text not null,
  size bigint not null check (size >= 0),
  storage_key text not null,
  created_at timestamptz not null,
  created_by_kind text not null,
  created_by uuid
);
create index file_sha256 on crm.file (sha256);
create table crm.record_file (
  file_id uuid not null references crm.file (id),
  entity text not null,
  record_id uuid not null,
  kind text not null default 'attachment',
  created_at timestamptz not null,
  deleted_at timestamptz,
  primary key (file_id, entity, record_id)
);
create index record_file_record on crm.record_file (entity, record_id, created_at) where deleted_at is null;

create table crm.follow (
  user_id uuid not null references crm."user" (id) on delete cascade,
  entity text not null,
  record_id uuid not null,
  created_at timestamptz not null,
  primary key (user_id, entity, record_id)
);
create index follow_record on crm.follow (entity, record_id);
create table crm.favorite (
  user_id uuid not null references crm."user" (id) on delete cascade,
  entity text not null,
  record_id uuid not null,
  created_at timestamptz not null,
  primary key (user_id, entity, record_id)
);
create index favorite_record on crm.favorite (entity, record_id);

create table crm.contact_relation (
  id uuid primary key,
  from_contact_id uuid not null references crm.contact (id),
  to_contact_id uuid not null references crm.contact (id),
  kind text not null check (kind in ('reports_to', 'assistant_of', 'family')),
  created_at timestamptz not null,
  created_by_kind text not null,
  created_by uuid,
  check (from_contact_id <> to_contact_id),
  unique (from_contact_id, to_contact_id, kind)
);
create index contact_relation_to on crm.contact_relation (to_contact_id);
-- Everybody has one superior.
create unique index contact_relation_one_superior on crm.contact_relation (from_contact_id) where kind = 'reports_to';

alter table crm.comment add column mentions uuid[] not null default '{}';
alter table crm.notification add column actor_id uuid;
create index notification_user on crm.notification (user_id, created_at desc, id desc);

-- Why a status changed, where a rule or a person said so.
alter table crm.lifecycle_history add column reason text;
create table crm.lifecycle_rule (
  code text primary key check (code ~ '^[a-z][a-z0-9_]*$'),
  label_en text not null,
  label_ru text not null,
  from_states text[] not null,
  to_state text not null,
  -- Conditions over what is known of the customer: {"all": [{"kind": "field", "field": "ordersPaid", …}]}.
  condition jsonb not null check (jsonb_typeof(condition -> 'all') = 'array'),
  sort_order integer not null default 0,
  active boolean not null default true,
  version integer not null default 1,
  updated_at timestamptz not null default clock_timestamp()
);
insert into crm.lifecycle_rule (code, label_en, label_ru, from_states, to_state, condition, sort_order) values
  ('first_won', 'First deal won', 'Первая выигранная сделка', '{prospect}', 'active',
   '{"all": [{"kind": "field", "field": "dealsWon", "operator": "gte", "value": 1}]}', 1),
  ('woken', 'Bought again', 'Купил снова', '{sleeping,lost}', 'active',
   '{"all": [{"kind": "field", "field": "daysSinceWon", "operator": "lt", "value": 90}]}', 2),
  ('three_orders', 'Three paid orders', 'Три оплаченных заказа', '{active}', 'permanent',
   '{"all": [{"kind": "field", "field": "ordersPaid", "operator": "gte", "value": 3}]}', 3),
  ('silent', 'Half a year without a word', 'Полгода тишины', '{active,permanent}', 'sleeping',
   '{"all": [{"kind": "field", "field": "daysSinceContact", "operator": "gte", "value": 180}, {"kind": "field", "field": "dealsOpen", "operator": "lt", "value": 1}, {"kind": "field", "field": "ticketsOpen", "operator": "lt", "value": 1}]}', 4);
