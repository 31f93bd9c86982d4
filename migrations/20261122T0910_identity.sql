-- Units in a tree with their establishment order (建制序), people with posts and roles, sessions.
create table unit (
  id uuid primary key,
  parent_id uuid references unit (id),
  code text not null unique,
  name text not null,
  short_name text,
  kind text not null check (kind in ('district', 'department', 'township', 'park', 'section')),
  order_no integer not null default 0,
  is_active boolean not null default true,
  version integer not null default 1,
  created_at timestamptz not null,
  check (parent_id is distinct from id)
);
create index unit_parent on unit (parent_id, order_no);
-- One district, one root: two first runs at once cannot make two.
create unique index unit_one_root on unit ((parent_id is null)) where parent_id is null;

-- role_class makes the three administrators exclude each other and every business role in the database itself:
-- a role row must carry its person's one class, and a class admits only its own roles.
create table person (
  id uuid primary key,
  unit_id uuid not null references unit (id),
  name text not null,
  -- Pinyin initials, so that 王小明 is found by wxm.
  initials text not null default '',
  post text,
  rank integer not null default 100,
  phone text,
  login text unique check (login = lower(login)),
  role_class text not null default 'business' check (role_class in ('business', 'system', 'security', 'audit')),
  password_hash text,
  password_changed_at timestamptz,
  must_change_password boolean not null default false,
  totp_secret text,
  totp_confirmed_at timestamptz,
  -- The last time step whose code was accepted: a code works once.
  totp_last_step bigint,
  is_active boolean not null default true,
  version integer not null default 1,
  created_at timestamptz not null,
  unique (id, role_class)
);
create index person_unit on person (unit_id);

create table person_role (
  person_id uuid not null,
  role_class text not null,
  role text not null,
  granted_at timestamptz not null,
  primary key (person_id, role),
  foreign key (person_id, role_class) references person (id, role_class),
  check (
    (role_class = 'system' and role = 'system_admin')
    or (role_class = 'security' and role = 'security_admin')
    or (role_class = 'audit' and role = 'audit_admin')
    or (role_class = 'business' and role in ('promoter', 'unit_head', 'promotion_admin', 'development', 'statistics',
      'finance', 'auditor', 'approval', 'supervision', 'organisation', 'leader'))
  )
);

create table password_history (
  id uuid primary key,
  person_id uuid not null references person (id),
  password_hash text not null,
  set_at timestamptz not null
);
create index password_history_person on password_history (person_id, set_at desc);

create table session (
  id uuid primary key,
  person_id uuid not null references person (id),
  token_hash text not null unique,
  ip text not null,
  user_agent text not null,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz
);
create index session_person on session (person_id, created_at desc);

-- Locks are derived from these rows, for names that exist and names that do not alike, so that nobody learns which exist.
-- The name is kept as a hash: people type passwords into the wrong box.
create table sign_in_attempt (
  id uuid primary key,
  login_hash text not null,
  ip text not null,
  at timestamptz not null,
  succeeded boolean not null
);
create index sign_in_attempt_login on sign_in_attempt (login_hash, at desc);
create index sign_in_attempt_ip on sign_in_attempt (ip, at desc);
create index sign_in_attempt_at on sign_in_attempt (at);
