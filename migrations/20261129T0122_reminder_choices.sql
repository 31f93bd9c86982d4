-- What a person asks for beyond what the rules give them: earlier, and more often.
create table reminder_choice (
  person_id uuid not null references person (id),
  kind text not null,
  soon_days integer not null check (soon_days between 0 and 30),
  every_days integer not null check (every_days between 1 and 60),
  primary key (person_id, kind)
);
revoke truncate on reminder_choice from zhuchao_app;

-- The least that a unit has its people told, version by version; the latest in effect counts.
create table reminder_floor (
  id uuid primary key,
  unit_id uuid not null references unit (id),
  version integer not null,
  effective_from text collate "C" not null,
  body jsonb not null,
  published_by uuid not null,
  published_at timestamptz not null,
  unique (unit_id, version)
);
revoke update, delete, truncate on reminder_floor from zhuchao_app;
