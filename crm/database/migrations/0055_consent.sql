-- What a person agreed to, by channel and purpose. A row is never changed: the latest one of its channel and purpose is
-- in force, the ones before it are the proof of what was in force earlier. New table: no lock that a running node would feel.
create table crm.consent (
  id uuid primary key,
  party_type text not null check (party_type in ('account', 'contact')),
  party_id uuid not null,
  channel text not null check (channel in ('phone', 'email', 'messenger', 'post')),
  purpose text not null check (purpose in ('service', 'sales', 'marketing')),
  state text not null check (state in ('in', 'out', 'pending')),
  -- How it was given: a form, a call, a letter …
  source text not null check (source <> ''),
  -- What shows it: a number, an address, words.
  proof text,
  at timestamptz not null,
  actor_kind text not null,
  actor_id uuid
);
create index consent_party on crm.consent (party_type, party_id, channel, purpose, at desc, id desc);
