-- First pages of figures come unit by unit, newest signing first; who has gone elsewhere is found without the others; the newest stage
-- changes stand in the order in which they are asked.
create index project_standing_page on project_standing (unit_id, signed_on desc nulls last, code desc);
drop index project_standing_unit;
create index project_standing_gone on project_standing (unit_id) where side in ('transferred', 'merged');
create index stage_change_newest on stage_change (recorded_at desc, id desc);
drop index stage_change_recorded;
