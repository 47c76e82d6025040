-- A stage may belong to a process: while an instance of it works on a record, only processes move the record into the stage
-- and out of it. Adds a column without a default, which takes a short exclusive lock and rewrites nothing; old code may keep
-- running, and moves by hand.
alter table crm.stage add column process_key text check (process_key <> '' and length(process_key) <= 200);
