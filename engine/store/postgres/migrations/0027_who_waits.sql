-- Who waits for a message or record event is found by an index whichever way it was asked: by key, without a key, as a
-- start, or as a conversation that learns its key from the first message.
--
-- Locks: builds two small partial indexes; writers of engine.event_subscription wait while the table is read.
create index event_subscription_start_name on engine.event_subscription (name, kind)
  where root_instance_id is null;
create index event_subscription_conversation on engine.event_subscription (name)
  where root_instance_id is not null and payload ? 'isConversation';
