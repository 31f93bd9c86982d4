-- Forms of departments: an .xlsx uploaded once, what its cells are bound to, and every copy that was filled.
create table form (
  id uuid primary key,
  unit_id uuid not null references unit (id),
  name text not null check (char_length(name) between 1 and 100),
  file_name text not null,
  sha256 text not null references stored_file (sha256),
  is_active boolean not null default true,
  created_at timestamptz not null,
  created_by uuid not null
);
create index form_unit on form (unit_id);

-- What the cells are bound to. Binding anew is another version; a filled copy names the version it was filled by.
create table form_version (
  form_id uuid not null references form (id),
  no integer not null check (no > 0),
  bindings jsonb not null,
  created_at timestamptz not null,
  created_by uuid not null,
  primary key (form_id, no)
);

-- A filled copy with the figures it used: the same file can be written again from `writes` when the ledger has long changed.
create table form_filling (
  id uuid primary key,
  form_id uuid not null,
  version_no integer not null,
  unit_id uuid not null references unit (id),
  month text collate "C" not null check (month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  as_of timestamptz not null,
  used jsonb not null,
  writes jsonb not null,
  sha256 text not null references stored_file (sha256),
  created_at timestamptz not null,
  created_by uuid not null,
  foreign key (form_id, version_no) references form_version (form_id, no)
);
create index form_filling_form on form_filling (form_id, created_at desc);

revoke update, delete on form, form_version, form_filling from zhuchao_app;
grant update (is_active) on form to zhuchao_app;
