-- Pairs of records that the nightly search holds for one and the same, until somebody says what they are. New tables:
-- no lock that a running node would feel; old code may keep running.
create table crm.duplicate_pair (
  entity text not null check (entity in ('account', 'contact', 'lead')),
  one_id uuid not null,
  other_id uuid not null,
  score integer not null check (score between 0 and 100),
  -- [{criterion, points, value}], the weightiest first.
  reasons jsonb not null,
  -- dismissed: somebody said that they are two; it is not asked again.
  state text not null default 'open' check (state in ('open', 'dismissed', 'merged')),
  found_at timestamptz not null,
  decided_at timestamptz,
  decided_by uuid references crm."user" (id),
  note text,
  primary key (entity, one_id, other_id),
  -- Each pair once, whichever of them was met first.
  check (one_id < other_id)
);
create index duplicate_pair_open on crm.duplicate_pair (entity, score desc, one_id, other_id) where state = 'open';
create index duplicate_pair_other on crm.duplicate_pair (entity, other_id);

-- How far the search of a kind is: a pass goes through the records by id, and looks at those that were written since the
-- one before began. A node that works on a chunk holds the row.
create table crm.duplicate_scan (
  entity text primary key check (entity in ('account', 'contact', 'lead')),
  -- Only records written after this; null: all of them.
  since timestamptz,
  -- The pass under way; null between passes.
  started_at timestamptz,
  cursor uuid,
  finished_at timestamptz
);
insert into crm.duplicate_scan (entity) values ('account'), ('contact'), ('lead');
