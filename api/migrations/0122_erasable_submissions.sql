-- What somebody sent by a form is kept as it came, but for an erasure, which says so in its own transaction. The function is
-- replaced; no lock that a running node would feel.
create or replace function app.refuse_submission_change() returns trigger language plpgsql as $$
begin
  if current_setting('crm.rewrite_history', true) = 'on' and tg_op = 'UPDATE' then
    return new;
  end if;
  raise exception 'The submission % is kept as it came.', old.id using errcode = '23514';
end $$;
