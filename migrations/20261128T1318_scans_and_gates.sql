-- What a virus scanner said of a file; the latest word stands. A file without a row has not been scanned.
create table file_scan (
  sha256 text not null references stored_file (sha256),
  id uuid not null,
  verdict text not null check (verdict in ('clean', 'infected')),
  threat text,
  scanned_at timestamptz not null,
  primary key (sha256, id),
  check ((verdict = 'infected') = (threat is not null))
);
revoke update, delete, truncate on file_scan from zhuchao_app;

-- Which version of the gate a step passed; null for steps of ledgers, steps aside, and before this was kept.
alter table stage_change add column gate_version integer;
