-- The two halves of a key of words, for searches to ask for. The keys themselves stay what they are, so the index stands.
create function unit_search_key(id uuid) returns bigint language sql immutable
  return (('x' || right(id::text, 5))::bit(20)::bigint + 1) << 42;
create function gram_search_key(gram text) returns bigint language sql immutable
  return (ascii(gram)::bigint << 21) | ascii(substr(gram, 2));
-- Functions in an index are looked up without the search path of whoever writes.
create or replace function project_search_keys(unit_id uuid, grams text[]) returns bigint[] language plpgsql immutable set search_path from current as $$
declare
  of_unit bigint := unit_search_key(unit_id);
  keys bigint[] := '{}';
  gram text;
begin
  foreach gram in array grams loop
    keys := keys || (of_unit | gram_search_key(gram));
  end loop;
  return keys;
end $$;
