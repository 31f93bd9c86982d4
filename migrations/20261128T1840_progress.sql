-- 月报: what a project reports of a month. Reports append: a later one names the one it supersedes, and what was decided of each is a row
-- of its own. What counts as investment is the ledger's: an accepted report brings it to what the report says.
create table month_report (
  project_id uuid not null references project (id),
  id uuid not null,
  month text collate "C" not null check (month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  -- 无变化: nothing has happened, and the money is what the ledger held already
  is_unchanged boolean not null,
  summary text,
  problems text,
  civil_fen bigint not null check (civil_fen >= 0),
  installation_fen bigint not null check (installation_fen >= 0),
  equipment_fen bigint not null check (equipment_fen >= 0),
  other_fen bigint not null check (other_fen >= 0),
  -- of the other: 旧建筑物购置, 建设用地费
  old_building_fen bigint not null check (old_building_fen >= 0),
  land_fen bigint not null check (land_fen >= 0),
  amount_fen bigint not null,
  -- why an amount that looks odd is right
  reason text,
  supersedes uuid,
  batch_id uuid,
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  primary key (project_id, id),
  foreign key (project_id, supersedes) references month_report (project_id, id),
  unique (project_id, supersedes),
  check (amount_fen = civil_fen + installation_fen + equipment_fen + other_fen),
  check (other_fen >= old_building_fen + land_fen),
  check (is_unchanged or summary is not null)
);
-- Of two who begin the same month at once, one is told.
create unique index month_report_first on month_report (project_id, month) where supersedes is null;

create table month_report_decision (
  project_id uuid not null,
  id uuid not null,
  report_id uuid not null,
  outcome text not null check (outcome in ('accepted', 'returned')),
  note text,
  -- the entry by which the ledger came to what the report says; null when it said so already
  investment_id uuid,
  decided_by uuid not null,
  decided_at timestamptz not null,
  primary key (project_id, id),
  foreign key (project_id, report_id) references month_report (project_id, id),
  foreign key (project_id, investment_id) references investment (project_id, id),
  unique (project_id, report_id),
  check (outcome = 'accepted' or note is not null)
);

-- A closed month takes no report but of the projects named here.
create table month_report_exception (
  project_id uuid not null references project (id),
  id uuid not null,
  month text collate "C" not null,
  until_on text collate "C" not null,
  reason text not null,
  granted_by uuid not null,
  granted_at timestamptz not null,
  primary key (project_id, id)
);
create index month_report_exception_month on month_report_exception (project_id, month);
revoke update, delete, truncate on month_report, month_report_decision, month_report_exception from zhuchao_app;

-- Which projects owe a report of a month, and where it stands: opened when the month can be reported, then kept by the commands.
create table report_due (
  project_id uuid not null references project (id),
  month text collate "C" not null,
  -- the unit that the project counts for now; it takes its months along
  unit_id uuid not null references unit (id),
  due_on text collate "C" not null,
  -- false: it was reported though nobody had to
  is_owed boolean not null,
  state text not null check (state in ('missing', 'submitted', 'returned', 'accepted', 'excused')),
  -- the day it was sent first
  reported_on text collate "C",
  report_id uuid,
  primary key (project_id, month),
  foreign key (project_id, report_id) references month_report (project_id, id),
  check ((state in ('missing', 'excused')) = (report_id is null))
);
create index report_due_month on report_due (month, unit_id, state) include (is_owed, due_on, reported_on, project_id);
revoke delete, truncate on report_due from zhuchao_app;
create index report_due_report on report_due (report_id) where report_id is not null;
