-- What the home of a role begins with, as administrators chose it. New table; old code may keep running.
create table app.home_of_role (
  -- A role that is gone leaves a row that nobody reads.
  role_id uuid primary key,
  -- Names of widgets in their order; names that are no more known are passed over.
  widgets text[] not null,
  updated_at timestamptz not null default clock_timestamp(),
  updated_by uuid not null
);
