-- Clocks that were set to another promise were due by it, but still bore the former one, by which they went on after a
-- pause. Running ones get what their ticket is promised; when they are due stays. Locks those rows for a moment; old code
-- may keep running.
update crm.sla_clock c
set policy_code = p.code, target_minutes = g.minutes, use_working_hours = g.use_working_hours,
    calendar_code = p.calendar_code, pause_states = g.pause_states
from crm.ticket t
join crm.sla_policy p on p.code = t.sla_policy
join crm.sla_target g on g.policy_code = p.code
where c.ticket_id = t.id and g.metric = c.metric and c.ended_at is null and c.policy_code <> p.code;
