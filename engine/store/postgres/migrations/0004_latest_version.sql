-- A step that rests on a version being the latest of its process checks that as it writes, so that a version which
-- another node has just published is used by the next start. Callers of before give no p_latest and check nothing.
--
-- Locks: none but on the function itself.
drop function engine.write_steps(uuid[], integer[], json, json, json, json, json, uuid[], json, json, json, json, json,
  boolean);

-- Writes many decided commands, each of another root. Answers null when all of them are written; else one word for
-- each ('ready' | 'conflict' | 'fenced' | 'replayed') and nothing is written, so that the caller sends the ready
-- ones again. With p_strict it raises instead, for use inside an open transaction. The versions in p_latest were taken
-- for the latest of their process; when one of them is not any more, it raises 'outdated'.
--
-- Lock order, the same in every call: roots by id, jobs by id, idempotency keys by text, message keys (shared).
create function engine.write_steps(
  p_roots uuid[], p_versions integer[], p_keys json, p_fences json,
  p_new_instances json, p_instances json, p_new_tokens json, p_gone_tokens uuid[],
  p_new_tasks json, p_tasks json, p_more json, p_events json, p_outbox json, p_strict boolean,
  p_latest uuid[] default null)
returns text[] language plpgsql
-- Plans are made once and must stay right while the tables grow: a list of unknown length joined to a table that is
-- still small would be planned as a scan of the whole table, and keep that plan.
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off
set enable_mergejoin = off set jit = off as $$
declare
  v_count integer;
  v_version integer;
  v_bad boolean := false;
  v_alone boolean;
  v_outcomes text[];
