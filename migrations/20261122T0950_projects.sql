-- The project record, its codes, stage log and attribution log. Everything that hangs off a project has (project_id, id) as key.
create table project (
  id uuid primary key,
  code text not null unique,
  name text not null,
  name_key text not null,
  initials text not null,
  masked_name text not null,
  -- neighbouring characters of the names: finds two characters of Chinese, which trigrams cannot
  search_grams text[] not null default '{}',
  investor_name text,
  investor_key text,
  investor_uscc text,
  investor_origin text,
  investor_kind text,
  withheld text[] not null default '{}',
  industry_code text,
  currency text not null default 'CNY',
  rate numeric(20, 10) not null default 1,
  rate_source text,
  rate_on text collate "C",
  total_minor bigint,
  total_fen bigint,
  unit_id uuid not null references unit (id),
  person_id uuid references person (id),
  leader_id uuid references person (id),
  park_id uuid references unit (id),
  source text,
  source_note text,
  nature text,
  scale text,
  place text,
  division_code text,
  land_mu numeric(12, 2),
  contact_name text,
  contact_phone text,
  registered_company text,
  registered_uscc text,
  planned_start_on text collate "C",
  planned_completion_on text collate "C",
  planned_production_on text collate "C",
  started_on text collate "C",
  completed_on text collate "C",
  production_on text collate "C",
  capacity_on text collate "C",
  natong_name text,
  natong_total_fen bigint,
  natong_on text collate "C",
  remark text,
  stage text not null check (stage in ('planning', 'negotiating', 'signed', 'preparing', 'building', 'completed', 'producing', 'at_capacity')),
  side text check (side in ('withdrawn', 'suspended', 'transferred', 'merged')),
  landed_on text collate "C",
  -- running totals, kept by the commands of the funds room in the same transaction as their rows
  signed_on text collate "C",
  agreed_fen bigint not null default 0,
  attracted_fen bigint not null default 0,
  fixed_fen bigint not null default 0,
  arrived_fen bigint not null default 0,
  invested_fen bigint not null default 0,
  version integer not null default 1,
  batch_id uuid,
  created_at timestamptz not null,
  created_by uuid not null,
  updated_at timestamptz not null
);
create index project_unit on project (unit_id, updated_at desc);
create index project_updated on project (updated_at desc, id);
create index project_stage on project (stage, side);
create index project_signed on project (signed_on);
create index project_search on project using gin (search_grams);
create index project_code_prefix on project (code text_pattern_ops);
create index project_name_key on project (name_key);
create index project_park on project (park_id);
create index project_leader on project (leader_id);

-- Serial numbers of a year's project codes; a locked row and not a sequence, so that batches take theirs at once.
create table project_counter (
  year text primary key,
  last_no integer not null
);

create table project_code (
  scheme text not null check (scheme in ('national', 'national_old', 'province', 'city', 'other')),
  code text not null,
  project_id uuid not null references project (id),
  recorded_at timestamptz not null,
  recorded_by uuid not null,
  primary key (scheme, code)
);
create index project_code_project on project_code (project_id);

-- Who the project counted for, by whom led, in which industry: reports as of a past day read the row that was true then.
create table project_attribution (
  project_id uuid not null references project (id),
  id uuid not null,
  unit_id uuid not null,
  industry_code text,
  park_id uuid,
  leader_id uuid,
  investor_name text,
  reason text,
  recorded_at timestamptz not null,
  recorded_by uuid not null,
  primary key (project_id, id)
);
create index project_attribution_at on project_attribution (project_id, recorded_at desc);
create index project_attribution_recorded on project_attribution (recorded_at);

create table stage_change (
  project_id uuid not null references project (id),
  id uuid not null,
  kind text not null check (kind in ('create', 'import', 'forward', 'skip', 'regress', 'side', 'reopen', 'correction')),
  from_stage text,
  to_stage text not null,
  from_side text,
  to_side text,
  happened_on text collate "C" not null,
  reason text,
  exit_to text,
  proposed_by uuid,
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  batch_id uuid,
  primary key (project_id, id),
  -- who proposed a move is not who verified it
  check (proposed_by <> recorded_by),
  check (kind not in ('skip', 'regress', 'side', 'reopen') or reason is not null)
);
create index stage_change_at on stage_change (project_id, recorded_at desc);
create index stage_change_recorded on stage_change (recorded_at);

-- Moves that need a second person (landing, production): proposed by one, verified or returned by another.
create table stage_proposal (
  project_id uuid not null references project (id),
  id uuid not null,
  to_stage text not null,
  happened_on text collate "C" not null,
  reason text,
  status text not null check (status in ('open', 'verified', 'returned', 'withdrawn')),
  proposed_by uuid not null,
  proposed_at timestamptz not null,
  decided_by uuid,
  decided_at timestamptz,
  note text,
  primary key (project_id, id),
  check (decided_by <> proposed_by or status = 'withdrawn'),
  check ((status = 'open') = (decided_by is null))
);
create unique index stage_proposal_open on stage_proposal (project_id) where status = 'open';

-- 一句话进展
create table project_note (
  project_id uuid not null references project (id),
  id uuid not null,
  body text not null,
  happened_on text collate "C" not null,
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  primary key (project_id, id)
);

create table saved_view (
  id uuid primary key,
  person_id uuid not null references person (id),
  list text not null,
  name text not null,
  state jsonb not null,
  is_shared boolean not null default false,
  updated_at timestamptz not null,
  unique (person_id, list, name)
);
revoke update, delete on project_attribution, stage_change, project_note from zhuchao_app;
revoke delete on project, project_code, project_counter, stage_proposal from zhuchao_app;
