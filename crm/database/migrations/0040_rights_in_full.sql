-- Rights in full: territories, sharing of single records, rights on single fields, inheritance from the parent, and
-- the actions share and comment. Old code may keep running: it reads only the rows that it knows. New nullable columns
-- and rewritten checks lock their tables for a moment; the new checks are wider, so no row can violate them.
create table crm.territory (
  id uuid primary key,
  name text not null check (name <> ''),
  name_ru text,
  parent_id uuid references crm.territory (id),
  version integer not null default 1,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  deleted_at timestamptz,
  check (parent_id is distinct from id)
);
create index territory_parent_id on crm.territory (parent_id);

create table crm.user_territory (
  user_id uuid not null references crm."user" (id) on delete cascade,
  territory_id uuid not null references crm.territory (id) on delete cascade,
  primary key (user_id, territory_id)
);
create index user_territory_territory_id on crm.user_territory (territory_id);

alter table crm.account add column territory_id uuid references crm.territory (id);
alter table crm.contact add column territory_id uuid references crm.territory (id);
alter table crm.ticket add column territory_id uuid references crm.territory (id);
create index account_territory_id on crm.account (territory_id) where deleted_at is null;
create index contact_territory_id on crm.contact (territory_id) where deleted_at is null;
create index ticket_territory_id on crm.ticket (territory_id) where deleted_at is null;

alter table crm.role_permission drop constraint role_permission_action_check;
alter table crm.role_permission drop constraint role_permission_level_check;
alter table crm.role_permission add constraint role_permission_action_check
  check (action in ('create', 'read', 'edit', 'delete', 'export', 'share', 'comment'));
alter table crm.role_permission add constraint role_permission_level_check
  check (level in ('none', 'own', 'team', 'department', 'territory', 'all'));

-- A field that no role of a person names is open to him as far as the record is; several roles add up.
create table crm.role_field_right (
  role_id uuid not null references crm.role (id) on delete cascade,
  entity text not null,
  field text not null,
  level text not null check (level in ('hidden', 'read', 'edit')),
  primary key (role_id, entity, field)
);

-- Records of `entity` can be read by whoever reads the record above them: a contact through its account.
create table crm.role_inheritance (
  role_id uuid not null references crm.role (id) on delete cascade,
  entity text not null,
  primary key (role_id, entity)
);

alter table crm.role add column version integer not null default 1;

create table crm.record_share (
  id uuid primary key,
  entity text not null,
  record_id uuid not null,
  user_id uuid references crm."user" (id) on delete cascade,
  team_id uuid references crm.team (id) on delete cascade,
  access text not null default 'read' check (access in ('read', 'edit')),
  expires_at timestamptz,
  created_at timestamptz not null,
  created_by uuid,
  check (num_nonnulls(user_id, team_id) = 1)
);
create index record_share_record on crm.record_share (entity, record_id);
create unique index record_share_user on crm.record_share (user_id, entity, record_id) where user_id is not null;
create unique index record_share_team on crm.record_share (team_id, entity, record_id) where team_id is not null;

-- Until now whoever read a record could comment on it, and nobody could share one.
insert into crm.role_permission (role_id, entity, action, level)
select role_id, entity, 'comment', level from crm.role_permission where action = 'read';
insert into crm.role_permission (role_id, entity, action, level)
select role_id, entity, 'share', level from crm.role_permission where action = 'edit';
-- Everybody knows which teams and territories there are.
insert into crm.role_permission (role_id, entity, action, level)
select r.id, e.entity, 'read', 'all'
from crm.role r, (values ('team'), ('territory')) as e (entity)
where r.is_baseline;
