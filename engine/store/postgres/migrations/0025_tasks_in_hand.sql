-- Tasks in hand and work at rest: who lent a task to whom, when it is looked at again, and what is suspended.
--
-- Locks: adds columns without defaults and small tables; the functions are replaced with the same arguments.

alter table engine.user_task
  add column owner text,
  add column delegation text check (delegation in ('pending', 'resolved')),
  add column follow_up_at timestamptz;

create or replace view engine.user_task_row as
select id, root_instance_id as "rootId", instance_id as "instanceId", scope_id as "scopeId", token_id as "tokenId",
  definition_id as "definitionId", process_key as "processKey", element_id as "elementId", name, kind, state, assignee,
  substitute_for as "substituteFor", candidate_users as "candidateUsers", candidate_groups as "candidateGroups",
  created_at as "createdAt", available_at as "availableAt", due_at as "dueAt", priority, data, attempt, outcome,
  completed_at as "completedAt", completed_by as "completedBy", owner, delegation, follow_up_at as "followUpAt"
from engine.user_task;

-- What takes no new work: a process, one of its elements, or the jobs of one type. Work that is due waits.
create table engine.suspension (
  id uuid primary key,
  kind text not null check (kind in ('process', 'element', 'jobType')),
  process_key text,
  element_id text,
  job_type text,
  since timestamptz not null,
  by_id text,
  reason text,
  check ((kind = 'jobType') = (job_type is not null)),
  check ((kind = 'jobType') = (process_key is null)),
  check ((kind = 'element') = (element_id is not null))
);
create unique index suspension_of on engine.suspension
  (kind, coalesce(process_key, ''), coalesce(element_id, ''), coalesce(job_type, ''));

create index job_external on engine.job (handler, due_at) where kind = 'external' and state = 'ready';

-- As before, with the tasks of named elements, whatever their state.
create or replace function engine.read_slices(p_kinds text[], p_ids uuid[], p_keys text[], p_needs json)
returns table (n integer, kind text, body json) language plpgsql stable
-- Every statement here goes by a key; planning it anew for each call costs more than the statement.
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off
set enable_mergejoin = off set jit = off as $$
declare
  v_root uuid;
  v_instance uuid;
  v_scope uuid;
  v_token uuid;
  v_need json;
  v_known boolean;
