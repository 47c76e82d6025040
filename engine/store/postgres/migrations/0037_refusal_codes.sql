-- Why a batch did not treat something, as a code with its values: the words are the reader's.
--
-- Locks: adds columns without a default.

alter table engine.batch_item
  add column code text,
  add column facts jsonb;
