-- What every project stands at, as figures read it, and sums of that by unit: kept by the commands in their own transaction, recomputed
-- by `verify`. Figures of today read these and never the ledgers' millions of rows.
create table project_standing (
  project_id uuid primary key references project (id),
  code text not null,
  unit_id uuid not null,
  industry_code text,
  park_id uuid,
  leader_id uuid,
  stage text not null,
  side text,
  signed_on text collate "C",
  -- as recorded with the project, else the first such step of its log
  started_on text collate "C",
  production_on text collate "C",
  -- the first month for which investment was recorded
  invested_from text collate "C",
  total_fen bigint not null,
  agreed_fen bigint not null,
  attracted_fen bigint not null,
  fixed_fen bigint not null,
  arrived_fen bigint not null,
  invested_fen bigint not null
);

-- Lines to be added up; a command adds what changed, and every night lines of the same key become one.
create table standing_total (
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

insert into project_standing
select p.id, p.code, p.unit_id, p.industry_code, p.park_id, p.leader_id, p.stage, p.side, p.signed_on, coalesce(p.started_on, t.started_on),
  coalesce(p.production_on, t.production_on), i.invested_from, coalesce(p.total_fen, 0), p.agreed_fen, p.attracted_fen, p.fixed_fen,
  p.arrived_fen, p.invested_fen
from project p
  left join (select project_id, min(happened_on) as started_on, min(happened_on) filter (where to_stage in ('producing', 'at_capacity')) as production_on
    from stage_change where to_stage in ('building', 'completed', 'producing', 'at_capacity') group by 1) t on t.project_id = p.id
  left join (select project_id, min(coalesce(booked_on, month)) as invested_from from investment group by 1) i on i.project_id = p.id;

insert into standing_total
select s.unit_id, k.kind, k.period, s.stage, s.side, k.band, count(*), sum(s.total_fen), sum(s.agreed_fen), sum(s.attracted_fen),
  sum(s.fixed_fen), sum(s.arrived_fen), sum(s.invested_fen)
from project_standing s cross join lateral (values
  ('ledger', null, 0::bigint, true),
  ('signed', case when s.stage in ('building', 'completed', 'producing', 'at_capacity') then left(s.signed_on, 7) else s.signed_on end, 0,
    s.signed_on is not null),
  ('opened', left(s.started_on, 7), 0, s.stage in ('building', 'completed', 'producing', 'at_capacity') and s.started_on is not null),
  ('produced', left(s.production_on, 7), 0, s.stage in ('producing', 'at_capacity') and s.production_on is not null),
  ('arrived', null, 0, s.arrived_fen <> 0),
  ('invested', left(s.started_on, 4), coalesce((array[100000000, 500000000, 1000000000, 2000000000, 3000000000, 5000000000, 10000000000]::bigint[])
    [width_bucket(s.total_fen, array[100000000, 500000000, 1000000000, 2000000000, 3000000000, 5000000000, 10000000000]::bigint[])], 0),
    s.invested_from is not null)) k (kind, period, band, counts)
where k.counts
group by 1, 2, 3, 4, 5, 6;

create index project_standing_unit on project_standing (unit_id);
create index project_standing_signed on project_standing (signed_on desc nulls last, code desc);
create index project_standing_started on project_standing (started_on);
create index project_standing_production on project_standing (production_on);
create index standing_total_unit on standing_total (unit_id, kind);
