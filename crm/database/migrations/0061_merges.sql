-- Merges: what a merge changed, so that it can be taken back, and where a record that is no more went. New tables: no
-- lock that a running node would feel; old code may keep running, it finds the merged record in the bin.
create table crm.merge_log (
  id uuid primary key,
  entity text not null check (entity in ('account', 'contact', 'lead')),
  survivor_id uuid not null,
  loser_id uuid not null,
  at timestamptz not null,
  actor_kind text not null,
  actor_id uuid,
  -- Both as they were: {survivor: {field: value}, loser: {field: value}}.
  before jsonb not null,
  -- What the survivor got: {field: {from, to}}; taking back leaves alone what was changed since.
  written jsonb not null,
  undo_until timestamptz not null,
  undone_at timestamptz,
  undone_by_kind text,
  undone_by uuid,
  -- Running processes hold references in variables, which the host rewrites after the commit, either way.
  process_state text not null default 'pending' check (process_state in ('pending', 'done', 'undo_pending', 'undone')),
  -- [{instanceId, variable}]
  process_refs jsonb not null default '[]'
);
create index merge_log_survivor on crm.merge_log (survivor_id, at desc);
create index merge_log_loser on crm.merge_log (loser_id, at desc);
create index merge_log_pending on crm.merge_log (at) where process_state in ('pending', 'undo_pending');

-- One row per reference that was given to the survivor, by the primary key of its row.
create table crm.merge_moved (
  merge_id uuid not null references crm.merge_log (id) on delete cascade,
  table_name text not null,
  column_name text not null,
  -- moved: the column named the loser; altered: the row was written otherwise, too; removed: the survivor had the same
  -- already; made: the merge put it there.
  kind text not null check (kind in ('moved', 'altered', 'removed', 'made')),
  key jsonb not null,
  -- The row as it was, of what was altered or removed.
  row jsonb
);
create index merge_moved_merge on crm.merge_moved (merge_id, table_name, column_name);

-- The address of a merged record leads to the one that has become of it.
create table crm.record_redirect (
  loser_id uuid primary key,
  entity text not null,
  survivor_id uuid not null,
  merge_id uuid not null references crm.merge_log (id)
);
create index record_redirect_survivor on crm.record_redirect (survivor_id);
