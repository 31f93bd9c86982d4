-- Who signs what in which order. A review knows its subject by name and id alone; what an outcome means is the subject's room's affair.
create table review (
  id uuid primary key,
  subject text not null,
  subject_id uuid not null,
  project_id uuid,
  unit_id uuid not null references unit (id),
  flow text not null,
  -- The steps as they were when it was opened: a new version of the rule changes no review under way.
  rule_version integer not null,
  steps jsonb not null,
  status text not null check (status in ('open', 'approved', 'returned', 'withdrawn')),
  step integer not null check (step >= 0),
  -- Counts how often it began again, so that nothing that was signed before is taken for a signature now.
  round integer not null check (round >= 1),
  due_on text collate "C",
  reminded_at timestamptz,
  version integer not null default 1,
  submitted_by uuid not null,
  submitted_at timestamptz not null,
  ended_at timestamptz
);
-- One at a time, so that there can never be two outcomes.
create unique index review_one_under_way on review (subject_id, subject) where status in ('open', 'returned');
create index review_subject on review (subject_id, subject, submitted_at desc);
create index review_unit on review (unit_id, submitted_at desc);
create index review_due on review (due_on) where status = 'open' and reminded_at is null;

create table review_seat (
  review_id uuid not null references review (id),
  round integer not null,
  step integer not null,
  no integer not null,
  -- Whoever holds the role, of the subject's unit or of the district; or the one person it was passed on to or who was added.
  role text,
  of text not null check (of in ('unit', 'district')),
  person_id uuid references person (id),
  is_added boolean not null,
  is_current boolean not null,
  signed_by uuid,
  signed_at timestamptz,
  primary key (review_id, round, step, no),
  check (role is not null or person_id is not null)
);
create index review_seat_waiting on review_seat (review_id) where is_current;
create index review_seat_person on review_seat (person_id) where is_current;

-- Everything that was done, in order. Opinions stay, whatever came after.
create table review_act (
  id uuid primary key,
  review_id uuid not null references review (id),
  kind text not null check (kind in ('submit', 'pass', 'return', 'transfer', 'add', 'withdraw')),
  round integer not null,
  step integer not null,
  to_step integer,
  target_id uuid,
  person_id uuid not null,
  -- Whom the person stood in for.
  for_person_id uuid,
  opinion text,
  at timestamptz not null
);
create index review_act_review on review_act (review_id, at, id);

create table review_deputy (
  id uuid primary key,
  person_id uuid not null references person (id),
  deputy_id uuid not null references person (id),
  from_day text collate "C" not null,
  to_day text collate "C" not null check (to_day >= from_day),
  created_at timestamptz not null,
  ended_at timestamptz,
  check (person_id <> deputy_id)
);
create index review_deputy_of on review_deputy (deputy_id, to_day) where ended_at is null;

revoke update, delete on review, review_seat, review_act, review_deputy from zhuchao_app;
grant update (status, step, round, rule_version, steps, due_on, reminded_at, version, submitted_by, submitted_at, ended_at) on review to zhuchao_app;
grant update (person_id, is_current, signed_by, signed_at) on review_seat to zhuchao_app;
grant update (ended_at) on review_deputy to zhuchao_app;
