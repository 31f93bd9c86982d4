-- Lists sorted by money read their page and not the whole ledger; an industry is found with all below it.
create index project_agreed on project (agreed_fen desc, id desc);
create index project_arrived on project (arrived_fen desc, id desc);
create index project_invested on project (invested_fen desc, id desc);
create index project_total on project (total_fen desc nulls last, id desc);
create index project_signed_latest on project (signed_on desc nulls last, id desc);
create index project_industry on project (industry_code text_pattern_ops);
drop index project_signed;
create index standing_total_key on standing_total (kind, unit_id);
drop index standing_total_unit;
-- Whose entries can be of a unit, now or then.
create index project_attribution_unit on project_attribution (unit_id, project_id);
