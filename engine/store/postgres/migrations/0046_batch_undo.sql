-- What a target was before a batch treated it, and which batch takes which one back: at most one at a time.
--
-- Locks: adds columns without a default; the index is on a small table.

alter table engine.batch_item add column before jsonb;
alter table engine.batch add column undoes uuid;
create unique index batch_undoes on engine.batch (undoes) where undoes is not null and state <> 'cancelled';
