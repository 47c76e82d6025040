-- Everything as one archive, made in the background: how far it is, where it lies, until when. A new table only; old
-- code may keep running.
create table app.full_export (
  id uuid primary key,
  -- Whoever asked: only he gets a link.
  user_id uuid not null,
  state text not null default 'running' check (state in ('running', 'done', 'failed', 'expired')),
  -- Tables and the parts behind them, and how many are written.
  steps integer not null default 0,
  steps_done integer not null default 0,
  row_count bigint not null default 0,
  -- What is written now.
  step text,
  size bigint,
  sha256 text,
  -- How many passwords, keys and tokens stood in texts and were left out.
  left_out integer not null default 0,
  problem text,
  attempts integer not null default 0,
  -- Signs the links to this archive and to no other.
  link_secret text not null,
  created_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz,
  -- From then on it is thrown away.
  expires_at timestamptz,
  -- The node at work renews it; when it is past, another begins anew.
  lease_until timestamptz
);
-- One at a time: it reads everything.
create unique index full_export_running on app.full_export ((true)) where state = 'running';
create index full_export_created on app.full_export (created_at desc);
