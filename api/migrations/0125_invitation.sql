-- Invitations: a person chooses a first password by an address that was mailed to him. A new table only.
create table app.invitation (
  -- The address itself is known to whoever got it only.
  token_hash bytea primary key,
  user_id uuid not null,
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null default clock_timestamp() + interval '7 days'
);
create index invitation_user on app.invitation (user_id);
