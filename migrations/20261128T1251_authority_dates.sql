-- Dates of 开工 / 入库纳统 / 进规 / 投产: one as the unit claims it, and one as each authority recognises it. Rows are appended;
-- the latest of an event and an authority stands, a row without a date takes it back.
create table authority_date (
  project_id uuid not null references project (id),
  id uuid not null,
  event text not null check (event in ('started', 'natong', 'above_scale', 'production')),
  -- null: as the responsible unit claims it
  authority text,
  kind text check (kind in ('works', 'equipment', 'opening')),
  happened_on text collate "C",
  reason text,
  recorded_at timestamptz not null,
  recorded_by uuid not null,
  primary key (project_id, id),
  check (kind is null or event = 'started')
);
create index authority_date_at on authority_date (project_id, event, recorded_at desc);
create index authority_date_authority on authority_date (authority, event, happened_on);
-- What records say today was claimed when they were last changed.
insert into authority_date (project_id, id, event, happened_on, recorded_at, recorded_by)
select p.id, gen_random_uuid(), d.event, d.happened_on, p.updated_at, p.created_by
from project p cross join lateral (values ('started', p.started_on), ('natong', p.natong_on), ('production', p.production_on)) d (event, happened_on)
where d.happened_on is not null;
revoke update, delete, truncate on authority_date from zhuchao_app;
