-- How far the demonstration company has come to be. While it is 'making', nobody has been let in yet, so a start that
-- finds it so throws away what is there and begins again. New table only.
create table app.demonstration (
  id boolean primary key default true check (id),
  state text not null check (state in ('making', 'ready')),
  changed_at timestamptz not null default clock_timestamp()
);
