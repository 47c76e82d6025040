-- Kinds of records that administrators made can be renamed and retired. Two columns of a small table; old code may keep
-- running: it goes on to offer retired kinds.
alter table crm.entity_def
  add column version integer not null default 1,
  add column retired_at timestamptz;
