-- What is late at a department can be put on the table too.
alter table meeting_item drop constraint meeting_item_source_check;
alter table meeting_item add constraint meeting_item_source_check
  check (source in ('problem', 'light', 'permit', 'milestone', 'project', 'topic'));
-- What was asked about a project, in its history.
create index supervision_project on supervision (project_id) where project_id is not null;
