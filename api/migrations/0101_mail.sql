-- Mail that processes sent, and what the loopback receiver of a demonstration took in. New tables only.

-- One row per effect: a retry of the same effect finds its row and the same Message-ID.
create table app.mail_message (
  id uuid primary key,
  effect_key text not null unique,
  message_id text not null unique,
  sender text not null,
  recipients text not null,
  subject text not null,
  body text not null,
  state text not null check (state in ('queued', 'sent', 'failed')),
  error text,
  instance_id uuid,
  element_id text,
  record_entity text,
  record_id uuid,
  created_at timestamptz not null,
  sent_at timestamptz,
  check ((state = 'sent') = (sent_at is not null))
);

create table app.mail_delivery (
  message_id text primary key,
  recipients text[] not null,
  source text not null,
  received_at timestamptz not null default clock_timestamp()
);
