-- Second factor, API keys, sign-in through a provider, and the company's rules for all of it. New tables, and columns
-- with constant defaults: no lock that a running node would feel; old code may keep running.

-- One row: what an administrator decides. The provider's address and secret are configuration of the environment.
create table app.sign_in_setting (
  id boolean primary key default true check (id),
  password_length_min integer not null default 10 check (password_length_min between 10 and 100),
  -- False: people without the administrators' role come in through the provider only.
  password_sign_in boolean not null default true,
  -- Whoever has one of these roles must have a second factor.
  totp_roles text[] not null default '{}',
  oidc_label text not null default '',
  -- A first visit finds its person by an e-mail address that the provider says is verified.
  oidc_by_email boolean not null default true,
  oidc_provision boolean not null default false,
  oidc_role text,
  version integer not null default 1
);
insert into app.sign_in_setting default values;

alter table app.credential add column must_change boolean not null default false;
alter table app.session add column method text not null default 'password'
  check (method in ('password', 'oidc', 'setup'));

-- Not confirmed yet: being set up, and asked for by nobody.
create table app.totp (
  user_id uuid primary key,
  secret text not null,
  confirmed_at timestamptz,
  -- A code works once: the step of the last one that was taken.
  last_step bigint not null default 0,
  created_at timestamptz not null default clock_timestamp()
);

create table app.recovery_code (
  user_id uuid not null references app.totp (user_id) on delete cascade,
  code_hash bytea not null,
  used_at timestamptz,
  primary key (user_id, code_hash)
);

create table app.api_key (
  id uuid primary key,
  user_id uuid not null,
  name text not null check (name <> ''),
  -- The role whose rights it has, of those that its owner has.
  role_code text not null,
  read_only boolean not null,
  -- Shown in lists; the rest is never stored.
  prefix text not null,
  key_hash bytea not null unique,
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz
);
create index api_key_user_id on app.api_key (user_id);

-- Browsers in which somebody signed in before: guessing from elsewhere does not lock them out.
create table app.known_device (
  token_hash bytea not null,
  user_id uuid not null,
  seen_at timestamptz not null default clock_timestamp(),
  primary key (token_hash, user_id)
);
create index known_device_seen_at on app.known_device (seen_at);

-- Requests in the running window, counted by all nodes together. Unlogged: losing it in a crash loses nothing.
create unlogged table app.rate_window (
  subject text primary key,
  used integer not null,
  started_at timestamptz not null
);
