-- With whom a view is shared: nobody, its owner's unit and what is below it, or everyone who has the list. A view is filters and
-- columns: what it shows is cut to its reader, whoever shared it.
alter table saved_view add column shared_with text not null default 'nobody' check (shared_with in ('nobody', 'unit', 'everyone'));
update saved_view set shared_with = 'everyone' where is_shared;
alter table saved_view drop column is_shared;
