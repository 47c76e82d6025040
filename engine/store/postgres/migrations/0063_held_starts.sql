-- Calls and message starts of a suspended process are jobs that name it and are not claimed before it is resumed. As before
-- otherwise.
--
-- Locks: replaces a function; nodes of the version before go on with it.

create or replace function engine.claim_jobs(p_limit integer, p_owner text, p_lease_ms integer)
returns table (n integer, kind text, body json) language plpgsql
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off
set enable_mergejoin = off set jit = off as $$
declare
  v_jobs json;
  v_ids uuid[];
  v_roots uuid[];
  v_tokens uuid[];
  v_of integer[];
begin
  with due as (
      select j.ctid as place from engine.job j
      where j.state = 'ready' and j.kind <> 'external' and j.due_at <= throughline_now()
        and not exists (select 1 from engine.suspension s where s.kind = 'jobType' and s.job_type = j.handler
          or s.kind = 'process' and j.handler = 'process:' || s.process_key
          or s.kind = 'element' and s.element_id = j.element_id and s.process_key = (
            select d.process_key from engine.process_definition d where d.id = j.definition_id))
        and (j.lease_until is null or j.lease_until < clock_timestamp())
      order by j.due_at limit p_limit for update skip locked),
    leased as (
      update engine.job j set lease_no = j.lease_no + 1, lease_owner = p_owner,
        lease_until = clock_timestamp() + p_lease_ms * interval '1 millisecond'
      where j.ctid = any (array(select d.place from due d)) returning j.*)
    select json_build_object('leaseNo', array_agg(l.lease_no), 'id', array_agg(l.id),
        'rootId', array_agg(l.root_instance_id), 'instanceId', array_agg(l.instance_id),
        'scopeId', array_agg(l.scope_id), 'tokenId', array_agg(l.token_id),
        'definitionId', array_agg(l.definition_id), 'elementId', array_agg(l.element_id), 'kind', array_agg(l.kind),
        'handler', array_agg(l.handler), 'dueAt', array_agg(l.due_at), 'priority', array_agg(l.priority),
        'retriesLeft', array_agg(l.retries_left), 'attempt', array_agg(l.attempt), 'state', array_agg(l.state),
        'payload', array_agg(l.payload), 'effectKey', array_agg(l.effect_key)),
      array_agg(l.id), array_agg(l.token_id),
      array_agg(case when l.scope_id = l.root_instance_id and l.token_id is not null
        and l.kind in ('timer', 'task-activation', 'continue') then l.root_instance_id end)
      into v_jobs, v_ids, v_tokens, v_roots
      from (select * from leased order by priority desc, due_at, id) l;
  if v_ids is null then
    return;
  end if;
  return query select null::integer, 'jobs', v_jobs;
  select array_agg(w.n), array_agg(w.id), array_agg(w.root), array_agg(w.token) into v_of, v_ids, v_roots, v_tokens
    from unnest(v_ids, v_roots, v_tokens) with ordinality w(id, root, token, n) where w.root is not null;
  if v_of is null then
    return;
  end if;
  return query select null::integer, 'roots', json_build_object('n', array_agg(w.n),
      'instance', json_build_object('id', array_agg(i.id), 'definitionId', array_agg(i.definition_id),
        'processKey', array_agg(i.process_key), 'businessKey', array_agg(i.business_key), 'status', array_agg(i.status), 'initiator', array_agg(i.initiator),
        'startedAt', array_agg(i.started_at), 'endedAt', array_agg(i.ended_at),
        'endElementId', array_agg(i.end_element_id), 'variables', array_agg(i.variables), 'live', array_agg(i.live),
        'counts', array_agg(i.counts), 'version', array_agg(i.version), 'nextSeq', array_agg(i.next_seq),
        'memo', array_agg(i.memo), 'suspended', array_agg(i.suspended)),
      'token', json_build_object('id', array_agg(t.id), 'elementId', array_agg(t.element_id),
        'state', array_agg(t.state), 'flowId', array_agg(t.flow_id), 'enteredAt', array_agg(t.entered_at),
        'generation', array_agg(t.generation)))
    from unnest(v_of, v_roots, v_tokens) w(n, root, token)
    join engine.process_instance i on i.id = w.root
    join engine.token t on t.id = w.token
    having count(*) > 0;
  -- Mostly nothing else hangs on the tokens of due timers: asking that for all of them costs less than looking for each.
  if exists (select 1 from engine.user_task u where u.root_instance_id = any (v_roots)) then
    return query select w.n, 'userTask', row_to_json(r)
      from unnest(v_of, v_roots, v_tokens) w(n, root, token)
      join engine.user_task_row r on r."rootId" = w.root and r."tokenId" = w.token
      where r.state in ('planned', 'ready');
  end if;
  if exists (select 1 from unnest(v_ids, v_roots) w(id, root)
      join engine.job j on j.root_instance_id = w.root and j.id <> w.id) then
    return query select w.n, 'job', row_to_json(r)
      from unnest(v_of, v_roots, v_tokens, v_ids) w(n, root, token, id)
      join engine.job_row r on r."rootId" = w.root and r."tokenId" = w.token and r.id <> w.id;
  end if;
  if exists (select 1 from engine.event_subscription s where s.root_instance_id = any (v_roots)) then
    return query select w.n, 'subscription', row_to_json(r)
      from unnest(v_of, v_roots, v_tokens) w(n, root, token)
      join engine.subscription_row r on r."rootId" = w.root and r."tokenId" = w.token;
  end if;
  if exists (select 1 from engine.incident i where i.root_instance_id = any (v_roots)) then
    return query select w.n, 'incident', row_to_json(r)
      from unnest(v_of, v_roots, v_tokens) w(n, root, token)
      join engine.incident_row r on r."rootId" = w.root and r."tokenId" = w.token;
  end if;
end $$;
