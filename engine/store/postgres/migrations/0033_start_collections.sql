-- What has occurred so far for parallel multiple start events (BPMN 2.0.2 §10.5.2): one row per start that is not complete,
-- gone as soon as it is. What is complete becomes a job of kind `start`, in the same transaction.
--
-- Locks: replaces two checks and adds a table, each for a moment; old code may keep running.

create table engine.start_collection (
  id uuid primary key,
  process_key text not null,
  element_id text not null,
  -- What occurrences with a key have in common; null as long as none had one.
  correlation_key text,
  -- In the order of their coming: the signature of the definition, and the variables that it brought.
  occurred jsonb not null check (jsonb_typeof(occurred) = 'array'),
  opened_at timestamptz not null default throughline_now()
);
create index start_collection_place on engine.start_collection (process_key, element_id, correlation_key, id);

alter table engine.job
  drop constraint job_kind_check,
  add constraint job_kind_check check (kind in ('timer', 'task-activation', 'service', 'external', 'continue',
    'timer-start', 'record-event', 'signal', 'batch', 'message', 'start')),
  drop constraint job_root_check,
  add constraint job_root_check check (
    root_instance_id is not null or kind in ('timer-start', 'record-event', 'signal', 'batch', 'message', 'start'));
