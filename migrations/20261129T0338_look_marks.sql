-- Who recorded what a project is looked at for; of marks from before it is not known.
alter table look_due add column recorded_by uuid;
