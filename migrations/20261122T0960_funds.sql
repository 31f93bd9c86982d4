-- Agreements, arrivals and monthly investment: append-only; a correction is a row that reverses another (negative amounts, `reverses` set).
create table agreement (
  project_id uuid not null references project (id),
  id uuid not null,
  kind text not null check (kind in ('framework', 'investment', 'supplement')),
  title text,
  signed_on text collate "C" not null,
  party text,
  currency text not null default 'CNY',
  rate numeric(20, 10) not null default 1,
  rate_source text,
  rate_on text collate "C",
  total_minor bigint not null,
  attracted_minor bigint,
  fixed_minor bigint,
  total_fen bigint not null,
  attracted_fen bigint,
  fixed_fen bigint,
  remark text,
  external_ref text,
  reverses uuid,
  reason text,
  batch_id uuid,
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  primary key (project_id, id),
  foreign key (project_id, reverses) references agreement (project_id, id),
  unique (project_id, reverses),
  check ((reverses is null) = (reason is null)),
  check (currency <> 'CNY' or (rate = 1 and total_fen = total_minor))
);
create index agreement_signed on agreement (signed_on);

create table arrival (
  project_id uuid not null references project (id),
  id uuid not null,
  arrived_on text collate "C" not null,
  currency text not null default 'CNY',
  rate numeric(20, 10) not null default 1,
  rate_source text,
  rate_on text collate "C",
  amount_minor bigint not null,
  amount_fen bigint not null,
  kind text not null check (kind in ('land', 'civil', 'equipment', 'installation', 'working_capital', 'registered_capital', 'other')),
  payer text,
  payer_region text,
  voucher_no text,
  remark text,
  external_ref text,
  reverses uuid,
  reason text,
  acknowledged jsonb,
  batch_id uuid,
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  primary key (project_id, id),
  foreign key (project_id, reverses) references arrival (project_id, id),
  unique (project_id, reverses),
  check ((reverses is null) = (reason is null)),
  check (currency <> 'CNY' or (rate = 1 and amount_fen = amount_minor))
);
create index arrival_on on arrival (arrived_on);
create index arrival_voucher on arrival (voucher_no) where voucher_no is not null;

create table investment (
  project_id uuid not null references project (id),
  id uuid not null,
  month text collate "C" not null check (month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  civil_fen bigint not null default 0,
  installation_fen bigint not null default 0,
  equipment_fen bigint not null default 0,
  other_fen bigint not null default 0,
  amount_fen bigint not null,
  remark text,
  reverses uuid,
  reason text,
  acknowledged jsonb,
  batch_id uuid,
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  primary key (project_id, id),
  foreign key (project_id, reverses) references investment (project_id, id),
  unique (project_id, reverses),
  check ((reverses is null) = (reason is null)),
  check (amount_fen = civil_fen + installation_fen + equipment_fen + other_fen)
);
create index investment_month on investment (month);

-- Running totals per unit × month × kind, kept in batches by the same commands that append the rows; `verify` recomputes them.
create table month_total (
  unit_id uuid not null references unit (id),
  month text collate "C" not null,
  kind text not null check (kind in ('agreed', 'attracted', 'arrived', 'invested')),
  amount_fen bigint not null default 0,
  entries integer not null default 0,
  primary key (unit_id, month, kind)
);
revoke update, delete on agreement, arrival, investment from zhuchao_app;
