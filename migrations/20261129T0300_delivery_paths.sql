-- Problems are found by their id alone where what happened to them is read.
create index problem_id on problem (id);

-- Lists of what is not over compare what stands in an index, and read the rows of one page alone.
drop index problem_standing_due;
create index problem_standing_live on problem_standing (state, due_on)
  include (project_id, problem_id, tier, owner_unit_id, late_on, raised_on) where state in ('open', 'solved');
drop index permit_standing_open;
create index permit_standing_open on permit_standing (promised_due_on, project_id)
  include (permit_id, state, answer_by, gaps_by) where state in ('applied', 'told', 'running', 'stopped');
create index permit_standing_ends on permit_standing (valid_until, project_id) where valid_until is not null;

-- What was decided of a project in a year against a promise, and how much of it by the promised day; written with the standings of its approvals.
create table permit_decided (
  project_id uuid not null references project (id),
  year text collate "C" not null check (year ~ '^\d{4}$'),
  decided integer not null check (decided > 0),
  on_time integer not null check (on_time between 0 and decided),
  primary key (project_id, year)
);
create index permit_decided_year on permit_decided (year, project_id) include (decided, on_time);
revoke truncate on permit_decided from zhuchao_app;
insert into permit_decided (project_id, year, decided, on_time)
  select project_id, left(decided_on, 4), count(*), count(*) filter (where decided_on <= promised_due_on)
  from permit_standing where decided_on is not null and promised_due_on is not null group by 1, 2;
