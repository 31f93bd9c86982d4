-- The register of enterprises: one row a company, whoever entered it. A company merged into another keeps its row and says into which.
create table enterprise (
  id uuid primary key,
  -- 统一社会信用代码; some real, old ones fail their check and are kept with a reason
  uscc text,
  uscc_reason text,
  name text not null,
  name_key text not null,
  initials text not null,
  search_grams text[] not null default '{}',
  industry_code text,
  division_code text,
  phone text,
  phone_key text,
  address text,
  -- where the record comes from: entered here, or brought in from elsewhere
  source text not null default 'own' check (source in ('own', 'official')),
  unit_id uuid not null references unit (id),
  merged_into uuid references enterprise (id),
  version integer not null default 1,
  created_at timestamptz not null,
  created_by uuid not null,
  updated_at timestamptz not null,
  check (merged_into <> id)
);
-- what was merged away keeps its code; among what stands a code is unique
create unique index enterprise_uscc on enterprise (uscc) where uscc is not null and merged_into is null;
create index enterprise_uscc_any on enterprise (uscc);
create index enterprise_name_key on enterprise (name_key);
create index enterprise_search on enterprise using gin (search_grams);
create index enterprise_unit on enterprise (unit_id);
create index enterprise_merged on enterprise (merged_into) where merged_into is not null;

-- 曾用名: what it was called, until when; append-only.
create table enterprise_name (
  enterprise_id uuid not null references enterprise (id),
  id uuid not null,
  name text not null,
  name_key text not null,
  used_from text collate "C",
  used_until text collate "C",
  recorded_at timestamptz not null,
  recorded_by uuid not null,
  primary key (enterprise_id, id)
);
create index enterprise_name_old on enterprise_name (name_key);
revoke update, delete on enterprise_name from zhuchao_app;
revoke delete on enterprise from zhuchao_app;

-- The investor (group) and the local registered company of a project, each a record of the register; their names in words stay.
alter table project add column investor_id uuid references enterprise (id);
alter table project add column company_id uuid references enterprise (id);
create index project_investor on project (investor_id) where investor_id is not null;
create index project_company on project (company_id) where company_id is not null;
-- 股份公司 goes like 股份有限公司 from now on.
update project set name_key = coalesce(nullif(replace(name_key, '股份', ''), ''), name) where name like '%股份公司%';
update project set investor_key = nullif(replace(investor_key, '股份', ''), '') where investor_name like '%股份公司%';
