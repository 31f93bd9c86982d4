-- Reminders: who was told when of what comes due. A row is one telling to one person; nothing of it is rewritten.
create table reminder (
  id uuid primary key,
  person_id uuid not null references person (id),
  kind text not null,
  -- what it is of: a row, and a part of it where it has parts
  subject text not null,
  subject_id uuid not null,
  part text not null,
  project_id uuid references project (id),
  -- how far it had come: soon, overdue, above (told to whoever supervises), or the step of a light
  step text not null,
  due_on text collate "C" not null,
  link text not null,
  params jsonb not null,
  -- the day in Shanghai and the moment of the telling
  told_on text collate "C" not null,
  told_at timestamptz not null,
  -- the key of the notice that told of it, alone or together with others
  notice_key text not null,
  is_digest boolean not null,
  -- put away by the person, for the person alone
  dismissed_at timestamptz,
  -- what it was about is settled, or is told of again: gone
  cleared_at timestamptz,
  -- however many workers tell: once a day
  unique (person_id, kind, subject_id, part, step, due_on, told_on)
);
create index reminder_open on reminder (person_id, due_on) where cleared_at is null;
create index reminder_told on reminder (told_on);
revoke update, delete, truncate on reminder from zhuchao_app;
grant update (dismissed_at, cleared_at) on reminder to zhuchao_app;

-- Every hour that everybody was looked after: what was told and what was settled since.
create table reminder_run (
  hour text collate "C" primary key,
  told integer not null,
  cleared integer not null,
  ran_at timestamptz not null
);
revoke update, delete, truncate on reminder_run from zhuchao_app;
