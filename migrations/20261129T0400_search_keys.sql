-- Words are looked for in the units of who asks: a key of unit and two neighbouring characters together, so that nothing has to be intersected.
-- 20 bits of the unit and 21 of each character; units whose ids end alike share keys, so a hit's unit is still to be looked at.
create function unit_search_key(id uuid) returns bigint language sql immutable
  return (('x' || right(id::text, 5))::bit(20)::bigint + 1) << 42;
create function gram_search_key(gram text) returns bigint language sql immutable
  return (ascii(gram)::bigint << 21) | ascii(substr(gram, 2));
-- An index is built with no search path of its own. Not for parallel plans: a search reads some thousand rows at most, and starting a second process takes longer than that.
create function project_search_keys(unit_id uuid, grams text[]) returns bigint[] language plpgsql immutable set search_path from current as $$
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
drop index project_search;
-- What was written last is searched line by line: not more of it than a few pages.
create index project_search on project using gin (project_search_keys(unit_id, search_grams)) with (gin_pending_list_limit = 64);
