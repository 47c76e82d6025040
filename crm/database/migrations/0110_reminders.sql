-- Whoever planned to be reminded of an activity is: which start he was reminded of, so that one which is moved reminds
-- again. A column without a default and an index over few rows; the version before may keep running.
alter table crm.activity add column reminded_of timestamptz;
create index activity_reminder on crm.activity (planned_start)
  where reminder_minutes is not null and deleted_at is null and status in ('planned', 'in_progress');
