-- One action over many records: what was chosen, how far it is, what refused, and what each row was before, so that the
-- action can be taken back. New tables only; old code may keep running.
create table app.record_batch (
  id uuid primary key,
  user_id uuid not null,
  entity text not null,
  -- {"kind": "edit" | "tag" | "delete" | "start" | "undo", …}
  work jsonb not null,
  state text not null default 'running' check (state in ('running', 'done', 'cancelled')),
  total integer not null,
  created_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz,
  -- The batch that this one takes back.
  undoes uuid references app.record_batch (id) on delete set null,
  -- The node at work renews it; when it is past, another takes over.
  lease_until timestamptz
);
create index record_batch_running on app.record_batch (created_at) where state = 'running';
create index record_batch_user on app.record_batch (user_id, created_at desc);
create unique index record_batch_undoes on app.record_batch (undoes) where state <> 'cancelled';

create table app.record_batch_row (
  batch_id uuid not null references app.record_batch (id) on delete cascade,
  record_id uuid not null,
  state text not null default 'pending' check (state in ('pending', 'done', 'refused')),
  -- What the row was and what it became: {"from": …, "to": …}.
  change jsonb,
  -- Why it refused, for people: {"code", "message"}.
  refusal jsonb,
  primary key (batch_id, record_id)
);
create index record_batch_row_pending on app.record_batch_row (batch_id, record_id) where state = 'pending';
create index record_batch_row_refused on app.record_batch_row (batch_id, record_id) where state = 'refused';
