-- Starts that did not come about, for the administrator's list. Jobs that failed inside an instance have an incident.
--
-- Locks: one small index over the few failed jobs; writers of engine.job wait while the table is read once.
create index job_failed_start on engine.job (due_at) where state = 'failed' and root_instance_id is null;
