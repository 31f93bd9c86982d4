-- 联审联批: the approvals that a project needs, as the template had them when they were laid down, and everything that happened to each.
-- Nothing is applied for here: days and results are recorded, under the codes that the project has.
create table permit_item (
  project_id uuid not null references project (id),
  id uuid not null,
  key text not null,
  class text not null,
  template_version integer not null,
  order_no integer not null,
  name text not null,
  stage text not null check (stage in ('siting', 'planning', 'construction', 'completion')),
  role text not null,
  lead_role text not null,
  after text[] not null,
  -- limits in working days, to half a day
  legal_days numeric(5, 1) not null check (legal_days >= 0),
  promised_days numeric(5, 1) not null check (promised_days between 0 and legal_days),
  green_days numeric(5, 1) not null check (green_days between 0 and promised_days),
  may_lack boolean not null,
  may_promise boolean not null,
  may_pre_review boolean not null,
  valid_months integer check (valid_months > 0),
  extensions integer not null check (extensions >= 0),
  extension_months integer not null check (extension_months >= 0),
  is_used_by_start boolean not null,
  basis text not null,
  added_by uuid not null,
  added_at timestamptz not null,
  primary key (project_id, id),
  unique (project_id, key)
);

create table permit_event (
  project_id uuid not null,
  id uuid not null,
  permit_id uuid not null,
  kind text not null check (kind in ('applied', 'reviewed', 'told', 'accepted', 'filled', 'stopped', 'resumed', 'granted', 'declined',
    'extended', 'dropped', 'revived', 'taken_back')),
  happened_on text collate "C" not null,
  mode text check (mode in ('full', 'lacking', 'promise')),
  cause text check (cause in ('correction', 'publicity', 'hearing', 'expert', 'testing')),
  number text,
  until_on text collate "C",
  missing text[],
  months integer,
  -- was the project on the 绿色通道 then
  is_green boolean not null,
  takes_back uuid,
  words text,
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  primary key (project_id, id),
  foreign key (project_id, permit_id) references permit_item (project_id, id),
  foreign key (project_id, takes_back) references permit_event (project_id, id),
  unique (project_id, takes_back),
  check ((kind = 'accepted') = (mode is not null)),
  check ((kind = 'stopped') = (cause is not null)),
  check ((kind = 'taken_back') = (takes_back is not null))
);
create index permit_event_permit on permit_event (project_id, permit_id);

-- 代办员 and 绿色通道 of a project: the last entry counts.
create table permit_agent (
  project_id uuid not null references project (id),
  id uuid not null,
  person_id uuid references person (id),
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  primary key (project_id, id)
);
create table permit_channel (
  project_id uuid not null references project (id),
  id uuid not null,
  is_green boolean not null,
  reason text not null,
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  primary key (project_id, id)
);
revoke update, delete, truncate on permit_item, permit_event, permit_agent, permit_channel from zhuchao_app;

-- Where each approval stands, kept by the commands for lists over all projects. What a day changes by itself is asked of these columns.
create table permit_standing (
  project_id uuid not null,
  permit_id uuid not null,
  state text not null,
  applied_on text collate "C",
  accepted_on text collate "C",
  -- by when it has to be said what is missing, while nothing was
  answer_by text collate "C",
  gaps_by text collate "C",
  legal_due_on text collate "C",
  promised_due_on text collate "C",
  stopped_on text collate "C",
  decided_on text collate "C",
  valid_until text collate "C",
  is_green boolean not null,
  primary key (project_id, permit_id),
  foreign key (project_id, permit_id) references permit_item (project_id, id)
);
create index permit_standing_open on permit_standing (promised_due_on, project_id) where state in ('applied', 'running');
revoke truncate on permit_standing from zhuchao_app;
