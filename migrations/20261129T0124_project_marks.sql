-- What later rooms say of a project that its lists show and are filtered by: its light. Kept by the room that knows it.
create table project_mark (
  project_id uuid primary key references project (id),
  light text not null check (light in ('none', 'green', 'yellow', 'red'))
);
create index project_mark_light on project_mark (light, project_id);
revoke truncate on project_mark from zhuchao_app;
insert into project_mark (project_id, light) select project_id, case when is_exempt then 'green' else colour end from light_standing;
