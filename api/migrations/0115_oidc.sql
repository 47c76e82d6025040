-- Sign-in through an OpenID Connect provider. New tables only: no lock that a running node would feel.
create table app.oidc_identity (
  issuer text not null,
  subject text not null,
  user_id uuid not null,
  linked_at timestamptz not null default clock_timestamp(),
  primary key (issuer, subject)
);
create index oidc_identity_user_id on app.oidc_identity (user_id);

-- A visit to the provider that has begun; its token is in the browser's cookie, here is only the hash.
create table app.oidc_flow (
  token_hash bytea primary key,
  state text not null,
  nonce text not null,
  code_verifier text not null,
  next text not null,
  started_at timestamptz not null default clock_timestamp()
);
