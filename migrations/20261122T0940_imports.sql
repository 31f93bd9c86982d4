-- One import is a batch: its file, how it is read, what the check found row by row, and how it ended.
create table import_batch (
  id uuid primary key,
  kind text not null,
  file_sha256 text not null,
  file_name text not null,
  file_size bigint not null,
  -- format, sheets and notices of the file
  book jsonb not null,
  sheet text,
  setup jsonb,
  -- the header as it was joined, when the setup was made: columns of fields, rows of the header
  header jsonb,
  status text not null check (status in ('draft', 'checking', 'checked', 'committing', 'committed', 'discarded')),
  task_id uuid,
  counts jsonb,
  totals jsonb,
  sums jsonb,
  skipped jsonb,
  to_acknowledge jsonb,
  refusal jsonb,
  -- how far the audit trace was when the check began: what the ledger says may have changed since
  seen jsonb,
  skip_refused boolean not null default false,
  -- the tick and the reason for soft faults: {codes, reason}
  acknowledged jsonb,
  actor_id uuid not null,
  actor_name text not null,
  unit_id uuid not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  committed_at timestamptz
);
create index import_batch_actor on import_batch (actor_id, created_at desc);
create index import_batch_created on import_batch (created_at desc);
create index import_batch_file on import_batch (file_sha256);
create index import_batch_task on import_batch (task_id);

-- Rows of the sheet as judged, under the numbers that Excel shows.
create table import_row (
  batch_id uuid not null references import_batch (id) on delete cascade,
  row_number integer not null,
  outcome text not null check (outcome in ('new', 'changed', 'unchanged', 'refused')),
  values json not null,
  -- currency, rate, words; null for plain 人民币 without words
  terms json,
  plan json,
  target_id uuid,
  changes json,
  faults jsonb,
  warnings jsonb,
  primary key (batch_id, row_number)
);
create index import_row_refused on import_row (batch_id, row_number) where faults is not null;
create index import_row_warned on import_row (batch_id, row_number) where warnings is not null;

-- Setups that were committed are remembered by the header they fit.
create table import_mapping (
  id uuid primary key,
  kind text not null,
  unit_id uuid not null,
  signature text not null,
  setup jsonb not null,
  used_at timestamptz not null,
  unique (kind, unit_id, signature)
);
