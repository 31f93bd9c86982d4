-- 亮灯通报 is kept as the monthly analysis is.
alter table paper drop constraint paper_kind_check;
alter table paper add constraint paper_kind_check check (kind in ('monthly_analysis', 'light_notice'));
