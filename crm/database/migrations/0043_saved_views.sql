-- Lists as people keep them: filter, columns, order and kind of view under a name. New tables only; old code may keep
-- running.
create table crm.saved_view (
  id uuid primary key,
  entity text not null,
  name text not null check (name <> '' and length(name) <= 80),
  -- Who made it and may change it.
  owner_id uuid not null references crm."user" (id) on delete cascade,
  -- Who sees it: its owner, a team, or everybody who may read such records.
  audience text not null check (audience in ('own', 'team', 'all')),
  team_id uuid references crm.team (id) on delete cascade,
  kind text not null check (kind in ('list', 'kanban', 'calendar')),
  -- A filter group; null without filter. `me` and days like `today+7` mean those of whoever looks.
  filter jsonb,
  columns text[] not null,
  sort text,
  grouping text,
  -- What only a board or a calendar knows: its field, the sum, limits of columns.
  settings jsonb not null default '{}',
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  check ((audience = 'team') = (team_id is not null))
);
create index saved_view_entity on crm.saved_view (entity, audience);
create index saved_view_owner on crm.saved_view (owner_id, entity);

-- With which view a person's list opens.
create table crm.default_view (
  user_id uuid not null references crm."user" (id) on delete cascade,
  entity text not null,
  view_id uuid not null references crm.saved_view (id) on delete cascade,
  primary key (user_id, entity)
);
create index default_view_view_id on crm.default_view (view_id);
