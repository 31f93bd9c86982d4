-- 节点计划: every plan of a project is kept, with why it took the place of the one before; the latest is the one in force and the first the
-- baseline. Its nodes keep the last days on which they may begin and must be finished (倒排). Days are civil days.
create table milestone_plan (
  project_id uuid not null references project (id),
  id uuid not null,
  no integer not null check (no > 0),
  class text not null,
  title text not null,
  template_version integer not null,
  promised_on text collate "C" not null,
  reason text,
  made_by uuid not null,
  made_at timestamptz not null,
  primary key (project_id, id),
  unique (project_id, no),
  check ((no = 1) = (reason is null))
);

create table milestone_node (
  project_id uuid not null,
  id uuid not null,
  plan_id uuid not null,
  order_no integer not null,
  key text not null,
  name text not null,
  days integer not null check (days >= 0),
  unit text not null check (unit in ('working', 'calendar')),
  after text[] not null,
  role text not null,
  deliverable text not null,
  is_outdoor boolean not null,
  event text check (event in ('started', 'completed', 'production')),
  start_on text collate "C" not null,
  finish_on text collate "C" not null,
  primary key (project_id, id),
  foreign key (project_id, plan_id) references milestone_plan (project_id, id),
  unique (project_id, plan_id, key),
  check (start_on <= finish_on)
);

-- When a node began or was finished. The last entry counts; one without a day takes back what was said before.
create table milestone_actual (
  project_id uuid not null references project (id),
  id uuid not null,
  key text not null,
  kind text not null check (kind in ('started', 'finished')),
  happened_on text collate "C",
  supersedes uuid,
  reason text,
  remark text,
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  primary key (project_id, id),
  unique nulls not distinct (project_id, key, kind, supersedes)
);
revoke update, delete, truncate on milestone_plan, milestone_node, milestone_actual from zhuchao_app;

-- Where every node of the plans in force stands: kept by the commands, for lists over all projects.
create table milestone_standing (
  project_id uuid not null references project (id),
  key text not null,
  class text not null,
  plan_no integer not null,
  order_no integer not null,
  name text not null,
  role text not null,
  event text,
  start_on text collate "C" not null,
  finish_on text collate "C" not null,
  baseline_on text collate "C",
  started_on text collate "C",
  finished_on text collate "C",
  primary key (project_id, key)
);
create index milestone_standing_open on milestone_standing (finish_on, project_id) where finished_on is null;

-- 年度投资计划 of a project: what is to be invested month by month; the last entry of a year counts. Fen.
create table year_plan (
  project_id uuid not null references project (id),
  id uuid not null,
  year integer not null check (year between 2000 and 2100),
  shape text not null check (shape in ('linear', 'curve')),
  months_fen bigint[] not null check (cardinality(months_fen) = 12),
  total_fen bigint not null check (total_fen > 0),
  supersedes uuid,
  reason text,
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  primary key (project_id, id),
  unique nulls not distinct (project_id, year, supersedes),
  check ((supersedes is null) = (reason is null))
);
revoke update, delete, truncate on year_plan from zhuchao_app;
