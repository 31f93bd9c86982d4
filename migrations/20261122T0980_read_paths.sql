-- What the first page, the figures and the reporting check read most. Each index serves a query that read whole ledgers before.

-- The newest stage of every project, without reading the table or sorting.
create index stage_change_latest on stage_change (project_id, recorded_at desc, id desc) include (to_stage, to_side, happened_on);
drop index stage_change_at;

-- "What changed": the newest entries of each ledger.
create index arrival_recorded on arrival (recorded_at desc, id desc);
create index investment_recorded on investment (recorded_at desc, id desc);
create index agreement_recorded on agreement (recorded_at desc, id desc);

-- Which units recorded something for a month.
create index stage_change_happened on stage_change (happened_on);
create index project_note_happened on project_note (happened_on);
