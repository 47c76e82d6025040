-- Leads say, too, how they may be reached: what a form's visitor agreed to is known before he is a contact. The column has
-- a constant default and the constraint is checked over a small table: a running node feels a moment. Old code may keep
-- running.
alter table crm.consent drop constraint consent_party_type_check;
alter table crm.consent add constraint consent_party_type_check check (party_type in ('account', 'contact', 'lead'));

alter table crm.lead add column do_not_call boolean not null default false;

-- What forms asked so far lies in the payload of their leads.
insert into crm.consent (id, party_type, party_id, channel, purpose, state, source, proof, at, actor_kind, actor_id)
select gen_random_uuid(), 'lead', l.id, 'email', 'marketing', 'in',
  'web form: ' || coalesce(l.payload #>> '{form,name}', ''), l.payload #>> '{consent,text}',
  (l.payload #>> '{consent,at}')::timestamptz, 'system', null
from crm.lead l
where l.payload #>> '{consent,given}' = 'true' and l.payload #>> '{consent,at}' ~ '^\d{4}-\d\d-\d\dT' and l.email is not null;
