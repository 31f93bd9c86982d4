-- Papers made from the figures. A paper keeps the figures it was written from and what was written, so that it can be printed again after
-- the ledger has changed; making it again is another row.
create table paper (
  id uuid primary key,
  kind text not null check (kind in ('monthly_analysis')),
  month text collate "C" not null check (month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  unit_id uuid not null references unit (id),
  title text not null,
  status text not null check (status in ('draft', 'issued')),
  version integer not null default 1,
  blocks jsonb not null,
  figures jsonb not null,
  content jsonb not null,
  as_of timestamptz not null,
  docx_sha256 text not null,
  xlsx_sha256 text not null,
  created_at timestamptz not null,
  created_by uuid not null,
  issued_at timestamptz,
  issued_by uuid,
  check ((status = 'issued') = (issued_at is not null)),
  check ((issued_at is null) = (issued_by is null))
);
create index paper_subject on paper (kind, month desc, unit_id, created_at);
create index paper_unit on paper (unit_id);

-- Figures and what was written from them never change; people's own words do, until the paper is issued.
revoke update, delete on paper from zhuchao_app;
grant update (status, version, blocks, docx_sha256, issued_at, issued_by) on paper to zhuchao_app;
