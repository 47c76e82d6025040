-- The history keeps one row per command instead of one per event: a step writes five to ten events, and a row of its own
-- for each cost more than all other writes of the step together. engine.history_event, now a view, shows them one by one
-- as before.
--
-- Locks: rewrites the history in one go, so it runs while the engine does not; a million events take about a minute.

-- Append only. seq is the number of the first event. An event of the root itself names no instance, and one of the
-- row's definition no definition.
create table engine.history_command (
  root_instance_id uuid not null,
  seq integer not null,
  occurred_at timestamptz not null,
  definition_id uuid not null,
  command_id uuid not null,
  actor_kind text not null,
  actor_id text,
  events jsonb not null,
  primary key (root_instance_id, seq, occurred_at)
) partition by range (occurred_at);
create table engine.history_command_other partition of engine.history_command default;

-- Creates the month partitions from p_from to p_to. Rows that already lie in the default partition move along.
-- Locks the history table exclusively for the moment of attaching, so it is called ahead of need.
create or replace function engine.ensure_history_partitions(p_from timestamptz, p_to timestamptz)
returns integer language plpgsql as $$
declare
  v_month timestamptz := date_trunc('month', p_from at time zone 'UTC') at time zone 'UTC';
  v_next timestamptz;
  v_name text;
  v_created integer := 0;
begin
  perform pg_advisory_xact_lock(hashtextextended('engine.history_command partitions', 0));
  while v_month <= p_to loop
    v_next := ((v_month at time zone 'UTC') + interval '1 month') at time zone 'UTC';
    v_name := 'history_command_' || to_char(v_month at time zone 'UTC', 'YYYY_MM');
    if to_regclass('engine.' || v_name) is null then
      execute format('create table engine.%I (like engine.history_command including defaults)', v_name);
      execute format(
        'with moved as (delete from engine.history_command_other where occurred_at >= %L and occurred_at < %L returning *)
         insert into engine.%I select * from moved', v_month, v_next, v_name);
      execute format(
        'alter table engine.history_command attach partition engine.%I for values from (%L) to (%L)',
        v_name, v_month, v_next);
      v_created := v_created + 1;
    end if;
    v_month := v_next;
  end loop;
  return v_created;
end $$;
select engine.ensure_history_partitions(
  coalesce((select min(occurred_at) from engine.history_event), now() - interval '1 month'), now() + interval '2 months');

insert into engine.history_command (root_instance_id, seq, occurred_at, definition_id, command_id, actor_kind, actor_id,
    events)
select c.root_instance_id, c.seq, c.occurred_at, c.definition_id, c.command_id, c.actor_kind, c.actor_id, (
    select jsonb_agg(jsonb_build_object('kind', h.kind)
        || case when h.instance_id is null then '{}' else jsonb_build_object('instanceId', h.instance_id) end
        || case when h.definition_id = c.definition_id then '{}'
             else jsonb_build_object('definitionId', h.definition_id) end
        || h.data order by h.seq)
    from engine.history_event h
    where h.root_instance_id = c.root_instance_id and h.command_id = c.command_id)
from (
  select distinct on (root_instance_id, command_id) *
  from engine.history_event order by root_instance_id, command_id, seq) c;

drop table engine.history_event;

create view engine.history_event as
select c.root_instance_id, c.seq + e.n::integer - 1 as seq, c.occurred_at,
  (e.event ->> 'instanceId')::uuid as instance_id,
  coalesce((e.event ->> 'definitionId')::uuid, c.definition_id) as definition_id,
  c.command_id, c.actor_kind, c.actor_id, e.event ->> 'kind' as kind,
  e.event - '{kind,instanceId,definitionId}'::text[] as data
from engine.history_command c cross join lateral jsonb_array_elements(c.events) with ordinality e(event, n);

drop function engine.write_steps(uuid[], integer[], json, json, json, json, json, uuid[], json, json, json, json, json,
  boolean, uuid[]);

-- Writes many decided commands, each of another root. Answers null when all of them are written; else one word for
-- each ('ready' | 'conflict' | 'fenced' | 'replayed') and nothing is written, so that the caller sends the ready
-- ones again. With p_strict it raises instead, for use inside an open transaction. The versions in p_latest were taken
-- for the latest of their process; when one of them is not any more, it raises 'outdated'.
--
-- Lock order, the same in every call: roots by id, jobs by id, idempotency keys by text, message keys (shared).
create function engine.write_steps(
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
