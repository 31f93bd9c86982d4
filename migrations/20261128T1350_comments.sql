-- What people say about a project, or about an entry of it. A comment stays as it was written; taking it back is a row of its own.
create table project_comment (
  project_id uuid not null references project (id),
  id uuid not null,
  subject text not null,
  subject_id uuid not null,
  body text not null,
  mentions uuid[] not null,
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  primary key (project_id, id)
);
create index project_comment_recent on project_comment (project_id, recorded_at desc);

create table comment_retraction (
  project_id uuid not null,
  comment_id uuid not null,
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  primary key (project_id, comment_id),
  foreign key (project_id, comment_id) references project_comment (project_id, id)
);

-- Whoever watches a project is told when its stage, its money or its comments change.
create table project_watch (
  project_id uuid not null references project (id),
  person_id uuid not null references person (id),
  since timestamptz not null,
  primary key (project_id, person_id)
);
create index project_watch_person on project_watch (person_id);

revoke update, delete on project_comment, comment_retraction from zhuchao_app;
revoke update on project_watch from zhuchao_app;
