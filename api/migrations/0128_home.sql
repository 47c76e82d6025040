-- How people arrange their home. New table; old code may keep running.
create table app.home_layout (
  user_id uuid primary key,
  -- Names of widgets in their order; names that are no more known are passed over.
  widgets text[] not null,
  updated_at timestamptz not null default clock_timestamp()
);
