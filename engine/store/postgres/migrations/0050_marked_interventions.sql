-- Whether a command is a person's intervention is told by who writes it, instead of being looked for in the events of each
-- command by the index: that cost more than the rest of the row. Roots and jobs are locked and compared in one pass.
--
-- Locks: adds a column with a constant default, marks the interventions there are, builds an index over the history.

alter table engine.history_command add column is_intervention boolean not null default false;
update engine.history_command set is_intervention = true
  where actor_kind in ('user', 'api_key') and events @? '$[*].kind ? (@ == "InstanceSuspended" || @ == "InstanceResumed"
    || @ == "InstanceMigrated" || @ == "InstanceModified" || @ == "JobChanged" || @ == "IncidentResolved"
    || @ == "UserTaskAssigned" || @ == "UserTaskChanged")'::jsonpath;
drop index engine.history_command_intervention;
create index history_command_intervention on engine.history_command (occurred_at desc) where is_intervention;

drop function engine.write_steps(uuid[], integer[], json, integer[], uuid[], integer[], json, json, json, json, json, json,
  uuid[], uuid[], uuid[], uuid[], integer[], timestamptz[], uuid[], uuid[], text[], text[], boolean[], text, jsonb,
  uuid[], boolean);

-- As before, with p_history_interventions.
--
-- Lock order, the same in every call: roots by id, jobs by id, idempotency keys by text, message keys (shared).
create function engine.write_steps(
  p_roots uuid[], p_versions integer[], p_keys json,
  p_fence_steps integer[], p_fence_jobs uuid[], p_fence_leases integer[],
  p_new_instances json, p_instances json, p_new_tokens json, p_new_tasks json, p_tasks json, p_more json,
  p_gone_tokens uuid[], p_gone_jobs uuid[], p_gone_subscriptions uuid[],
  p_history_roots uuid[], p_history_seqs integer[], p_history_times timestamptz[], p_history_definitions uuid[],
  p_history_commands uuid[], p_history_actor_kinds text[], p_history_actors text[], p_history_bulk boolean[],
  p_history_interventions boolean[],
  p_events text, p_outbox jsonb, p_latest uuid[], p_strict boolean)
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
  v_alone := cardinality(p_roots) = 1 and p_keys is null and p_fence_jobs is null;
  if cardinality(p_roots) = 1 then
    if p_versions[1] is not null and not v_alone then
      select i.version into v_version from engine.process_instance i where i.id = p_roots[1] for update;
      v_bad := v_version is distinct from p_versions[1];
    end if;
  else
    select count(*) filter (where l.is_right) into v_count from (
      select i.version = w.version as is_right from unnest(p_roots, p_versions) w(id, version)
      join engine.process_instance i on i.id = w.id order by i.id for update of i) l;
    v_bad := v_count < cardinality(array_remove(p_versions, null));
  end if;
  if p_fence_jobs is not null then
    select count(*) filter (where l.is_right) into v_count from (
      select j.lease_no = f.lease_no as is_right from unnest(p_fence_jobs, p_fence_leases) f(id, lease_no)
      join engine.job j on j.id = f.id order by j.id for update of j) l;
    v_bad := v_bad or v_count < cardinality(p_fence_jobs);
  end if;
  if p_keys is not null then
    v_bad := v_bad or exists (
      select 1 from json_to_recordset(p_keys) k(key text) join engine.idempotency d on d.key = k.key);
  end if;
  if v_bad then
    select array_agg(case
        when exists (select 1 from json_to_recordset(p_keys) k(n integer, key text)
          join engine.idempotency d on d.key = k.key where k.n = w.n) then 'replayed'
        when exists (select 1 from unnest(p_fence_steps, p_fence_jobs, p_fence_leases) f(n, id, lease_no)
          left join engine.job j on j.id = f.id and j.lease_no = f.lease_no
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
      counts = coalesce(r.counts, i.counts),
      memo = coalesce(r.memo, i.memo),
      suspended = coalesce(r.suspended, i.suspended)
    from json_to_recordset(p_instances) r(id uuid, version integer, "definitionId" uuid, status text, "endedAt" timestamptz,
      "endElementId" text, variables jsonb, "lastVariables" jsonb, live integer, counts jsonb, "nextSeq" integer,
      memo jsonb, suspended boolean)
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
        version, next_seq, memo)
      select r.id, r."rootId", r."parentInstanceId", r."parentTokenId", r."definitionId", r."processKey",
        r."businessKey", r.status, r.initiator, r."startedAt", r."endedAt", r."endElementId", r.variables, r.live,
        r.counts, r.version, r."nextSeq", coalesce(r.memo, '{}')
      from json_to_recordset(p_new_instances) r(id uuid, "rootId" uuid, "parentInstanceId" uuid,
        "parentTokenId" uuid, "definitionId" uuid, "processKey" text, "businessKey" text, status text,
        initiator text, "startedAt" timestamptz, "endedAt" timestamptz, "endElementId" text, variables jsonb,
        live integer, counts jsonb, version integer, "nextSeq" integer, memo jsonb);
  end if;
  if p_gone_tokens is not null then
    delete from engine.token where id = any (p_gone_tokens);
  end if;
  if p_gone_jobs is not null then
    delete from engine.job where id = any (p_gone_jobs);
  end if;
  if p_gone_subscriptions is not null then
    delete from engine.event_subscription where id = any (p_gone_subscriptions);
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
      completed_at = r."completedAt", completed_by = r."completedBy", owner = r.owner, delegation = r.delegation,
      follow_up_at = r."followUpAt"
    from json_to_recordset(p_tasks) r(id uuid, "definitionId" uuid, name text, state text, assignee text,
      "substituteFor" text, "candidateUsers" text[], "candidateGroups" text[], "availableAt" timestamptz,
      "dueAt" timestamptz, priority integer, data jsonb, attempt integer, outcome text, "completedAt" timestamptz,
      "completedBy" text, owner text, delegation text, "followUpAt" timestamptz)
    where t.id = r.id;
  end if;
  if p_new_tasks is not null then
    insert into engine.user_task (id, root_instance_id, instance_id, scope_id, token_id, definition_id, process_key,
        element_id, name, kind, state, assignee, substitute_for, candidate_users, candidate_groups, created_at,
        available_at, due_at, priority, data, attempt, outcome, completed_at, completed_by, owner, delegation,
        follow_up_at)
      select r.id, r."rootId", r."instanceId", r."scopeId", r."tokenId", r."definitionId", r."processKey",
        r."elementId", r.name, r.kind, r.state, r.assignee, r."substituteFor", r."candidateUsers",
        r."candidateGroups", r."createdAt", r."availableAt", r."dueAt", r.priority, r.data, r.attempt, r.outcome,
        r."completedAt", r."completedBy", r.owner, r.delegation, r."followUpAt"
      from json_to_recordset(p_new_tasks) r(id uuid, "rootId" uuid, "instanceId" uuid, "scopeId" uuid,
        "tokenId" uuid, "definitionId" uuid, "processKey" text, "elementId" text, name text, kind text, state text,
        assignee text, "substituteFor" text, "candidateUsers" text[], "candidateGroups" text[],
        "createdAt" timestamptz, "availableAt" timestamptz, "dueAt" timestamptz, priority integer, data jsonb,
        attempt integer, outcome text, "completedAt" timestamptz, "completedBy" text, owner text,
        delegation text, "followUpAt" timestamptz);
  end if;
  if p_more is not null then
    perform engine.write_more(p_more);
  end if;
  insert into engine.history_command (root_instance_id, seq, occurred_at, definition_id, command_id, actor_kind,
      actor_id, events, bulk, is_intervention)
    select h.root, h.seq, h.at, h.definition, h.command, h.actor_kind, h.actor,
      case when h.is_bulk then '[]' else h.events::jsonb end, case when h.is_bulk then h.events end, h.is_intervention
    from unnest(p_history_roots, p_history_seqs, p_history_times, p_history_definitions, p_history_commands,
      p_history_actor_kinds, p_history_actors, p_history_bulk, p_history_interventions,
      string_to_array(p_events, chr(30)))
      h(root, seq, at, definition, command, actor_kind, actor, is_bulk, is_intervention, events);
  if p_outbox is not null then
    insert into engine.outbox (message) values (p_outbox);
  end if;
  return null;
end $$;
