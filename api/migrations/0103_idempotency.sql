-- Answers of writes outside the engine by Idempotency-Key. The row is written in the transaction of the write,
-- so that key and effect commit together. New table only.
create table app.idempotency (
  user_id uuid not null,
  key text not null,
  fingerprint text not null,
  response jsonb not null,
  created_at timestamptz not null default clock_timestamp(),
  primary key (user_id, key)
);
create index idempotency_created_at on app.idempotency using brin (created_at);
