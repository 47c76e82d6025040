-- What is read for many callers together is read set by set: tokens directly in their root, the usual case, cost one
-- statement for all of them instead of one for each. Rows of jobs get room for the lease beside them, so that claiming
-- one touches no index.
--
-- Locks: replaces functions; a storage parameter.

alter table engine.job set (fillfactor = 50);

-- The root instances and all that belongs to the token of each; p_of says for which question of the caller. Called
-- only from the functions below, whose settings of the planner hold here, too.
create function engine.read_in_roots(p_of integer[], p_roots uuid[], p_tokens uuid[])
returns table (n integer, kind text, body json) language plpgsql stable as $$
begin
  return query
    select w.n, 'instance', row_to_json(r)
      from unnest(p_of, p_roots) w(n, root) join engine.instance_row r on r.id = w.root
    union all
    select w.n, 'token', row_to_json(r)
      from unnest(p_of, p_tokens) w(n, token) join engine.token_row r on r.id = w.token
    union all
    select w.n, 'userTask', row_to_json(r)
      from unnest(p_of, p_roots, p_tokens) w(n, root, token)
      join engine.user_task_row r on r."rootId" = w.root and r."tokenId" = w.token
      where r.state in ('planned', 'ready')
    union all
    select w.n, 'job', row_to_json(r)
      from unnest(p_of, p_roots, p_tokens) w(n, root, token)
      join engine.job_row r on r."rootId" = w.root and r."tokenId" = w.token
    union all
    select w.n, 'subscription', row_to_json(r)
      from unnest(p_of, p_roots, p_tokens) w(n, root, token)
      join engine.subscription_row r on r."rootId" = w.root and r."tokenId" = w.token
    union all
    select w.n, 'incident', row_to_json(r)
      from unnest(p_of, p_roots, p_tokens) w(n, root, token)
      join engine.incident_row r on r."rootId" = w.root and r."tokenId" = w.token;
end $$;

-- As before; what lies directly in its root is read for all at the end.
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
  v_of integer[] := '{}';
  v_roots uuid[] := '{}';
  v_tokens uuid[] := '{}';
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
      v_of := v_of || i;
      v_roots := v_roots || v_root;
      v_tokens := v_tokens || v_token;
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
  if cardinality(v_of) > 0 then
    return query select * from engine.read_in_roots(v_of, v_roots, v_tokens);
  end if;
end $$;

-- As before; the slice of whoever has waited longest is read for all senders at once where it lies directly in its root.
create or replace function engine.find_receivers(p_names text[], p_keys text[], p_idempotency text[])
returns table (n integer, kind text, body json) language plpgsql stable
-- Every statement here goes by an index; planning it anew for each call costs more than the statement.
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off
set enable_mergejoin = off set jit = off as $$
declare
  v_usual integer[];
  v_roots uuid[];
  v_tokens uuid[];
  v_of integer[];
  v_firsts uuid[];
