-- Notices to people, what each person wants to be told outside the product, and what became of telling them.
create table notice (
  id uuid primary key,
  person_id uuid not null references person (id),
  kind text not null,
  subject text not null,
  subject_id uuid not null,
  -- The project it is about. Its name is read when the notice is read, as the reader may know it then, and is never kept here.
  project_id uuid,
  link text not null,
  params jsonb not null,
  -- Told once: a second notice of the same key to the same person is none.
  key text not null,
  created_at timestamptz not null,
  read_at timestamptz,
  -- Put away by the person, for the person alone.
  dismissed_at timestamptz,
  -- What it was about is settled: gone for everybody.
  cleared_at timestamptz,
  unique (person_id, key)
);
create index notice_person on notice (person_id, created_at desc) where dismissed_at is null and cleared_at is null;
create index notice_unread on notice (person_id) where read_at is null and dismissed_at is null and cleared_at is null;
create index notice_subject on notice (subject_id, kind) where cleared_at is null;

-- A robot of a group chat; its address and secret open the group to whoever has them.
create table notice_robot (
  id uuid primary key,
  name text not null,
  kind text not null check (kind in ('wecom', 'dingtalk', 'feishu')),
  -- Offered to people of this unit and below.
  unit_id uuid not null references unit (id),
  url text not null,
  secret text,
  is_active boolean not null default true,
  version integer not null default 1,
  created_at timestamptz not null
);

create table notice_choice (
  person_id uuid primary key references person (id),
  email text,
  robot_id uuid references notice_robot (id),
  mail_groups text[] not null default '{}',
  robot_groups text[] not null default '{}'
);

-- One notice on one way out of the product. Rows of a run that go to one person by one way are one message.
create table notice_delivery (
  id uuid primary key,
  notice_id uuid not null references notice (id),
  person_id uuid not null references person (id),
  channel text not null check (channel in ('mail', 'robot')),
  status text not null check (status in ('waiting', 'sending', 'sent', 'failed', 'dropped')),
  tries integer not null default 0,
  next_try_at timestamptz not null,
  claimed_until timestamptz,
  error jsonb,
  created_at timestamptz not null,
  ended_at timestamptz,
  unique (notice_id, channel)
);
create index notice_delivery_open on notice_delivery (next_try_at) where status in ('waiting', 'sending');
create index notice_delivery_failed on notice_delivery (ended_at desc) where status = 'failed';
create index notice_delivery_person on notice_delivery (person_id, created_at desc);

revoke update, delete on notice from zhuchao_app;
grant update (read_at, dismissed_at, cleared_at) on notice to zhuchao_app;
revoke delete on notice_robot, notice_choice, notice_delivery from zhuchao_app;
