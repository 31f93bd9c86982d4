-- What was last entered of a problem is taken back by another entry, whose `takes_back` names it; one that names none takes back the raising.
alter table problem_event drop constraint problem_event_kind_check;
alter table problem_event add constraint problem_event_kind_check check (kind in ('acted', 'assigned', 'escalated', 'solved', 'confirmed',
  'declined', 'reopened', 'merged', 'linked', 'taken_back'));
alter table problem_event add column takes_back uuid;
alter table problem_event add constraint problem_event_takes_back check (takes_back is null or kind = 'taken_back');
alter table problem_event add foreign key (project_id, takes_back) references problem_event (project_id, id);
create unique index problem_event_taken_back on problem_event (project_id, problem_id, takes_back) nulls not distinct where kind = 'taken_back';

alter table problem_standing drop constraint problem_standing_state_check;
alter table problem_standing add constraint problem_standing_state_check check (state in ('open', 'solved', 'closed', 'merged', 'withdrawn'));
