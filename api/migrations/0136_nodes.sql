-- Which nodes serve, and how they are: each writes its own row a few times a minute. A new table only.
create table app.node (
  id uuid primary key,
  host text not null,
  version text not null,
  started_at timestamptz not null,
  seen_at timestamptz not null,
  sockets integer not null,
  memory_mb integer not null,
  -- How late the node's own timers were in the worst hundredth of the last beats.
  delay_ms real not null
);
