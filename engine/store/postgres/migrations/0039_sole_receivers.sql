-- A message to an instance that this node remembers is written without asking who waits for it; the write says for whom
-- it was taken to be, and comes to nothing when somebody else is meant, too.
--
-- Locks: replaces a function.

-- As before; who is taken for the only receiver of a message must be that.
create or replace function engine.write_more(p_more json) returns void language plpgsql as $$
declare
  v_more jsonb := p_more; -- read once, not once for each table
begin
  -- Its own subscription is closed by this very step, or it stays the only one.
  if v_more -> 'soles' is not null and exists (
      select 1 from jsonb_to_recordset(v_more -> 'soles') r(id uuid, name text, key text)
      join engine.event_subscription s on s.name = r.name and s.correlation_key = r.key
      where s.kind = 'message' and s.root_instance_id is not null and s.id <> r.id
      union all
      select 1 from jsonb_to_recordset(v_more -> 'soles') r(name text)
      join engine.event_subscription s on s.name = r.name
      where s.kind = 'message' and s.root_instance_id is null) then
    raise exception 'Somebody else waits for the message, too.' using errcode = 'TL001', detail = 'contested';
  end if;
  if v_more -> 'tokens' is not null then
    update engine.token t set state = r.state, flow_id = r."flowId", scope_id = r."scopeId",
        generation = r.generation
      from jsonb_to_recordset(v_more -> 'tokens') r(id uuid, "scopeId" uuid, state text, "flowId" text,
        generation integer)
      where t.id = r.id;
  end if;
  if v_more -> 'goneScopes' is not null then
    delete from engine.scope s using jsonb_array_elements_text(v_more -> 'goneScopes') g where s.id = g.value::uuid;
    delete from engine.loop l using jsonb_array_elements_text(v_more -> 'goneScopes') g
      where l.scope_id = g.value::uuid;
    delete from engine.loop_result l using jsonb_array_elements_text(v_more -> 'goneScopes') g
      where l.scope_id = g.value::uuid;
  end if;
  if v_more -> 'newLoops' is not null then
    insert into engine.loop (scope_id, root_instance_id, items)
      select r.id, r."rootId", r.items
      from jsonb_to_recordset(v_more -> 'newLoops') r(id uuid, "rootId" uuid, items jsonb);
  end if;
  if v_more -> 'newLoopResults' is not null then
    insert into engine.loop_result (id, root_instance_id, scope_id, index, value)
      select r.id, r."rootId", r."scopeId", r.index, coalesce(r.value, 'null'::jsonb)
      from jsonb_to_recordset(v_more -> 'newLoopResults') r(id uuid, "rootId" uuid, "scopeId" uuid, index integer,
        value jsonb);
  end if;
  if v_more -> 'scopes' is not null then
    update engine.scope s set variables = r.variables, live = r.live, counts = r.counts, memo = r.memo
      from jsonb_to_recordset(v_more -> 'scopes') r(id uuid, variables jsonb, live integer, counts jsonb, memo jsonb)
      where s.id = r.id;
  end if;
  if v_more -> 'newScopes' is not null then
    insert into engine.scope (id, root_instance_id, instance_id, parent_id, element_id, token_id, variables, live,
        counts, kind, memo)
      select r.id, r."rootId", r."instanceId", r."parentId", r."elementId", r."tokenId", r.variables, r.live,
        r.counts, r.kind, r.memo
      from jsonb_to_recordset(v_more -> 'newScopes') r(id uuid, "rootId" uuid, "instanceId" uuid, "parentId" uuid,
        "elementId" text, "tokenId" uuid, variables jsonb, live integer, counts jsonb, kind text, memo jsonb);
  end if;
  if v_more -> 'goneJobs' is not null then
    delete from engine.job j using jsonb_array_elements_text(v_more -> 'goneJobs') g where j.id = g.value::uuid;
  end if;
  -- A written job gives its lease back.
  if v_more -> 'jobs' is not null then
    update engine.job j set definition_id = r."definitionId", due_at = r."dueAt", priority = r.priority,
        retries_left = r."retriesLeft", attempt = r.attempt, state = r.state, payload = r.payload,
        lease_owner = null, lease_until = null
      from jsonb_to_recordset(v_more -> 'jobs') r(id uuid, "definitionId" uuid, "dueAt" timestamptz,
        priority integer, "retriesLeft" integer, attempt integer, state text, payload jsonb)
      where j.id = r.id;
  end if;
  if v_more -> 'newJobs' is not null then
    insert into engine.job (id, root_instance_id, instance_id, scope_id, token_id, definition_id, element_id, kind,
        handler, due_at, priority, retries_left, attempt, state, payload, effect_key, lease_no, lease_owner,
        lease_until)
      select r.id, r."rootId", r."instanceId", r."scopeId", r."tokenId", r."definitionId", r."elementId", r.kind,
        r.handler, r."dueAt", r.priority, r."retriesLeft", r.attempt, r.state, r.payload, r."effectKey",
        case when r."leaseOwner" is null then 0 else 1 end, r."leaseOwner",
        clock_timestamp() + r."leaseMs" * interval '1 millisecond'
      from jsonb_to_recordset(v_more -> 'newJobs') r(id uuid, "rootId" uuid, "instanceId" uuid, "scopeId" uuid,
        "tokenId" uuid, "definitionId" uuid, "elementId" text, kind text, handler text, "dueAt" timestamptz,
        priority integer, "retriesLeft" integer, attempt integer, state text, payload jsonb, "effectKey" text,
        "leaseOwner" text, "leaseMs" integer);
  end if;
  if v_more -> 'goneSubscriptions' is not null then
    delete from engine.event_subscription s using jsonb_array_elements_text(v_more -> 'goneSubscriptions') g
      where s.id = g.value::uuid;
  end if;
  if v_more -> 'subscriptions' is not null then
    update engine.event_subscription s set definition_id = r."definitionId", correlation_key = r."correlationKey",
        payload = r.payload
      from jsonb_to_recordset(v_more -> 'subscriptions') r(id uuid, "definitionId" uuid, "correlationKey" text,
        payload jsonb)
      where s.id = r.id;
  end if;
  if v_more -> 'newSubscriptions' is not null then
    -- A sender that found nobody takes the same key exclusively and looks again (decisions.md 14).
    perform pg_advisory_xact_lock_shared(k.lock) from (
      select distinct hashtextextended(r.name || chr(31) || coalesce(r."correlationKey", ''), 14) as lock
      from jsonb_to_recordset(v_more -> 'newSubscriptions') r(name text, "correlationKey" text) order by 1) k;
    insert into engine.event_subscription (id, root_instance_id, instance_id, scope_id, token_id, definition_id,
        element_id, kind, name, correlation_key, payload)
      select r.id, r."rootId", r."instanceId", r."scopeId", r."tokenId", r."definitionId", r."elementId", r.kind,
        r.name, r."correlationKey", r.payload
      from jsonb_to_recordset(v_more -> 'newSubscriptions') r(id uuid, "rootId" uuid, "instanceId" uuid,
        "scopeId" uuid, "tokenId" uuid, "definitionId" uuid, "elementId" text, kind text, name text,
        "correlationKey" text, payload jsonb);
  end if;
  if v_more -> 'goneIncidents' is not null then
    delete from engine.incident i using jsonb_array_elements_text(v_more -> 'goneIncidents') g
      where i.id = g.value::uuid;
  end if;
  if v_more -> 'incidents' is not null then
    update engine.incident i set code = r.code, message = r.message, resume = r.resume
      from jsonb_to_recordset(v_more -> 'incidents') r(id uuid, code text, message text, resume jsonb)
      where i.id = r.id;
  end if;
  if v_more -> 'newIncidents' is not null then
    insert into engine.incident (id, root_instance_id, instance_id, token_id, job_id, element_id, code, message,
        created_at, resume)
      select r.id, r."rootId", r."instanceId", r."tokenId", r."jobId", r."elementId", r.code, r.message,
        r."createdAt", coalesce(r.resume, 'null'::jsonb)
      from jsonb_to_recordset(v_more -> 'newIncidents') r(id uuid, "rootId" uuid, "instanceId" uuid, "tokenId" uuid,
        "jobId" uuid, "elementId" text, code text, message text, "createdAt" timestamptz, resume jsonb);
  end if;
  if v_more -> 'recordLinks' is not null then
    insert into engine.record_link (root_instance_id, instance_id, variable, entity, record_id)
      select r."rootId", r."instanceId", r.variable, r.entity, r."recordId"
      from jsonb_to_recordset(v_more -> 'recordLinks') r("rootId" uuid, "instanceId" uuid, variable text,
        entity text, "recordId" text)
      on conflict (instance_id, variable) do update set entity = excluded.entity, record_id = excluded.record_id;
  end if;
end $$;
