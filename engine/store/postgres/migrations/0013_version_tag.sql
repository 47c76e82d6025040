-- The name of a version, by which a call activity or decision may be bound.
--
-- Locks: adds a column without a default, for a moment; old code may keep running.

alter table engine.process_definition add column version_tag text;
