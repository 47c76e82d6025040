-- A working calendar that changes moves the due instants of the clocks that run by it; their history says so.
alter table crm.sla_clock_log drop constraint sla_clock_log_what_check;
alter table crm.sla_clock_log add constraint sla_clock_log_what_check
  check (what in ('started', 'paused', 'resumed', 'retargeted', 'recalculated', 'met', 'breached', 'dropped'));
