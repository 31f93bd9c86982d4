-- What was decided in a year, for how much of it was decided as promised.
create index permit_standing_decided on permit_standing (decided_on, project_id) where decided_on is not null and promised_due_on is not null;
