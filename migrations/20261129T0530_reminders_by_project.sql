-- Reminders are looked after project by project, a portion at a time.
create index reminder_standing on reminder (project_id) where cleared_at is null;
drop index reminder_told;
create index reminder_told on reminder (told_on, project_id);
