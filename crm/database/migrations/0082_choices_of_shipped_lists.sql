-- Which lists of choices an administrator edited, and how often: two who edit one list do not write over each other.
-- A new table; old code may keep running.
create table crm.choice_list (
  list text primary key check (list ~ '^[a-z_]+\.[a-zA-Z0-9_]+$'),
  version integer not null default 1,
  updated_at timestamptz not null default clock_timestamp()
);
