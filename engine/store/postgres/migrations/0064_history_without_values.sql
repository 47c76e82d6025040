-- An event as it is kept of an ended instance at the level 'activity': what happened, without the values that it happened
-- with. The shape stays, so that whoever reads it meets nothing new. Business keys and what people wrote as their reason are
-- no values; messages of incidents stay, because they say what happened. A call is named by its subject, which is made of
-- values; it bears the id of its element then.
--
-- Locks: creates a function, and marks the instances that were thinned out before so that it is done once more.
create function engine.without_values(p_event jsonb) returns jsonb language sql immutable parallel safe as $$
  select case e ->> 'kind'
    when 'ElementMemoSet' then jsonb_set(e, '{value}', 'null')
    when 'LoopStarted' then jsonb_set(e, '{loop,items}', '[]')
    when 'LoopResultAdded' then jsonb_set(e, '{result,value}', 'null')
    when 'UserTaskCreated' then jsonb_set(e, '{task}', e -> 'task' || '{"data": {}}'
      || case when e #>> '{task,kind}' = 'call' then jsonb_build_object('name', e #> '{task,elementId}') else '{}' end)
    when 'UserTaskRescheduled' then jsonb_set(e, '{data}', '{}')
    when 'JobCreated' then jsonb_set(e, '{job,payload}', '{}')
    when 'SubscriptionOpened' then
      jsonb_set(jsonb_set(e, '{subscription,payload}', '{}'), '{subscription,correlationKey}', 'null')
    when 'IncidentRaised' then jsonb_set(e, '{incident,resume}', 'null')
    when 'DecisionEvaluated' then jsonb_set(e, '{trace}', coalesce((
      select jsonb_agg(t.trace || jsonb_build_object('inputs', '[]'::jsonb, 'output', null, 'rules', coalesce((
          select jsonb_agg(r.rule || '{"outputs": {}}' order by r.n)
          from jsonb_array_elements(t.trace -> 'rules') with ordinality r(rule, n)), '[]')) order by t.n)
      from jsonb_array_elements(e -> 'trace') with ordinality t(trace, n)), '[]'))
    when 'Noted' then jsonb_set(e, '{facts}', 'null')
    else e end
  from (select p_event
    || case when p_event ? 'values' then '{"values": {}}'::jsonb else '{}'::jsonb end
    || case when p_event ? 'variables' then '{"variables": {}}'::jsonb else '{}'::jsonb end) given(e)
$$;

update engine.process_instance i set history_kept = 'full'
from engine.process_setting s
where s.process_key = i.process_key and s.history_level = i.history_kept and i.history_kept <> 'full'
  and i.id = i.root_instance_id;
