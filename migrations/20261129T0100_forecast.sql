-- 滑期预测: what was forecast of each project last, for the list over all of them; the page of a project forecasts anew.
create table forecast_standing (
  project_id uuid primary key references project (id),
  made_on text collate "C" not null,
  rule_version integer not null,
  -- the last month of which the ledger was complete
  through text collate "C" not null check (through ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  promised_on text collate "C",
  -- production: at the earliest, most likely, at the latest; none where nothing can be said
  low_on text collate "C",
  likely_on text collate "C",
  high_on text collate "C",
  is_beyond boolean not null,
  -- days after the promise; below zero before it
  late_days integer,
  -- investment of the year
  year integer not null,
  year_done_fen bigint not null,
  year_plan_fen bigint,
  year_low_fen bigint,
  year_likely_fen bigint,
  year_high_fen bigint,
  -- why: about, code and details of each
  reasons jsonb not null,
  check (low_on <= likely_on and likely_on <= high_on),
  check (year_low_fen <= year_likely_fen and year_likely_fen <= year_high_fen)
);
create index forecast_standing_late on forecast_standing (late_days desc nulls last, project_id);
revoke truncate on forecast_standing from zhuchao_app;
