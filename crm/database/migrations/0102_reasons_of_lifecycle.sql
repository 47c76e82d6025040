-- Why a status moved is kept with the move: what held of the rule that moved it, or the step of which process did. New columns
-- without defaults lock the table for a moment; old code may keep running and leaves them empty.
alter table crm.lifecycle_history
  add column held jsonb,
  add column instance_id uuid,
  add column process_name text,
  add column element_name text;
