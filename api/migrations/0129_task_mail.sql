-- Tasks by mail: who wants them, which message is about whose task, and replies that completed one.
-- A new table, new columns without a default, and a wider check that locks mail_received while its rows are looked at.
create table app.task_mail (
  user_id uuid primary key,
  -- Tasks that were there before are not written about.
  since timestamptz not null
);

alter table app.mail_message
  add column task_id uuid,
  -- Whom it was sent to: the only one whose reply counts.
  add column task_user_id uuid;

alter table app.mail_received drop constraint mail_received_outcome_check;
alter table app.mail_received add constraint mail_received_outcome_check
  check (outcome in ('filed', 'created', 'commented', 'completed', 'bounced', 'ignored', 'failed'));
