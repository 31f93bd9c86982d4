-- 督办通报 is kept as the other papers are. It tells of a period of several months, from its first month to the month it is of.
alter table paper drop constraint paper_kind_check;
alter table paper add constraint paper_kind_check check (kind in ('monthly_analysis', 'light_notice', 'supervision_notice'));
alter table paper add column from_month text collate "C" check (from_month ~ '^\d{4}-(0[1-9]|1[0-2])$' and from_month <= month);
alter table paper add constraint paper_period_check check ((kind = 'supervision_notice') = (from_month is not null));
