-- Sessions in which an administrator sees the product as somebody else. New table: takes no lock that matters.
create table app.see_as (
  session_id uuid primary key,
  admin_id uuid not null,
  user_id uuid not null,
  started_at timestamptz not null default clock_timestamp(),
  -- Forgotten glasses come off by themselves.
  expires_at timestamptz not null default clock_timestamp() + interval '1 hour'
);
