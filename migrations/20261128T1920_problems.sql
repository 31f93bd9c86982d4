-- 问题协调: a problem of a project, as it was raised; what happens to it are events, and nothing of either is rewritten.
create table problem (
  project_id uuid not null references project (id),
  id uuid not null,
  -- 问题〔2026〕12号
  year integer not null,
  no integer not null check (no > 0),
  -- words of the rule in force when it was raised
  type text not null,
  level text not null,
  rule_version integer not null,
  title text not null,
  words text not null,
  source text not null check (source in ('project', 'report', 'visit', 'meeting')),
  -- the report or the meeting it was raised in
  source_id uuid,
  source_on text collate "C",
  owner_unit_id uuid not null references unit (id),
  due_on text collate "C" not null,
  raised_on text collate "C" not null,
  raised_by uuid not null,
  raised_at timestamptz not null,
  primary key (project_id, id),
  unique (year, no)
);
create index problem_source on problem (source_id) where source_id is not null;

-- What each did, and what the steps between them were.
create table problem_event (
  project_id uuid not null,
  id uuid not null,
  problem_id uuid not null,
  kind text not null check (kind in ('acted', 'assigned', 'escalated', 'solved', 'confirmed', 'declined', 'reopened', 'merged', 'linked')),
  words text,
  owner_unit_id uuid references unit (id),
  tier text check (tier in ('unit', 'leader', 'meeting')),
  due_on text collate "C",
  -- the problem it was merged into, or is like
  other_project_id uuid,
  other_id uuid,
  -- who of the enterprise said so
  told_by text,
  happened_on text collate "C" not null,
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  primary key (project_id, id),
  foreign key (project_id, problem_id) references problem (project_id, id),
  foreign key (other_project_id, other_id) references problem (project_id, id)
);
create index problem_event_problem on problem_event (problem_id, recorded_at);
create index problem_event_other on problem_event (other_id) where other_id is not null;
revoke update, delete, truncate on problem, problem_event from zhuchao_app;

-- Where each problem stands, written by the command that adds its events.
create table problem_standing (
  project_id uuid not null,
  problem_id uuid not null,
  state text not null check (state in ('open', 'solved', 'closed', 'merged')),
  tier text not null check (tier in ('unit', 'leader', 'meeting')),
  owner_unit_id uuid not null,
  due_on text collate "C" not null,
  -- the first last day that passed since it was raised or reopened
  late_on text collate "C",
  raised_on text collate "C" not null,
  acted_on text collate "C",
  closed_on text collate "C",
  events integer not null,
  primary key (project_id, problem_id),
  foreign key (project_id, problem_id) references problem (project_id, id)
);
create index problem_standing_due on problem_standing (state, due_on);
create index problem_standing_owner on problem_standing (owner_unit_id, state);
revoke truncate on problem_standing from zhuchao_app;
