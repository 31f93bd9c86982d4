-- A form's file belongs to its version: a department that changes its form replaces the file, and earlier copies keep theirs.
alter table form_version add column sha256 text references stored_file (sha256), add column file_name text;
update form_version v set sha256 = f.sha256, file_name = f.file_name from form f where f.id = v.form_id;
alter table form_version alter column sha256 set not null, alter column file_name set not null;
alter table form drop column sha256, drop column file_name;
