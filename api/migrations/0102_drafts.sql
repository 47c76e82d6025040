-- What people type before it counts: diagrams before publishing, forms before completing. New tables only.
create table app.process_draft (
  process_key text primary key,
  name text not null,
  xml text not null,
  revision integer not null check (revision > 0),
  based_on_version integer,
  saved_at timestamptz not null,
  saved_by uuid not null,
  created_by uuid not null
);

create table app.task_draft (
  task_id uuid not null,
  user_id uuid not null,
  form_values jsonb not null,
  saved_at timestamptz not null,
  primary key (task_id, user_id)
);
