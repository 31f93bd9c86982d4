-- 口径: what an arrival counts as, and for whom. Verdicts append: a later one names the one it supersedes; an arrival that is
-- reversed counts in no 口径 from the moment its reversal is recorded, without a verdict of its own.
create table recognition_basis (
  code text primary key,
  name_zh text not null,
  name_en text not null,
  roles text[] not null,
  order_no integer not null
);
insert into recognition_basis (code, name_zh, name_en, roles, order_no) values
  ('promotion', '招商口径', 'Promotion', '{promotion_admin}', 1),
  ('statistics', '统计口径', 'Statistics', '{statistics}', 2),
  ('foreign', '外资口径', 'Foreign capital', '{promotion_admin}', 3),
  ('audit', '审计口径', 'Audit', '{auditor,finance}', 4);

create table verdict (
  project_id uuid not null,
  id uuid not null,
  arrival_id uuid not null,
  basis text not null references recognition_basis (code),
  outcome text not null check (outcome in ('counted', 'left_out', 'pending')),
  reason text not null,
  amount_fen bigint not null,
  counts_on text collate "C" not null,
  recognised_on text collate "C" not null,
  rule_version integer,
  remark text,
  supersedes uuid,
  given_by uuid not null,
  recorded_at timestamptz not null,
  primary key (project_id, id),
  foreign key (project_id, arrival_id) references arrival (project_id, id),
  foreign key (project_id, supersedes) references verdict (project_id, id),
  unique (project_id, supersedes),
  check ((outcome = 'counted') = (amount_fen <> 0))
);
create unique index verdict_first on verdict (project_id, arrival_id, basis) where supersedes is null;
create index verdict_of_arrival on verdict (project_id, arrival_id, basis, recorded_at);
create index verdict_counts_on on verdict (basis, counts_on) where outcome = 'counted';
revoke update, delete, truncate on verdict from zhuchao_app;
revoke delete, truncate on recognition_basis from zhuchao_app;
