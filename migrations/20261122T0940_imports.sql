-- One import is a batch: its file, its mapping, what the dry run found row by row, and how it ended.
create table import_batch (
  id uuid primary key,
  kind text not null,
  file_sha256 text not null,
  file_name text not null,
  sheet text not null,
  setup jsonb not null,
  status text not null check (status in ('draft', 'checking', 'checked', 'committing', 'committed', 'failed', 'cancelled')),
  task_id uuid,
  counts jsonb,
  totals jsonb,
  refusal jsonb,
  skip_refused boolean not null default false,
  acknowledged_reason text,
  actor_id uuid not null,
  unit_id uuid not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  committed_at timestamptz
);
create index import_batch_actor on import_batch (actor_id, created_at desc);
create index import_batch_file on import_batch (file_sha256);

create table import_row (
  batch_id uuid not null references import_batch (id) on delete cascade,
  row_number integer not null,
  outcome text not null check (outcome in ('new', 'changed', 'unchanged', 'refused')),
  cells jsonb not null,
  values jsonb,
  target_id uuid,
  before jsonb,
  faults jsonb,
  warnings jsonb,
  primary key (batch_id, row_number)
);
create index import_row_outcome on import_row (batch_id, outcome, row_number);

create table import_mapping (
  id uuid primary key,
  kind text not null,
  unit_id uuid not null,
  signature text not null,
  setup jsonb not null,
  used_at timestamptz not null,
  unique (kind, unit_id, signature)
);
