-- How far the record timeline has followed the history of each root instance. The cursor moves in the transaction
-- that writes the timeline rows, so a step is told once, also after a crash. New tables only.
create table app.timeline_cursor (
  root_instance_id uuid primary key,
  seq integer not null
);

-- Where the reader of the engine's outbox stands; one row per reader.
create table app.outbox_cursor (
  reader text primary key,
  position text
);
