-- Running promises in the order in which they fall due, also after somebody was told of those that are broken.
create index sla_clock_running on crm.sla_clock (due_at) where ended_at is null and paused_at is null;
