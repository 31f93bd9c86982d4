-- Red flags on arrivals (R4). A flag is one finding about one project; what became of it is a list of events that only grows.
-- `state` is the last event's, kept beside for lists. A flag names no other project by key: it must not wait for another's row.
create table red_flag (
  project_id uuid not null,
  id uuid not null,
  code text not null,
  key text not null,
  arrival_ids uuid[] not null,
  facts jsonb not null,
  state text not null check (state in ('open', 'resolved', 'cleared')),
  raised_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (project_id, id),
  unique (project_id, code, key)
);
create index red_flag_open on red_flag (code, raised_at) where state = 'open';

create table red_flag_event (
  project_id uuid not null,
  id uuid not null,
  flag_id uuid not null,
  kind text not null check (kind in ('raised', 'reopened', 'cleared', 'resolved')),
  facts jsonb not null,
  reason text,
  given_by uuid not null,
  recorded_at timestamptz not null,
  primary key (project_id, id),
  foreign key (project_id, flag_id) references red_flag (project_id, id),
  check ((kind = 'resolved') = (reason is not null))
);
create index red_flag_event_of on red_flag_event (project_id, flag_id, recorded_at);
revoke update, delete, truncate on red_flag_event from zhuchao_app;
revoke delete, truncate on red_flag from zhuchao_app;

-- One telephone, digits only, of two investors; one address of two enterprises.
create index project_contact_phone on project (regexp_replace(contact_phone, '\D', '', 'g')) where contact_phone is not null;
create index enterprise_address on enterprise (address) where address is not null;
