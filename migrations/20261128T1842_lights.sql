-- 红黄绿灯: what the rules said of a project for a month, a row whenever that changed; nothing of it is rewritten.
create table project_light (
  project_id uuid not null references project (id),
  id uuid not null,
  month text collate "C" not null check (month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  rule_version integer not null,
  -- as shown, and as judged before what holds a light back
  colour text not null check (colour in ('none', 'green', 'yellow', 'red')),
  judged text not null check (judged in ('none', 'green', 'yellow', 'red')),
  -- each dimension with its colour, code and details, the worst first
  dimensions jsonb not null,
  recorded_at timestamptz not null,
  primary key (project_id, id)
);
create index project_light_month on project_light (project_id, month, recorded_at desc);
revoke update, delete, truncate on project_light from zhuchao_app;

-- Why a light is not green, by class, as the unit says; and for how long it is let off, as the bureau says.
create table light_reason (
  project_id uuid not null references project (id),
  id uuid not null,
  month text collate "C" not null,
  class text not null check (class in ('enterprise', 'government', 'market', 'weather', 'policy', 'force_majeure')),
  words text not null,
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  primary key (project_id, id)
);
create table light_exemption (
  project_id uuid not null references project (id),
  id uuid not null,
  -- the first and the last month without a light of its own
  from_month text collate "C" not null,
  until_month text collate "C" not null check (until_month >= from_month),
  class text not null check (class in ('enterprise', 'government', 'market', 'weather', 'policy', 'force_majeure')),
  words text not null,
  granted_by uuid not null,
  granted_at timestamptz not null,
  primary key (project_id, id)
);
revoke update, delete, truncate on light_reason, light_exemption from zhuchao_app;

-- The light of each project now, kept by the same command.
create table light_standing (
  project_id uuid primary key references project (id),
  month text collate "C" not null,
  colour text not null,
  is_exempt boolean not null,
  -- the dimension that decided it
  code text not null,
  -- the first month of the present colour, month after month
  since text collate "C" not null
);
create index light_standing_colour on light_standing (colour, project_id);
revoke truncate on light_standing from zhuchao_app;
