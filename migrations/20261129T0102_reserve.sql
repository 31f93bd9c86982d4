-- 谋划储备: ideas that the district packages itself, before there is an investor or a project.
create table idea (
  id uuid primary key,
  -- 储备2026-003
  year integer not null,
  no integer not null check (no > 0),
  name text not null,
  -- of the rule in force when it was written
  theme text not null,
  unit_id uuid not null references unit (id),
  person_id uuid references person (id),
  industry_code text,
  place text,
  -- what is to be built, and why here
  summary text,
  total_fen bigint check (total_fen >= 0),
  land_mu numeric(12, 2) check (land_mu >= 0),
  -- a year, once at full output
  tax_fen bigint check (tax_fen >= 0),
  jobs integer check (jobs >= 0),
  -- how well it fits the chains of the district, and why
  chain_fit integer check (chain_fit between 0 and 5),
  chain_words text,
  -- net cash of each year from the first year of building on, out below zero
  flows_fen bigint[] not null default '{}',
  state text not null default 'open' check (state in ('open', 'shelved', 'withdrawn', 'promoted')),
  project_id uuid references project (id),
  version integer not null default 1,
  batch_id uuid,
  created_by uuid not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (year, no),
  check ((state = 'promoted') = (project_id is not null))
);
-- an idea promotes once, and a project comes from one idea
create unique index idea_project on idea (project_id) where project_id is not null;
create index idea_unit on idea (unit_id, state);
revoke delete, truncate on idea from zhuchao_app;

-- 前期工作: what was said of each item; the last counts.
create table idea_readiness (
  idea_id uuid not null references idea (id),
  id uuid not null,
  item text not null,
  state text not null check (state in ('not_started', 'under_way', 'done', 'not_needed')),
  happened_on text collate "C",
  evidence text,
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  primary key (idea_id, id)
);
-- What became of an idea.
create table idea_event (
  idea_id uuid not null references idea (id),
  id uuid not null,
  kind text not null check (kind in ('created', 'edited', 'readiness', 'shelved', 'withdrawn', 'reopened', 'promoted')),
  words text,
  -- fields and what they were before
  changes jsonb,
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  primary key (idea_id, id)
);
revoke update, delete, truncate on idea_readiness, idea_event from zhuchao_app;
