-- Messages that are kept until somebody waits for them: jobs without an instance, due when they expire. `handler` is the
-- message's name, `effect_key` its correlation key. Whoever opens a subscription makes the message due at once.
--
-- Locks: replaces two checks and adds small indexes and a trigger, each for a moment; old code may keep running.

alter table engine.job
  drop constraint job_kind_check,
  add constraint job_kind_check check (kind in ('timer', 'task-activation', 'service', 'external', 'continue',
    'timer-start', 'record-event', 'signal', 'batch', 'message')),
  drop constraint job_root_check,
  add constraint job_root_check check (
    root_instance_id is not null or kind in ('timer-start', 'record-event', 'signal', 'batch', 'message'));

create index job_kept_message on engine.job (handler, effect_key) where kind = 'message';

-- Who waits with a key that only the message's own properties tell: few rows, read when a message comes without a key.
create index event_subscription_by_properties on engine.event_subscription (name, definition_id)
  where payload ? 'byProperties';

-- Whether this subscription is meant by a message with that key. A start answers to every key.
create function engine.answers(p_subscription engine.event_subscription, p_name text, p_key text)
returns boolean language sql immutable as $$
  select p_subscription.kind = 'message' and p_subscription.name = p_name
    and (p_subscription.root_instance_id is null or p_subscription.correlation_key is not distinct from p_key
      or (p_key is null and p_subscription.payload ? 'isConversation'))
$$;

-- The opening side has taken the shared lock of its key already (engine.write_more): a keeper that comes later sees the
-- subscription, one that came before is seen here.
create function engine.wake_kept_messages() returns trigger language plpgsql as $$
begin
  update engine.job j set due_at = least(j.due_at, throughline_now())
    from opened s
    where j.kind = 'message' and j.state = 'ready' and s.kind = 'message' and j.handler = s.name
      and (s.root_instance_id is null or j.effect_key is not distinct from s.correlation_key
        or (j.effect_key is null and s.payload ? 'isConversation'));
  return null;
end $$;

create trigger wake_kept_messages after insert on engine.event_subscription
  referencing new table as opened for each statement execute function engine.wake_kept_messages();

-- Keeps the message (again, under its lease) unless somebody waits for it by now; false then.
create function engine.keep_message(p_job json, p_lease integer, p_idempotency json)
returns boolean language plpgsql as $$
declare
  v_name text := p_job ->> 'handler';
  v_key text := p_job ->> 'effectKey';
begin
  perform pg_advisory_xact_lock(hashtextextended(v_name || chr(31) || coalesce(v_key, ''), 14));
  if exists (select 1 from engine.event_subscription s
      where s.kind = 'message' and s.name = v_name and engine.answers(s, v_name, v_key)) then
    return false;
  end if;
  if p_lease is not null then
    update engine.job set due_at = (p_job ->> 'dueAt')::timestamptz, lease_owner = null, lease_until = null
      where id = (p_job ->> 'id')::uuid and lease_no = p_lease;
    return true;
  end if;
  if p_idempotency is not null then
    insert into engine.idempotency (key, fingerprint, response)
      values (p_idempotency ->> 'key', p_idempotency ->> 'fingerprint', (p_idempotency -> 'response')::jsonb)
      on conflict do nothing;
    if not found then return true; end if;
  end if;
  perform engine.write_more(json_build_object('newJobs', json_build_array(p_job)));
  return true;
end $$;

-- The safety net: whatever both sides missed is found here. Returns how many are due now.
create function engine.match_kept_messages() returns integer language plpgsql as $$
declare
  v_count integer;
begin
  update engine.job j set due_at = least(j.due_at, throughline_now())
    where j.kind = 'message' and j.state = 'ready' and j.due_at > throughline_now()
      and exists (select 1 from engine.event_subscription s
        where s.kind = 'message' and s.name = j.handler and engine.answers(s, j.handler, j.effect_key));
  get diagnostics v_count = row_count;
  return v_count;
end $$;
