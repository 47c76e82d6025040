-- Mail that comes in, mail that people send from records, and templates. New tables, and new columns of mail_message with
-- constant defaults, which lock it for a moment. Old code may keep running.

alter table app.mail_message
  -- Null: a process sent it.
  add column sent_by uuid,
  -- The activity that shows it on the record.
  add column activity_id uuid,
  add column cc text not null default '',
  add column in_reply_to text,
  add column refs text[] not null default '{}',
  -- [{"name": …, "mime": …, "storageKey": …}]
  add column attachments jsonb not null default '[]',
  add column attempts integer not null default 0,
  -- When a person's message is tried (again); null for what needs no more trying.
  add column next_attempt_at timestamptz,
  add column bounced_at timestamptz,
  add column bounce text;
create index mail_message_due on app.mail_message (next_attempt_at) where next_attempt_at is not null;
create index mail_message_activity on app.mail_message (activity_id) where activity_id is not null;
create index mail_message_record on app.mail_message (record_entity, record_id) where record_id is not null;

-- How far each folder was read. A folder that the server made anew (UIDVALIDITY) is read anew; Message-IDs keep it from
-- being filed twice.
create table app.mail_box (
  name text primary key,
  uid_validity text not null,
  uid_last bigint not null,
  fetched_at timestamptz not null,
  error text
);

create table app.mail_received (
  id uuid primary key,
  message_id text not null unique,
  box text not null,
  uid bigint not null,
  sender text not null,
  sender_name text not null,
  recipients text not null,
  subject text not null,
  body text not null,
  -- Sanitised.
  html text,
  nature text not null check (nature in ('message', 'auto_reply', 'bounce')),
  outcome text not null check (outcome in ('filed', 'created', 'commented', 'bounced', 'ignored', 'failed')),
  -- Why it was ignored or failed.
  reason text,
  record_entity text,
  record_id uuid,
  activity_id uuid,
  instance_id uuid,
  -- Names of attachments that were not kept, with the reason.
  left_out jsonb not null default '[]',
  sent_at timestamptz,
  received_at timestamptz not null
);
create index mail_received_activity on app.mail_received (activity_id) where activity_id is not null;
create index mail_received_sender on app.mail_received (sender, received_at);

-- One row: what becomes of mail.
create table app.mail_setting (
  id boolean primary key default true check (id),
  -- Of somebody whom we know, about nothing that we know.
  known_sender text not null default 'record' check (known_sender in ('record', 'ticket')),
  unknown_sender text not null default 'ticket' check (unknown_sender in ('ticket', 'lead', 'ignore')),
  owner_id uuid,
  team_id uuid,
  version integer not null default 1
);
insert into app.mail_setting default values;

create table app.mail_template (
  id uuid primary key,
  name text not null check (name <> ''),
  -- Null: for every kind of record.
  entity text,
  subject text not null,
  body text not null,
  version integer not null default 1,
  created_at timestamptz not null default clock_timestamp()
);
create unique index mail_template_name on app.mail_template (lower(name));