begin
  for i in 1 .. cardinality(p_ids) loop
    if p_keys is not null and p_keys[i] is not null then
      return query select i, 'replayed', row_to_json(k)
        from (select d.key, d.fingerprint, d.response from engine.idempotency d where d.key = p_keys[i]) k;
      continue when found;
    end if;
    v_root := null;
    v_token := null;
    case p_kinds[i]
      when 'userTask' then
        select t.root_instance_id, t.instance_id, t.scope_id, case when t.state in ('planned', 'ready') then t.token_id end
          into v_root, v_instance, v_scope, v_token from engine.user_task t where t.id = p_ids[i];
      when 'job' then
        select t.root_instance_id, t.instance_id, t.scope_id, t.token_id
          into v_root, v_instance, v_scope, v_token from engine.job t where t.id = p_ids[i];
      when 'subscription' then
        select t.root_instance_id, t.instance_id, t.scope_id, t.token_id
          into v_root, v_instance, v_scope, v_token from engine.event_subscription t where t.id = p_ids[i];
      when 'incident' then
        select t.root_instance_id, t.instance_id, coalesce(k.scope_id, t.instance_id), t.token_id
          into v_root, v_instance, v_scope, v_token
          from engine.incident t left join engine.token k on k.id = t.token_id where t.id = p_ids[i];
      else
        select t.root_instance_id, t.id, t.id into v_root, v_instance, v_scope
          from engine.process_instance t where t.id = p_ids[i];
    end case;
    if v_root is null then
      return query select i, 'missing', null::json;
      continue;
    end if;
    if v_scope = v_root then
      -- The usual case, a token directly in the root: one statement, because each costs more than its rows.
      return query
        select i, 'instance', row_to_json(r) from engine.instance_row r where r.id = v_root
        union all
        select i, 'token', row_to_json(r) from engine.token_row r where r.id = v_token
        union all
        select i, 'userTask', row_to_json(r) from engine.user_task_row r
          where r."rootId" = v_root and r."tokenId" = v_token and r.state in ('planned', 'ready')
        union all
        select i, 'job', row_to_json(r) from engine.job_row r where r."rootId" = v_root and r."tokenId" = v_token
        union all
        select i, 'subscription', row_to_json(r) from engine.subscription_row r
          where r."rootId" = v_root and r."tokenId" = v_token
        union all
        select i, 'incident', row_to_json(r) from engine.incident_row r
          where r."rootId" = v_root and r."tokenId" = v_token;
    else
      return query select * from engine.read_scope_chain(i, v_instance, v_scope);
      if v_token is not null then
        return query select * from engine.read_tokens(i, v_root, array[v_token]);
      end if;
    end if;
    -- The target itself, when no token leads to it.
    if p_kinds[i] = 'userTask' and v_token is null then
      return query select i, 'userTask', row_to_json(r) from engine.user_task_row r where r.id = p_ids[i];
    elsif p_kinds[i] = 'job' and v_token is null then
      return query select i, 'job', row_to_json(r) from engine.job_row r where r.id = p_ids[i];
    elsif p_kinds[i] = 'subscription' and v_token is null then
      return query select i, 'subscription', row_to_json(r) from engine.subscription_row r where r.id = p_ids[i];
    elsif p_kinds[i] = 'incident' and v_token is null then
      return query select i, 'incident', row_to_json(r) from engine.incident_row r where r.id = p_ids[i];
    end if;
    if p_needs is null then continue; end if;
    for v_need in select value from json_array_elements(p_needs -> (i - 1)) loop
      case v_need ->> 'kind'
        when 'tokensAt' then
          return query select * from engine.read_tokens(i, v_root, (
            select coalesce(array_agg(t.id), '{}') from engine.token t
            where t.root_instance_id = v_root and t.scope_id = (v_need ->> 'scopeId')::uuid
              and t.element_id = v_need ->> 'elementId'));
        when 'token' then
          return query select * from engine.read_tokens(i, v_root, array[(v_need ->> 'tokenId')::uuid]);
        when 'subtree' then
          return query select * from engine.read_subtree(i, v_root, (v_need ->> 'scopeId')::uuid);
        when 'scopeWakers' then
          return query select * from engine.read_scope_wakers(i, v_root, array[(v_need ->> 'scopeId')::uuid]);
        when 'subscriptionsOfKind' then
          return query select i, 'subscription', row_to_json(r) from engine.subscription_row r
            where r."rootId" = v_root and r.kind = v_need ->> 'subscriptionKind';
        when 'userTasksAt' then
          return query select i, 'userTask', row_to_json(r) from engine.user_task_row r
            where r."rootId" = v_root and r."instanceId" = (v_need ->> 'instanceId')::uuid
              and r."elementId" in (select json_array_elements_text(v_need -> 'elementIds'));
        when 'loop' then
          return query select i, 'loop', row_to_json(r) from engine.loop_row r
            where r.id = (v_need ->> 'scopeId')::uuid;
        when 'loopResults' then
          return query select i, 'loopResult', row_to_json(r) from engine.loop_result_row r
            where r."scopeId" = (v_need ->> 'scopeId')::uuid;
        when 'scopeChain' then
          return query select c.* from engine.read_scope_chain(i, coalesce(
            (select s.instance_id from engine.scope s where s.id = (v_need ->> 'scopeId')::uuid),
            (v_need ->> 'scopeId')::uuid), (v_need ->> 'scopeId')::uuid) c;
      end case;
    end loop;
    -- A need may leave out the root; its version is always part of the answer.
    if v_root <> v_instance then
      return query select i, 'instance', row_to_json(r) from engine.instance_row r where r.id = v_root;
    end if;
  end loop;
end $$;

-- As before, with the new columns of tasks.
create or replace function engine.write_steps(
  p_roots uuid[], p_versions integer[], p_keys json, p_fences json,
  p_new_instances json, p_instances json, p_new_tokens json, p_gone_tokens uuid[],
  p_new_tasks json, p_tasks json, p_more json, p_history jsonb, p_outbox json, p_strict boolean,
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
      actor_id, events)
    select r."rootId", r.seq, r.at, r."definitionId", r."commandId", r."actorKind", r."actorId", r.events
    from jsonb_to_recordset(p_history) r("rootId" uuid, seq integer, at timestamptz, "definitionId" uuid,
      "commandId" uuid, "actorKind" text, "actorId" text, events jsonb);
  if p_outbox is not null then
    insert into engine.outbox (message) select value::text::jsonb from json_array_elements(p_outbox);
  end if;
  return null;
end $$;
