-- Records without values of added fields, most of them, are written to the search without asking for such fields: that
-- was a quarter of the work of an import. Replaces a function; old code may keep running.
create or replace function crm.search_custom(in_entity text, custom jsonb, out texts text, out keys text[])
language plpgsql stable parallel safe as $$
begin
  if custom is null or custom = '{}' then
    return;
  end if;
  select string_agg(v.value, ' '),
         coalesce(crm.search_keys(array_agg(v.value) filter (where f.type = 'phone'), array_agg(v.value) filter (where f.type = 'email')), '{}')
  into texts, keys
  from crm.field_def f
  cross join lateral (select case jsonb_typeof(search_custom.custom -> f.key) when 'array'
      then (select string_agg(one, ' ') from jsonb_array_elements_text(search_custom.custom -> f.key) as one)
      else search_custom.custom ->> f.key end as value) v
  where f.entity = in_entity and f.is_searched and f.dropped_at is null and search_custom.custom ? f.key;
end $$;
