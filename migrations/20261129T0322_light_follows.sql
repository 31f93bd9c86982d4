-- 约谈: that somebody was spoken with about a light, as it was then; only ever added.
create table light_talk (
  project_id uuid not null,
  id uuid not null,
  -- what the rules had said when it was recorded
  light_id uuid not null,
  held_on text collate "C" not null,
  -- who was spoken with, by whom, and what came of it, in words
  who text not null,
  words text not null,
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  primary key (project_id, id),
  foreign key (project_id, light_id) references project_light (project_id, id)
);
revoke update, delete, truncate on light_talk from zhuchao_app;

-- 督办函 raised from a light: neither a meeting nor a leader, but what the rules said of the project.
alter table supervision drop constraint supervision_source_check;
alter table supervision add constraint supervision_source_check check (source in ('decision', 'instruction', 'light'));
alter table supervision add column light_id uuid;
alter table supervision add constraint supervision_light_check check ((source = 'light') = (light_id is not null) and (light_id is null or project_id is not null));
alter table supervision add constraint supervision_light_fkey foreign key (project_id, light_id) references project_light (project_id, id);
