-- 工作移交: whose work went to whom, when and why. What moved is named; nothing of it is ever changed.
create table handover (
  id uuid primary key,
  from_id uuid not null references person (id),
  to_id uuid not null references person (id),
  -- The unit of whoever gave, as it was then.
  unit_id uuid not null references unit (id),
  reason text not null,
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  check (from_id <> to_id)
);
create index handover_from on handover (from_id, recorded_at desc);
create index handover_to on handover (to_id, recorded_at desc);

create table handover_item (
  handover_id uuid not null references handover (id),
  -- A project in charge (person) or led (leader); a seat of a review, or a returned review to be submitted again.
  kind text not null check (kind in ('person', 'leader', 'seat', 'returned')),
  subject_id uuid not null,
  project_id uuid,
  primary key (handover_id, kind, subject_id)
);
revoke update, delete, truncate on handover, handover_item from zhuchao_app;
create index project_person on project (person_id) where person_id is not null;
