-- Imports: a file is put row by row beside the records, looked through there, and written from there in chunks; what
-- was written keeps the values from before, so that it can be taken back. Old code may keep running: new tables, and one
-- index whose building locks writers of crm.contact out.
create table crm.import_job (
  id uuid primary key,
  entity text not null,
  -- reading: rows are put beside the records; mapping: the person says what the columns are; checking: cells are
  -- cleaned and records looked for; ready: to be looked through; running; done; undoing; undone; failed: the file could
  -- not be read, or the work broke off for good.
  state text not null check (state in ('reading', 'mapping', 'checking', 'ready', 'running', 'done', 'undoing', 'undone',
                                       'failed')),
  file_name text not null,
  file_size bigint not null,
  storage_key text not null,
  -- What the file is: kind, encoding, delimiter, sheet, sheets.
  source jsonb not null default '{}',
  -- The row of the header as the file counts; 0 without one.
  header_row integer not null default 0,
  -- [{index, header, samples}]
  columns jsonb not null default '[]',
  signature text,
  -- [{column, target, dateOrder, decimal, choices}]
  mapping jsonb not null default '[]',
  options jsonb not null default '{}',
  -- Rows of the file, and how many of them the work under way has behind it.
  total integer not null default 0,
  -- The row number (of the file) after which the work goes on.
  cursor integer not null default 0,
  done integer not null default 0,
  summary jsonb not null default '{}',
  problem jsonb,
  owner_id uuid not null references crm."user" (id),
  created_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz,
  undone_by uuid references crm."user" (id),
  undone_at timestamptz,
  -- One node works on it at a time, as long as it says so.
  lease_owner uuid,
  lease_until timestamptz,
  version integer not null default 1
);
create index import_job_owner on crm.import_job (owner_id, created_at desc);
create index import_job_open on crm.import_job (created_at) where state in ('reading', 'checking', 'running', 'undoing');

create table crm.import_row (
  import_id uuid not null references crm.import_job (id) on delete cascade,
  row_no integer not null,
  cells jsonb not null,
  -- After the check: what would be written, and what was found on the way, by field.
  field_values jsonb,
  points jsonb,
  link jsonb,
  notes jsonb,
  problems jsonb,
  -- What an equal record would have, too; finds rows of one file that mean the same.
  keys text[],
  proposed text check (proposed in ('create', 'update', 'merge', 'skip', 'review', 'error')),
  verdict text check (verdict in ('create', 'update', 'merge', 'skip', 'review', 'error')),
  -- The record, or the earlier row of the file, that it would change.
  record_id uuid,
  target_row integer,
  candidates jsonb,
  -- After the run.
  outcome text check (outcome in ('created', 'updated', 'merged', 'unchanged', 'skipped', 'failed')),
  failure jsonb,
  version_after integer,
  before jsonb,
  effects jsonb,
  undo text check (undo in ('undone', 'left')),
  undo_reason text,
  primary key (import_id, row_no)
);
create index import_row_verdict on crm.import_row (import_id, verdict, row_no);
create index import_row_outcome on crm.import_row (import_id, outcome, row_no);

-- What a person said of a file with these headers, for the next one of the same source.
create table crm.import_mapping (
  user_id uuid not null references crm."user" (id) on delete cascade,
  entity text not null,
  signature text not null,
  mapping jsonb not null,
  options jsonb not null,
  used_at timestamptz not null,
  primary key (user_id, entity, signature)
);

-- A person who has the same names and birthday.
create index contact_birthday on crm.contact (birthday) where deleted_at is null and birthday is not null;
