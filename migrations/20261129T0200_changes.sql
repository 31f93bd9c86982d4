-- Whoever keeps what was read hears of every act: who acted and on what goes out as its entry is committed.
create function tell_change() returns trigger language plpgsql as $$
begin
  perform pg_notify('changed', coalesce(current_setting('application_name', true), '') || ' ' || new.subject);
  return null;
end $$;
create trigger tell_change after insert on audit_entry for each row execute function tell_change();

-- Projects whose money or papers changed, to be looked at again for red flags and lights a moment after the act.
create table look_due (
  seq bigserial primary key,
  project_id uuid not null
);
