-- Facts that every room refers to: divisions with their history, industries, dictionaries, and rules with their versions.
-- One row for each time that a code meant one thing: a code may be renamed, end, or come back as something else.
-- A division is in use in a year when first_year <= year and (last_year is null or year < last_year).
create table division (
  code text not null,
  first_year integer not null,
  last_year integer,
  name text not null,
  level text not null check (level in ('province', 'prefecture', 'county', 'zone')),
  parent_code text,
  province_name text not null,
  prefecture_name text,
  successor_codes text[] not null,
  ceded text[] not null,
  pinyin text not null,
  initials text not null,
  primary key (code, first_year)
);
create index division_parent on division (parent_code);
create index division_successors on division using gin (successor_codes);

-- Where each code that ever was counts today. Null where a split leaves it open.
create table division_rollup (
  code text primary key,
  current_codes text[] not null,
  county_code text,
  prefecture_code text,
  province_code text
);
create index division_rollup_county on division_rollup (county_code);
create index division_rollup_prefecture on division_rollup (prefecture_code);

create table township (
  code text primary key,
  county_code text not null,
  name text not null,
  initials text not null
);
create index township_county on township (county_code);

create table industry (
  code text primary key,
  id uuid not null unique,
  level integer not null check (level between 1 and 4),
  section text not null,
  parent_code text,
  name text not null,
  initials text not null,
  origin text not null check (origin in ('standard', 'local')),
  is_active boolean not null default true,
  version integer not null default 1
);
create index industry_parent on industry (parent_code);

create table dictionary_entry (
  id uuid primary key,
  dictionary text not null,
  code text not null,
  name_zh text not null,
  name_en text not null,
  order_no integer not null,
  is_active boolean not null default true,
  version integer not null default 1,
  unique (dictionary, code)
);

-- Typed settings with a life of their own. A published version never changes; a later one takes its place from its day on.
create table rule_version (
  id uuid primary key,
  kind text not null,
  version integer not null,
  effective_from text collate "C" not null,
  effective_to text collate "C",
  preset text,
  body jsonb not null,
  published_at timestamptz not null,
  published_by uuid not null,
  unique (kind, version),
  check (effective_to is null or effective_to >= effective_from)
);

-- What was loaded from the files that come with the product, so that it is loaded only when they changed.
create table reference_load (
  name text primary key,
  content_hash text not null,
  loaded_at timestamptz not null
);
revoke update, delete, truncate on rule_version from zhuchao_app;
revoke delete, truncate on industry, dictionary_entry from zhuchao_app;
