-- An event subprocess waits for its start without a token: what deciding on it needs is read the long way.
--
-- Locks: replaces a function.

-- As before, but for the condition of is_usual.
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
        s.scope_id = s.root_instance_id and s.token_id is not null as is_usual
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