begin
  -- One step without guards needs no look beforehand: its own update below is the check.
  v_alone := cardinality(p_roots) = 1 and p_keys is null and p_fences is null;
  if cardinality(p_roots) = 1 then
    if p_versions[1] is not null and not v_alone then
      select i.version into v_version from engine.process_instance i where i.id = p_roots[1] for update;
      v_bad := v_version is distinct from p_versions[1];
    end if;
  else
    select count(*) into v_count from (
      select i.id, i.version from engine.process_instance i where i.id = any (p_roots) order by i.id for update) l
      join unnest(p_roots, p_versions) w(id, version) on w.id = l.id and w.version = l.version;
    v_bad := v_count < cardinality(array_remove(p_versions, null));
  end if;
  if p_fences is not null then
    select count(*) into v_count from (
      select j.id, j.lease_no from engine.job j
      where j.id in (select f.id from json_to_recordset(p_fences) f(id uuid)) order by j.id for update) l
      join json_to_recordset(p_fences) f(id uuid, "leaseNo" integer) on f.id = l.id and f."leaseNo" = l.lease_no;
    v_bad := v_bad or v_count < json_array_length(p_fences);
  end if;
  if p_keys is not null then
    v_bad := v_bad or exists (
      select 1 from json_to_recordset(p_keys) k(key text) join engine.idempotency d on d.key = k.key);
  end if;
  if v_bad then
    select array_agg(case
        when exists (select 1 from json_to_recordset(p_keys) k(n integer, key text)
          join engine.idempotency d on d.key = k.key where k.n = w.n) then 'replayed'
        when exists (select 1 from json_to_recordset(p_fences) f(n integer, id uuid, "leaseNo" integer)
          left join engine.job j on j.id = f.id and j.lease_no = f."leaseNo"
          where f.n = w.n and j.id is null) then 'fenced'
        when w.version is not null and w.version is distinct from i.version then 'conflict'
        else 'ready' end order by w.n)
      into v_outcomes
      from unnest(p_roots, p_versions) with ordinality w(id, version, n)
      left join engine.process_instance i on i.id = w.id;
    if p_strict then
      raise exception 'The step was overtaken.' using errcode = 'TL001', detail = v_outcomes[1];
    end if;
    return v_outcomes;
  end if;
  if p_latest is not null and exists (
      select 1 from engine.process_definition d
      join engine.process_definition newer on newer.process_key = d.process_key and newer.version > d.version
      where d.id = any (p_latest)) then
    raise exception 'Another version was published.' using errcode = 'TL001', detail = 'outdated';
  end if;
  if p_keys is not null then
    insert into engine.idempotency (key, fingerprint, response)
      select k.key, k.fingerprint, coalesce(k.response, 'null'::jsonb)
      from json_to_recordset(p_keys) k(key text, fingerprint text, response jsonb) order by k.key
      on conflict do nothing;
    get diagnostics v_count = row_count;
    if v_count < json_array_length(p_keys) then
      raise exception 'The idempotency key was written meanwhile.' using errcode = 'TL001', detail = 'replayed';
    end if;
  end if;

  if p_instances is not null then
    update engine.process_instance i set
      version = coalesce(r.version, i.version),
      next_seq = coalesce(r."nextSeq", i.next_seq),
      definition_id = coalesce(r."definitionId", i.definition_id),
      status = coalesce(r.status, i.status),
      ended_at = coalesce(r."endedAt", i.ended_at),
      end_element_id = coalesce(r."endElementId", i.end_element_id),
      variables = coalesce(r.variables, i.variables || r."lastVariables", i.variables),
      live = coalesce(r.live, i.live),
      counts = coalesce(r.counts, i.counts)
    from json_to_recordset(p_instances) r(id uuid, version integer, "definitionId" uuid, status text, "endedAt" timestamptz,
      "endElementId" text, variables jsonb, "lastVariables" jsonb, live integer, counts jsonb, "nextSeq" integer)
    where i.id = r.id and (not v_alone or i.id <> p_roots[1] or i.version = p_versions[1]);
    get diagnostics v_count = row_count;
    if v_alone and v_count < json_array_length(p_instances) then
      if p_strict or v_count > 0 then
        raise exception 'The step was overtaken.' using errcode = 'TL001', detail = 'conflict';
      end if;
      return array['conflict'];
    end if;
  end if;
  if p_new_instances is not null then
    insert into engine.process_instance (id, root_instance_id, parent_instance_id, parent_token_id, definition_id,
        process_key, business_key, status, initiator, started_at, ended_at, end_element_id, variables, live, counts,
        version, next_seq)
      select r.id, r."rootId", r."parentInstanceId", r."parentTokenId", r."definitionId", r."processKey",
        r."businessKey", r.status, r.initiator, r."startedAt", r."endedAt", r."endElementId", r.variables, r.live,
        r.counts, r.version, r."nextSeq"
      from json_to_recordset(p_new_instances) r(id uuid, "rootId" uuid, "parentInstanceId" uuid,
        "parentTokenId" uuid, "definitionId" uuid, "processKey" text, "businessKey" text, status text,
        initiator text, "startedAt" timestamptz, "endedAt" timestamptz, "endElementId" text, variables jsonb,
        live integer, counts jsonb, version integer, "nextSeq" integer);
  end if;
  if p_gone_tokens is not null then
    delete from engine.token where id = any (p_gone_tokens);
  end if;
  if p_new_tokens is not null then
    insert into engine.token (id, root_instance_id, instance_id, scope_id, element_id, state, flow_id, entered_at,
        generation)
      select r.id, r."rootId", r."instanceId", r."scopeId", r."elementId", r.state, r."flowId", r."enteredAt",
        r.generation
      from json_to_recordset(p_new_tokens) r(id uuid, "rootId" uuid, "instanceId" uuid, "scopeId" uuid,
        "elementId" text, state text, "flowId" text, "enteredAt" timestamptz, generation integer);
  end if;
  if p_tasks is not null then
    update engine.user_task t set
      definition_id = r."definitionId", name = r.name, state = r.state, assignee = r.assignee, substitute_for = r."substituteFor",
      candidate_users = r."candidateUsers", candidate_groups = r."candidateGroups", available_at = r."availableAt",
      due_at = r."dueAt", priority = r.priority, data = r.data, attempt = r.attempt, outcome = r.outcome,
      completed_at = r."completedAt", completed_by = r."completedBy"
    from json_to_recordset(p_tasks) r(id uuid, "definitionId" uuid, name text, state text, assignee text,
      "substituteFor" text, "candidateUsers" text[], "candidateGroups" text[], "availableAt" timestamptz,
      "dueAt" timestamptz, priority integer, data jsonb, attempt integer, outcome text, "completedAt" timestamptz,
      "completedBy" text)
    where t.id = r.id;
  end if;
  if p_new_tasks is not null then
    insert into engine.user_task (id, root_instance_id, instance_id, scope_id, token_id, definition_id, process_key,
        element_id, name, kind, state, assignee, substitute_for, candidate_users, candidate_groups, created_at,
        available_at, due_at, priority, data, attempt, outcome, completed_at, completed_by)
      select r.id, r."rootId", r."instanceId", r."scopeId", r."tokenId", r."definitionId", r."processKey",
        r."elementId", r.name, r.kind, r.state, r.assignee, r."substituteFor", r."candidateUsers",
        r."candidateGroups", r."createdAt", r."availableAt", r."dueAt", r.priority, r.data, r.attempt, r.outcome,
        r."completedAt", r."completedBy"
      from json_to_recordset(p_new_tasks) r(id uuid, "rootId" uuid, "instanceId" uuid, "scopeId" uuid,
        "tokenId" uuid, "definitionId" uuid, "processKey" text, "elementId" text, name text, kind text, state text,
        assignee text, "substituteFor" text, "candidateUsers" text[], "candidateGroups" text[],
        "createdAt" timestamptz, "availableAt" timestamptz, "dueAt" timestamptz, priority integer, data jsonb,
        attempt integer, outcome text, "completedAt" timestamptz, "completedBy" text);
  end if;
  if p_more is not null then
    perform engine.write_more(p_more);
  end if;
  insert into engine.history_event (root_instance_id, seq, occurred_at, instance_id, definition_id, command_id,
      actor_kind, actor_id, kind, data)
    select r."rootId", r.seq, r.at, r."instanceId", r."definitionId", r."commandId", r."actorKind", r."actorId",
      r.kind, r.data
    from json_to_recordset(p_events) r("rootId" uuid, seq integer, at timestamptz, "instanceId" uuid,
      "definitionId" uuid, "commandId" uuid, "actorKind" text, "actorId" text, kind text, data jsonb);
  if p_outbox is not null then
    insert into engine.outbox (message) select value::text::jsonb from json_array_elements(p_outbox);
  end if;
  return null;
end $$;
