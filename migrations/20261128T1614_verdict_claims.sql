-- 认定申报: arrivals of a unit and month that go up together for recognition: 填报, 单位初审, 招商局复核, 联合核定. The review room keeps
-- who signed; here stands what is asked about. Each submission has its lines (`round`), so that what was returned stays as it was sent.
create table verdict_claim (
  id uuid primary key,
  unit_id uuid not null references unit (id),
  month text collate "C" not null,
  round integer not null,
  remark text,
  state text not null check (state in ('open', 'returned', 'withdrawn', 'approved')),
  submitted_by uuid not null,
  submitted_at timestamptz not null,
  ended_at timestamptz
);
create index verdict_claim_of on verdict_claim (unit_id, month);
create index verdict_claim_submitted on verdict_claim (submitted_at desc, id desc);

create table claim_line (
  project_id uuid not null,
  id uuid not null,
  claim_id uuid not null references verdict_claim (id),
  round integer not null,
  arrival_id uuid not null,
  primary key (project_id, id),
  foreign key (project_id, arrival_id) references arrival (project_id, id),
  unique (claim_id, round, arrival_id)
);
create index claim_line_of_arrival on claim_line (project_id, arrival_id);

-- What an office says of an arrival under its 口径 while the claim is under way; the latest counts when the claim is approved.
create table claim_opinion (
  project_id uuid not null,
  id uuid not null,
  claim_id uuid not null references verdict_claim (id),
  arrival_id uuid not null,
  basis text not null references recognition_basis (code),
  outcome text not null check (outcome in ('counted', 'left_out', 'pending')),
  reason text not null,
  amount_fen bigint not null,
  remark text,
  given_by uuid not null,
  recorded_at timestamptz not null,
  primary key (project_id, id),
  foreign key (project_id, arrival_id) references arrival (project_id, id),
  check ((outcome = 'counted') = (amount_fen <> 0))
);
create index claim_opinion_of on claim_opinion (claim_id, arrival_id, basis, recorded_at);
revoke update, delete, truncate on claim_line, claim_opinion from zhuchao_app;
revoke delete, truncate on verdict_claim from zhuchao_app;

-- The claim that ended with a verdict, where one did.
alter table verdict add column claim_id uuid references verdict_claim (id);
create index verdict_recorded on verdict (recorded_at desc, id desc);
