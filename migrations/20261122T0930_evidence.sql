-- Files are kept by content hash; an evidence row says what a file proves. Rows are appended; a mistaken one is retracted by a row of its own.
create table stored_file (
  sha256 text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
  size bigint not null,
  media_type text not null,
  stored_at timestamptz not null
);

-- What a person has sent in. Only they can make evidence of it, so that knowing a hash gives nobody a file.
create table evidence_upload (
  id uuid primary key,
  sha256 text not null references stored_file (sha256),
  name text not null,
  uploaded_by uuid not null,
  uploaded_at timestamptz not null
);

create table evidence (
  id uuid primary key,
  sha256 text not null references stored_file (sha256),
  name text not null,
  kind text not null,
  subject text not null,
  subject_id uuid not null,
  project_id uuid,
  uploaded_by uuid not null,
  uploaded_at timestamptz not null
);
create index evidence_subject on evidence (subject_id);
create index evidence_project on evidence (project_id);
create index evidence_file on evidence (sha256);

create table evidence_retraction (
  evidence_id uuid primary key references evidence (id),
  reason text not null,
  retracted_by uuid not null,
  retracted_at timestamptz not null
);
revoke update, delete, truncate on stored_file, evidence_upload, evidence, evidence_retraction from zhuchao_app;
