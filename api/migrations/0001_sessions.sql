-- Sign-in: who may sign in with what, and who is signed in. New tables only: takes no lock that a running node would feel.
create schema if not exists app;

create table app.credential (
  user_id uuid primary key,
  password_hash text not null,
  changed_at timestamptz not null default clock_timestamp()
);

-- The token itself is never stored: a reader of this table cannot sign in with it.
create table app.session (
  token_hash bytea primary key,
  id uuid not null unique,
  user_id uuid not null,
  created_at timestamptz not null default clock_timestamp(),
  last_seen_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  ip text,
  agent text
);
create index session_user_id on app.session (user_id);
create index session_expires_at on app.session (expires_at);

-- Failed sign-ins, shared by all nodes; swept with expired sessions.
create table app.sign_in_attempt (
  subject text primary key,
  failed integer not null,
  window_started_at timestamptz not null
);
