-- Signals that are being delivered are listed with how far they are; without it that reads every job.
--
-- Locks: writers of engine.job wait while the index is built; it holds the few signals on their way.
create index job_signal on engine.job (id) where kind = 'signal';
