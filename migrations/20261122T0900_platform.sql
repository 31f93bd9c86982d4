-- The role the application works as: it owns nothing, so it can neither change the schema nor rewrite the audit trace.
-- Roles belong to the whole cluster, so another database, or the embedded server, may have made it already.
do $$
begin
  create role zhuchao_app nologin;
exception when duplicate_object or unique_violation then null;
end $$;

-- On a server of the user's own, the owner's connection takes this role on; a superuser needs no membership for that.
-- Since PostgreSQL 16 the maker of a role may administer it, yet not become it without being told so.
do $$
declare
  needed text := case when current_setting('server_version_num')::int >= 160000 then 'SET' else 'MEMBER' end;
begin
  if not (select rolsuper from pg_roles where rolname = current_user) and not pg_has_role(current_user, 'zhuchao_app', needed) then
    execute format('grant zhuchao_app to %I', current_user);
  end if;
end $$;

create extension if not exists pg_trgm;
create extension if not exists btree_gin;

grant usage on schema public to zhuchao_app;
grant select on all tables in schema public to zhuchao_app;
alter default privileges grant select, insert, update, delete on tables to zhuchao_app;
alter default privileges grant usage, select on sequences to zhuchao_app;

create table audit_entry (
  seq        bigserial   primary key,
  at         timestamptz not null,
  actor_id   uuid        not null,
  actor_name text        not null,
  action     text        not null,
  subject    text        not null,
  subject_id uuid        not null,
  before     jsonb,
  after      jsonb,
  request_id text
);
create index audit_entry_subject on audit_entry (subject_id, seq);
create index audit_entry_at on audit_entry (at);
-- Append-only: what was written stays as it was written.
revoke update, delete, truncate on audit_entry from zhuchao_app;

-- Long work: an import, an export, a paper. A person sees its progress and may cancel it.
create table task (
  id               uuid        primary key,
  kind             text        not null,
  status           text        not null check (status in ('waiting', 'running', 'done', 'failed', 'cancelled')),
  done_count       bigint      not null default 0 check (done_count >= 0),
  total_count      bigint      check (total_count >= 0),
  cancel_requested boolean     not null default false,
  actor_id         uuid        not null,
  input            jsonb       not null,
  result           jsonb,
  refusal          jsonb,
  created_at       timestamptz not null,
  started_at       timestamptz,
  finished_at      timestamptz
);
create index task_actor on task (actor_id, created_at desc);
create index task_open on task (created_at) where status in ('waiting', 'running');
