-- What look-alikes are found by, beside the names: the telephone in digits, the place without blanks and signs.
alter table project add column phone_key text;
alter table project add column place_key text collate "C";
-- What is kept already gets them as the application would make them.
update project set phone_key = nullif(regexp_replace(regexp_replace(regexp_replace(normalize(contact_phone, NFKC), '(转|ext|EXT|[;；,，、/]).*$', ''),
  '\D', '', 'g'), '^(00)?86(?=(1\d{10}|0\d{9,11})$)', '') , '') where contact_phone is not null;
update project set phone_key = null where char_length(phone_key) < 7;
update project set place_key = nullif(regexp_replace(lower(normalize(place, NFKC)), '[[:space:][:punct:]、。·—“”‘’《》【】]', '', 'g'), '') where place is not null;
update project set place_key = regexp_replace(place_key, '^[一-鿿]{2,8}?(省|自治区)(?=.{4})', '') where place_key is not null;
update project set place_key = regexp_replace(place_key, '^[一-鿿]{2,6}?市(?=.{4})', '') where place_key is not null;
update project set place_key = regexp_replace(place_key, '^[一-鿿]{1,6}?[区县](?=.{4})', '') where place_key is not null;
create index project_investor_key on project (investor_key) where investor_key is not null;
create index project_investor_uscc on project (investor_uscc) where investor_uscc is not null;
create index project_phone_key on project (phone_key) where phone_key is not null;
create index project_place_key on project (place_key) where place_key is not null;

-- A project that was merged says into which; its history and codes stay with it.
alter table project add column merged_into uuid references project (id);
alter table project add check (merged_into <> id), add check (merged_into is null or side = 'merged');
create index project_merged on project (merged_into) where merged_into is not null;

-- A second signing of what is signed already is an event and adds to no total.
alter table agreement drop constraint agreement_kind_check;
alter table agreement add constraint agreement_kind_check check (kind in ('framework', 'investment', 'supplement', 'resigning'));

-- An entry that came here with a merged project: from which project, from which entry of it.
alter table agreement add column from_project_id uuid references project (id), add column from_id uuid;
-- When what was carried here first counted as signed: a closed month has reported it, so it is no new signing.
alter table agreement add column first_counted_on text collate "C";
alter table arrival add column from_project_id uuid references project (id), add column from_id uuid;
alter table investment add column from_project_id uuid references project (id), add column from_id uuid;

-- 查重池: two projects that look the same, until a person says what they are.
create table duplicate_case (
  project_id uuid not null references project (id),
  id uuid not null,
  other_id uuid not null references project (id),
  level text not null check (level in ('L1', 'L2', 'L3', 'L4')),
  signs jsonb not null,
  -- the reason with which a blocked project was entered all the same
  override_reason text,
  status text not null default 'open' check (status in ('open', 'merged', 'ignored', 'separate')),
  opened_how text not null check (opened_how in ('create', 'import')),
  opened_at timestamptz not null,
  opened_by uuid not null,
  due_at timestamptz not null,
  decided_at timestamptz,
  decided_by uuid,
  primary key (project_id, id),
  check (project_id <> other_id),
  check ((status = 'open') = (decided_at is null))
);
create unique index duplicate_case_pair on duplicate_case (least(project_id, other_id), greatest(project_id, other_id));
create index duplicate_case_open on duplicate_case (status, due_at);
create index duplicate_case_other on duplicate_case (other_id);

create table duplicate_ruling (
  project_id uuid not null,
  id uuid not null,
  case_id uuid not null,
  verdict text not null check (verdict in ('merged', 'ignored', 'separate', 'reopened')),
  reason text,
  recorded_at timestamptz not null,
  recorded_by uuid not null,
  primary key (project_id, id),
  foreign key (project_id, case_id) references duplicate_case (project_id, id)
);

-- A merge of two projects, or of two enterprises: asked for, consented to by the owners, done, perhaps undone.
create table merger (
  id uuid primary key,
  subject text not null check (subject in ('project', 'enterprise')),
  from_id uuid not null,
  into_id uuid not null,
  status text not null check (status in ('asked', 'agreed', 'refused', 'done', 'undone')),
  -- what was chosen: fields, stage, entries left out and why, shares
  choices jsonb not null,
  -- what the merge did, so that it can be taken back
  done jsonb,
  reason text not null,
  asked_at timestamptz not null,
  asked_by uuid not null,
  done_at timestamptz,
  undone_at timestamptz,
  undo_reason text,
  check (from_id <> into_id)
);
create index merger_from on merger (from_id);
create index merger_into on merger (into_id);
create table merger_consent (
  merger_id uuid not null references merger (id),
  unit_id uuid not null references unit (id),
  verdict text check (verdict in ('agreed', 'refused')),
  note text,
  recorded_at timestamptz,
  recorded_by uuid,
  primary key (merger_id, unit_id)
);

-- 分成: one project brought in by several units, whose shares come to 100 %; append-only, a new set follows an old one.
create table project_share (
  project_id uuid not null references project (id),
  id uuid not null,
  set_id uuid not null,
  unit_id uuid not null references unit (id),
  basis_points integer not null check (basis_points > 0 and basis_points <= 10000),
  certificate text,
  recorded_at timestamptz not null,
  recorded_by uuid not null,
  primary key (project_id, id)
);
revoke update, delete on duplicate_ruling, project_share from zhuchao_app;
revoke delete on duplicate_case, merger, merger_consent from zhuchao_app;