begin
  if p_idempotency is not null then
    return query select w.n::integer, 'known', json_build_object(
        'key', d.key, 'fingerprint', d.fingerprint, 'response', d.response)
      from unnest(p_idempotency) with ordinality w(key, n) join engine.idempotency d on d.key = w.key;
  end if;
  -- Indexes: event_subscription_key, event_subscription_start_name, event_subscription_conversation.
  return query select w.n::integer, 'found', row_to_json(r)
    from unnest(p_names, p_keys) with ordinality w(name, key, n)
    join engine.subscription_row r on r.name = w.name and r."correlationKey" = w.key
    where r.kind = 'message' and r."rootId" is not null;
  return query select w.n::integer, 'found', row_to_json(r)
    from unnest(p_names) with ordinality w(name, n)
    join engine.subscription_row r on r.name = w.name
    where r.kind = 'message' and r."rootId" is null;
  if array_position(p_keys, null) is not null then
    return query select w.n::integer, 'found', row_to_json(r)
      from unnest(p_names, p_keys) with ordinality w(name, key, n)
      join engine.subscription_row r on r.name = w.name
      where w.key is null and r.kind = 'message' and r."rootId" is not null and r."correlationKey" is null;
    return query select w.n::integer, 'found', row_to_json(r)
      from unnest(p_names, p_keys) with ordinality w(name, key, n)
      join engine.subscription_row r on r.name = w.name
      where w.key is null and r.kind = 'message' and r."rootId" is not null and r."correlationKey" is not null
        and r.payload ? 'isConversation';
  end if;
  with firsts as (
      select distinct on (w.n) w.n::integer as n, s.id, s.root_instance_id as root, s.token_id as token,
        s.scope_id = s.root_instance_id as is_usual
      from unnest(p_names, p_keys) with ordinality w(name, key, n)
      join engine.event_subscription s on s.name = w.name and s.correlation_key = w.key
      where s.kind = 'message' and s.root_instance_id is not null
      order by w.n, s.id)
    select array_agg(f.n) filter (where f.is_usual), array_agg(f.root) filter (where f.is_usual),
        array_agg(f.token) filter (where f.is_usual),
        array_agg(f.n) filter (where not f.is_usual), array_agg(f.id) filter (where not f.is_usual)
      into v_usual, v_roots, v_tokens, v_of, v_firsts from firsts f;
  if v_usual is not null then
    return query select * from engine.read_in_roots(v_usual, v_roots, v_tokens);
  end if;
  if v_firsts is not null then
    return query select v_of[s.n], s.kind, s.body
      from engine.read_slices(array_fill('subscription'::text, array[cardinality(v_firsts)]), v_firsts, null, null) s;
  end if;
end $$;

-- Leases due jobs to one node, the most urgent first, and reads with them what deciding on a timer needs where its token
-- lies directly in the root: 'leased' names each job with its lease, 'job' and the other kinds say what was read. Index:
-- job_due. Locked rows belong to another node that is claiming them right now; those of this call stay where they are, so
-- that each is updated in its place.
create function engine.acquire_jobs(p_limit integer, p_owner text, p_lease_ms integer)
returns table (n integer, kind text, body json) language plpgsql
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off
set enable_mergejoin = off set jit = off as $$
declare
  v_ids uuid[];
  v_lease_nos integer[];
  v_roots uuid[];
  v_tokens uuid[];
  v_usual integer[];
begin
  with due as (
      select j.ctid as place from engine.job j
      where j.state = 'ready' and j.kind <> 'external' and j.due_at <= throughline_now()
        and not exists (select 1 from engine.suspension s where s.kind = 'jobType' and s.job_type = j.handler
          or s.kind = 'element' and s.element_id = j.element_id and s.process_key = (
            select d.process_key from engine.process_definition d where d.id = j.definition_id))
        and (j.lease_until is null or j.lease_until < clock_timestamp())
      order by j.due_at limit p_limit for update skip locked),
    leased as (
      update engine.job j set lease_no = j.lease_no + 1, lease_owner = p_owner,
        lease_until = clock_timestamp() + p_lease_ms * interval '1 millisecond'
      where j.ctid = any (array(select d.place from due d))
      returning j.id, j.lease_no, j.priority, j.due_at, j.token_id,
        case when j.scope_id = j.root_instance_id and j.token_id is not null
          and j.kind in ('timer', 'task-activation', 'continue') then j.root_instance_id end as root)
    select array_agg(l.id), array_agg(l.lease_no), array_agg(l.root), array_agg(l.token_id)
      into v_ids, v_lease_nos, v_roots, v_tokens
      from (select * from leased order by priority desc, due_at, id) l;
  if v_ids is null then
    return;
  end if;
  return query select w.n::integer, 'leased', json_build_object('jobId', w.id, 'leaseNo', w.lease_no)
    from unnest(v_ids, v_lease_nos) with ordinality w(id, lease_no, n);
  return query select w.n::integer, 'job', row_to_json(r)
    from unnest(v_ids, v_roots) with ordinality w(id, root, n) join engine.job_row r on r.id = w.id
    where w.root is null;
  select array_agg(w.n), array_agg(w.root), array_agg(w.token) into v_usual, v_roots, v_tokens
    from unnest(v_roots, v_tokens) with ordinality w(root, token, n) where w.root is not null;
  if v_usual is not null then
    return query select * from engine.read_in_roots(v_usual, v_roots, v_tokens);
  end if;
end $$;
