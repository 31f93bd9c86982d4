-- 封账: months of the district are closed one after another, and reopened from the last back; each act is a row.
create table month_event (
  id uuid primary key,
  unit_id uuid not null references unit (id),
  month text collate "C" not null check (month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  kind text not null check (kind in ('close', 'reopen')),
  reason text,
  -- the last entry that was recorded before: what a closing is as of
  last_at timestamptz,
  last_id uuid,
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  check (kind = 'close' or reason is not null),
  check ((kind = 'close') = (last_at is not null) and (last_at is null) = (last_id is null))
);
create index month_event_month on month_event (month, id);
revoke update, delete, truncate on month_event from zhuchao_app;

-- 入账月份: the month an entry counts in, where the month it happened in was closed already; else it counts when it happened.
alter table agreement add column booked_on text collate "C" check (booked_on ~ '^\d{4}-(0[1-9]|1[0-2])$');
alter table arrival add column booked_on text collate "C" check (booked_on ~ '^\d{4}-(0[1-9]|1[0-2])$');
alter table investment add column booked_on text collate "C" check (booked_on ~ '^\d{4}-(0[1-9]|1[0-2])$');
-- The last entry of each ledger, and where entries count that were booked late.
create index agreement_booked on agreement (booked_on) where booked_on is not null;
create index arrival_booked on arrival (booked_on) where booked_on is not null;
create index investment_booked on investment (booked_on) where booked_on is not null;

-- What a project was called and how large it was are what reports count by as well: they are kept beside unit and industry.
alter table project_attribution add column name text, add column total_fen bigint;
update project_attribution a set name = p.name, total_fen = p.total_fen from project p where p.id = a.project_id;

-- Every figure of a closed month, unit by unit, as it was when the month was closed.
create table closing_figure (
  closing_id uuid not null references month_event (id),
  period text not null check (period in ('all', 'year', 'month')),
  unit_id uuid not null references unit (id),
  figure text not null,
  version text not null,
  numerator bigint not null,
  denominator bigint,
  rows integer not null,
  -- over the ids of the projects and what each adds
  digest text not null,
  primary key (closing_id, period, unit_id, figure)
);
revoke update, delete, truncate on closing_figure from zhuchao_app;
