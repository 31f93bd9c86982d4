-- 联席会议与督办: a meeting with its agenda and its minutes; every change of it is in the trace until it is held.
create table meeting (
  id uuid primary key,
  kind text not null check (kind in ('monthly', 'quarterly', 'joint', 'special', 'signing', 'starting')),
  title text not null,
  held_on text collate "C" not null,
  place text not null,
  minutes text not null default '',
  state text not null default 'planned' check (state in ('planned', 'held')),
  version integer not null default 1,
  created_by uuid not null,
  created_at timestamptz not null,
  held_by uuid,
  held_at timestamptz
);
create index meeting_held_on on meeting (held_on desc);
revoke delete, truncate on meeting from zhuchao_app;

-- What is on the table, in order: a problem, a red light, an overdue milestone, a project, or a topic in words.
create table meeting_item (
  meeting_id uuid not null references meeting (id),
  id uuid not null,
  order_no integer not null,
  source text not null check (source in ('problem', 'light', 'milestone', 'project', 'topic')),
  project_id uuid references project (id),
  problem_id uuid,
  title text not null,
  -- where the project stood when the meeting was held
  stage_then text,
  primary key (meeting_id, id),
  check ((source = 'topic') = (project_id is null))
);
create index meeting_item_project on meeting_item (project_id) where project_id is not null;
revoke truncate on meeting_item from zhuchao_app;

-- 督办〔2026〕3号: what a meeting decided or a leader instructed, for whom and until when.
create table supervision (
  id uuid primary key,
  year integer not null,
  no integer not null check (no > 0),
  source text not null check (source in ('decision', 'instruction')),
  meeting_id uuid references meeting (id),
  leader_id uuid,
  project_id uuid references project (id),
  title text not null,
  words text not null,
  due_on text collate "C" not null,
  issued_by uuid not null,
  issued_on text collate "C" not null,
  issued_at timestamptz not null,
  unique (year, no),
  check ((source = 'decision') = (meeting_id is not null)),
  check ((source = 'instruction') = (leader_id is not null))
);
create index supervision_meeting on supervision (meeting_id) where meeting_id is not null;
create table supervision_event (
  supervision_id uuid not null references supervision (id),
  id uuid not null,
  unit_id uuid not null references unit (id),
  kind text not null check (kind in ('fed_back', 'extended', 'accepted', 'returned')),
  words text not null,
  due_on text collate "C",
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  primary key (supervision_id, id)
);
revoke update, delete, truncate on supervision, supervision_event from zhuchao_app;

-- The units it is for, and where each stands, written by the command that adds its events.
create table supervision_unit (
  supervision_id uuid not null references supervision (id),
  unit_id uuid not null references unit (id),
  order_no integer not null,
  state text not null check (state in ('waiting', 'fed_back', 'returned', 'accepted')),
  due_on text collate "C" not null,
  done_on text collate "C",
  events integer not null,
  primary key (supervision_id, unit_id)
);
create index supervision_unit_state on supervision_unit (unit_id, state, due_on);
revoke delete, truncate on supervision_unit from zhuchao_app;
