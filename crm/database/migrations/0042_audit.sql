-- Tamper evidence of the timeline, the bin, and the administrators' search. Old code may keep running: it writes events
-- as before. The new index locks writers of crm.event out while it is built; the trigger for a moment.
create index event_time on crm.event (occurred_at desc, id desc);

-- Events are written once. What the law asks to be pseudonymised later says so in its own transaction.
create function crm.refuse_rewriting_history() returns trigger language plpgsql as $$
begin
  if current_setting('crm.rewrite_history', true) = 'on' then
    if tg_op = 'DELETE' then
      return old;
    end if;
    return new;
  end if;
  raise exception 'Events of the timeline are never changed or deleted.' using errcode = 'restrict_violation';
end $$;
create trigger event_is_append_only before update or delete on crm.event
  for each row execute function crm.refuse_rewriting_history();

-- One chain for each month of occurrence: every seal covers its event and the seal before it.
create table crm.event_seal (
  month date not null,
  seq bigint not null,
  event_id uuid not null,
  content_hash bytea not null,
  chain_hash bytea not null,
  sealed_at timestamptz not null default clock_timestamp(),
  primary key (month, seq)
);
create unique index event_seal_event on crm.event_seal (event_id, month);

-- What a seal covers: every column, in a form that depends on no setting of the session.
create function crm.event_hash(e crm.event) returns bytea language sql stable as $$
  select sha256(convert_to(jsonb_build_array(
    e.id, extract(epoch from e.occurred_at)::text, e.actor_kind, e.actor_id, e.on_behalf_of, e.kind, e.verb, e.entity,
    e.record_id, e.record_version, e.account_id, e.instance_id, e.element_id, e.data)::text, 'UTF8'))
$$;
