-- What came of a row of an import: the project, or the entry of money, that it wrote. A figure can then name the file and the cell.
alter table import_row add column written_id uuid;
create index import_row_written on import_row (written_id) where written_id is not null;
