-- Up to when a person has seen what changed on their projects.
create table desk_seen (
  person_id uuid primary key references person (id),
  seen_at timestamptz not null
);
revoke delete on desk_seen from zhuchao_app;
