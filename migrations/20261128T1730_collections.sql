-- Ad-hoc collections (报表征集): what is asked of which units, what it costs them, and what they answered.
create table collection (
  id uuid primary key,
  unit_id uuid not null references unit (id),
  title text not null check (char_length(title) between 1 and 100),
  purpose text not null,
  rows_of text not null check (rows_of in ('project', 'unit')),
  filter jsonb not null,
  fields jsonb not null,
  unit_ids uuid[] not null check (cardinality(unit_ids) > 0),
  frequency text not null check (frequency in ('once', 'monthly', 'quarterly')),
  due_on text collate "C" not null,
  -- What it costs the units, counted before it was issued, and the rule it was counted by.
  cost jsonb not null,
  status text not null check (status in ('waiting', 'issued', 'returned', 'closed')),
  version integer not null default 1,
  created_at timestamptz not null,
  created_by uuid not null,
  decided_at timestamptz,
  decided_by uuid,
  decision_reason text,
  closed_at timestamptz,
  closed_by uuid
);
create index collection_unit on collection (unit_id);

-- One unit's answer in one round. Once it is submitted, its rows stay the ones that were answered.
create table collection_sheet (
  id uuid not null unique,
  collection_id uuid not null references collection (id),
  round integer not null check (round > 0),
  unit_id uuid not null references unit (id),
  due_on text collate "C" not null,
  minutes integer not null,
  status text not null check (status in ('open', 'returned', 'submitted')),
  answers jsonb not null default '{}',
  row_ids uuid[],
  version integer not null default 1,
  saved_at timestamptz,
  saved_by uuid,
  submitted_at timestamptz,
  submitted_by uuid,
  primary key (collection_id, round, unit_id),
  check (status = 'open' or row_ids is not null)
);
create index collection_sheet_unit on collection_sheet (unit_id, due_on);

-- What happened to a sheet: submitted with these answers, returned with a reason, given more time, chased. Later answers change none of it.
create table collection_event (
  id uuid primary key,
  collection_id uuid not null references collection (id),
  round integer not null,
  unit_id uuid not null references unit (id),
  kind text not null check (kind in ('submit', 'return', 'extend', 'chase')),
  reason text,
  due_on text collate "C",
  answers jsonb,
  at timestamptz not null,
  by uuid not null,
  check ((kind = 'submit') = (answers is not null))
);
create index collection_event_sheet on collection_event (collection_id, round, unit_id, at);

-- A new field that the keeper decided to keep: from then on what was answered is known, and is not asked again.
create table kept_field (
  id uuid primary key,
  collection_id uuid not null references collection (id),
  field_key text not null,
  label text not null,
  type text not null,
  unit text,
  reason text not null,
  kept_at timestamptz not null,
  kept_by uuid not null,
  unique (collection_id, field_key)
);

revoke update, delete on collection, collection_sheet, collection_event, kept_field from zhuchao_app;
grant update (status, version, decided_at, decided_by, decision_reason, closed_at, closed_by) on collection to zhuchao_app;
grant update (due_on, status, answers, row_ids, version, saved_at, saved_by, submitted_at, submitted_by) on collection_sheet to zhuchao_app;
