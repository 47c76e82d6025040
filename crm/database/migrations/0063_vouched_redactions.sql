-- What is personal of an event is sealed by a salted digest, so that it can be taken out later and the chain still holds:
-- the public part and the digest stay provable, the text and the salt are gone, and an event of its own says who took what
-- out, when and why. Seals from before have no salt and keep their form. New columns without defaults and new tables: no
-- lock that a running node would feel. Old code may keep running: what it seals has the former form; only its
-- verification does not know of redactions.
alter table crm.event_seal
  -- Gone with what it hid.
  add column salt bytea,
  -- Null in seals of the former form.
  add column data_digest bytea;

create function crm.event_digest(data jsonb, salt bytea) returns bytea language sql immutable as $$
  select sha256(salt || convert_to(data::text, 'UTF8'))
$$;

-- What a seal of the present form covers: every column, the data by their digest.
create function crm.event_hash(e crm.event, data_digest bytea) returns bytea language sql stable as $$
  select sha256(convert_to(jsonb_build_array(
    e.id, extract(epoch from e.occurred_at)::text, e.actor_kind, e.actor_id, e.on_behalf_of, e.kind, e.verb, e.entity,
    e.record_id, e.record_version, e.account_id, e.instance_id, e.element_id, encode(data_digest, 'hex'))::text, 'UTF8'))
$$;

-- Which sealed events were rewritten, and what they have been since. `redaction_id` is the event that vouches for it: it
-- holds the digest over all rows of its redaction.
create table crm.event_redaction (
  redaction_id uuid not null,
  event_id uuid not null,
  after_hash bytea not null,
  primary key (redaction_id, event_id)
);
create index event_redaction_event on crm.event_redaction (event_id, redaction_id desc);

-- Persons whose data were erased: what stands for them since, and why.
create table crm.erasure (
  id uuid primary key,
  pseudonym text not null unique,
  entity text not null,
  record_id uuid not null,
  at timestamptz not null,
  actor_kind text not null,
  actor_id uuid,
  reason text not null,
  -- {"contact": 1, "event": 12, …}: rows that were changed, by table.
  counts jsonb not null
);
-- Every record that was the person.
create table crm.erased_record (
  entity text not null,
  record_id uuid not null,
  erasure_id uuid not null references crm.erasure (id),
  primary key (entity, record_id)
);

-- While a hold stands, nobody erases.
create table crm.legal_hold (
  id uuid primary key,
  entity text not null,
  record_id uuid not null,
  reason text not null check (reason <> ''),
  at timestamptz not null,
  actor_kind text not null,
  actor_id uuid,
  lifted_at timestamptz,
  lifted_by uuid
);
create unique index legal_hold_record on crm.legal_hold (entity, record_id) where lifted_at is null;

-- Contents whose last file record is gone; the host deletes them from the disk and then the row.
create table crm.content_to_delete (
  storage_key text primary key,
  since timestamptz not null default clock_timestamp()
);

-- What came with a lead is kept as it came, but for an erasure, which says so in its own transaction.
create or replace function crm.refuse_payload_change() returns trigger language plpgsql as $$
begin
  if current_setting('crm.rewrite_history', true) = 'on' then
    return new;
  end if;
  raise exception 'The payload of lead % is kept as it came.', old.id using errcode = '23514';
end $$;
