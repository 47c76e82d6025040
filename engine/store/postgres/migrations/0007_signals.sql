-- A broadcast pages through everybody who waits for a signal, in the order in which they began to.
--
-- Locks: the index is built while writers wait; no subscription of this kind exists before.
create index event_subscription_signal on engine.event_subscription (name, id) where kind = 'signal';
