-- Forms that strangers fill in, and what they sent. New tables only.

create table app.web_form (
  id uuid primary key,
  -- Stands in the address.
  key text not null unique check (key ~ '^[a-z0-9]{16,40}$'),
  -- Signs the tokens of its pages; never leaves the server.
  secret text not null,
  content jsonb not null check (jsonb_typeof(content) = 'object'),
  active boolean not null default true,
  version integer not null default 1,
  created_at timestamptz not null default clock_timestamp(),
  deleted_at timestamptz
);

create table app.web_form_submission (
  -- That of the page's token: a page that is sent twice counts once.
  id uuid primary key,
  form_id uuid not null references app.web_form (id),
  at timestamptz not null,
  outcome text not null check (outcome in ('lead', 'attached', 'spam')),
  reason text,
  lead_id uuid,
  -- As it came, with the consent's words, time and address: evidence.
  payload jsonb not null
);
create index web_form_submission_form on app.web_form_submission (form_id, at desc);

create function app.refuse_submission_change() returns trigger language plpgsql as $$
begin
  raise exception 'The submission % is kept as it came.', old.id using errcode = '23514';
end $$;
create trigger web_form_submission_kept before update or delete on app.web_form_submission
  for each row execute function app.refuse_submission_change();
