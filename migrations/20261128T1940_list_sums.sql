-- Sums of lists by what lists are narrowed by, beside the standings and kept with them: industry, or bands of one amount, and whether
-- signed, started and arrived. Count and sums of a list are read from these and not from its projects.
alter table project_standing add column dated_start boolean not null default false;
alter table project_standing alter column dated_start drop default;
update project_standing s set dated_start = true from project p where p.id = s.project_id and p.started_on is not null;

create table list_total (
  unit_id uuid not null,
  facet text not null check (facet in ('industry', 'total', 'agreed', 'arrived', 'invested')),
  industry_code text,
  -- the first digit of the amount with noughts behind; -1 for all below nought
  band bigint not null,
  stage text not null,
  side text,
  is_signed boolean not null,
  is_started boolean not null,
  is_arrived boolean not null,
  projects integer not null,
  total_fen bigint not null,
  agreed_fen bigint not null,
  attracted_fen bigint not null,
  fixed_fen bigint not null,
  arrived_fen bigint not null,
  invested_fen bigint not null
);

insert into list_total
select s.unit_id, k.facet, k.industry_code, case when k.amount < 0 then -1 when k.amount < 10 then k.amount
    else k.amount - k.amount % (10 ^ (length(k.amount::text) - 1))::bigint end,
  s.stage, s.side, s.signed_on is not null, s.dated_start, s.arrived_fen > 0, count(*), sum(s.total_fen), sum(s.agreed_fen),
  sum(s.attracted_fen), sum(s.fixed_fen), sum(s.arrived_fen), sum(s.invested_fen)
from project_standing s cross join lateral (values ('industry', s.industry_code, 0::bigint), ('total', null, s.total_fen),
  ('agreed', null, s.agreed_fen), ('arrived', null, s.arrived_fen), ('invested', null, s.invested_fen)) k (facet, industry_code, amount)
group by 1, 2, 3, 4, 5, 6, 7, 8, 9
order by 2, 1;
create index list_total_key on list_total (facet, unit_id);

-- A page of a list is picked from an index alone: each order carries what lists are narrowed by.
drop index project_agreed;
create index project_agreed on project (agreed_fen desc, id desc) include (unit_id, stage, side, signed_on, started_on, industry_code, arrived_fen);
drop index project_arrived;
create index project_arrived on project (arrived_fen desc, id desc) include (unit_id, stage, side, signed_on, started_on, industry_code, agreed_fen);
drop index project_invested;
create index project_invested on project (invested_fen desc, id desc) include (unit_id, stage, side, signed_on, started_on, industry_code, arrived_fen);
drop index project_total;
create index project_total on project (total_fen desc nulls last, id desc) include (unit_id, stage, side, signed_on, started_on, industry_code, arrived_fen);
drop index project_signed_latest;
create index project_signed_latest on project (signed_on desc nulls last, id desc) include (unit_id, stage, side, started_on, industry_code, arrived_fen);
drop index project_updated;
create index project_updated on project (updated_at desc, id desc) include (unit_id, stage, side, signed_on, started_on, industry_code, arrived_fen);
create index project_named on project (name collate "zh-x-icu", id) include (unit_id, stage, side, signed_on, started_on, industry_code, arrived_fen);
-- Words are looked for in the units of who asks.
drop index project_search;
create index project_search on project using gin (unit_id, search_grams);
-- An index alone answers only for pages that were tidied up since they were written.
alter table project set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
