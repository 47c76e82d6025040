-- Interventions in instances outlive the history that they are part of: before that is thinned out or removed, they are
-- copied here (operations/history-retention.ts).
--
-- Locks: adds columns without a default, which rewrites nothing.
alter table engine.operation add column instance_id uuid, add column element_id text;
