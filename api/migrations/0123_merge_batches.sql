-- Batches that merge: rows have an order, so that they are taken back in the opposite one. A column with a constant default
-- is added without rewriting the table; old code may keep running, it leaves the order at 0.
alter table app.record_batch_row add column position integer not null default 0;
