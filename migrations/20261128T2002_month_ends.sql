-- Sums of standings as they were at the end of a month, so that figures of a past day are read from sums and from the few projects that
-- changed between that day and the nearest end of a month. Made at night from the entries; `verify` makes them again and compares.
create table month_end (
  day text collate "C" primary key,
  kept_at timestamptz not null
);
create table month_end_total (
  day text collate "C" not null references month_end (day) on delete cascade,
  unit_id uuid not null,
  kind text not null check (kind in ('ledger', 'signed', 'opened', 'produced', 'arrived', 'invested')),
  period text collate "C",
  stage text not null,
  side text,
  band bigint not null,
  projects integer not null,
  total_fen bigint not null,
  agreed_fen bigint not null,
  attracted_fen bigint not null,
  fixed_fen bigint not null,
  arrived_fen bigint not null,
  invested_fen bigint not null
);
create index month_end_total_key on month_end_total (day, unit_id, kind);

-- The business day of an instant (Asia/Shanghai has had no daylight saving since 1991). Depends on nothing that can be set.
create function recorded_day(at timestamptz) returns text language sql immutable parallel safe
  as $$ select to_char(at at time zone 'Asia/Shanghai', 'YYYY-MM-DD') $$;
-- What is dated later than the day it was recorded on: few, and never in the sums of that day's figures.
create index arrival_ahead on arrival (project_id) where arrived_on > recorded_day(recorded_at);
create index investment_ahead on investment (project_id) where month > recorded_day(recorded_at);
create index agreement_ahead on agreement (project_id) where signed_on > recorded_day(recorded_at);
create index stage_change_ahead on stage_change (project_id) where happened_on > recorded_day(recorded_at);
create index authority_date_ahead on authority_date (project_id) where authority is null and happened_on > recorded_day(recorded_at);
create index authority_date_recorded on authority_date (recorded_at);
