-- A search for duplicates that somebody asked for goes on by day; the nightly one does not. Brief lock of a table of
-- three rows; old code may keep running.
alter table crm.duplicate_scan add column asked_at timestamptz;
