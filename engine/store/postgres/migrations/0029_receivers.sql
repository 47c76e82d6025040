-- Who waits for a message, and what deciding needs of the one who has waited longest, for many messages in one call.
--
-- Locks: creates a function only.

-- One row for each answer: 'known' when the idempotency key was written before, 'found' for each subscription that is
-- meant (starts among them), and the rows of engine.read_slices for the first of those that wait with the key.
create function engine.find_receivers(p_names text[], p_keys text[], p_idempotency text[])
returns table (n integer, kind text, body json) language plpgsql stable
-- Every statement here goes by an index; planning it anew for each call costs more than the statement.
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off
set enable_mergejoin = off set jit = off as $$
declare
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
  select array_agg(f.n order by f.n), array_agg(f.id order by f.n) into v_of, v_firsts from (
    select distinct on (w.n) w.n::integer, s.id
    from unnest(p_names, p_keys) with ordinality w(name, key, n)
    join engine.event_subscription s on s.name = w.name and s.correlation_key = w.key
    where s.kind = 'message' and s.root_instance_id is not null
    order by w.n, s.id) f;
  if v_firsts is not null then
    return query select v_of[s.n], s.kind, s.body
      from engine.read_slices(array_fill('subscription'::text, array[cardinality(v_firsts)]), v_firsts, null, null) s;
  end if;
end $$;
