-- What a diagram says of its history (historyTimeToLive) is the setting of the process until somebody sets one by hand.
--
-- Locks: adds a column with a constant default, which rewrites nothing. Nodes of the version before go on: what they write
-- counts as set by hand.
alter table engine.process_setting add column by_diagram boolean not null default false;
