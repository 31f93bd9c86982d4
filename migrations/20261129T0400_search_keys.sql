-- Words are looked for in the units of who asks: a key of unit and two neighbouring characters together, so that nothing has to be intersected.
-- 20 bits of the unit and 21 of each character; units whose ids end alike share keys, so a hit's unit is still to be looked at.
-- Not for parallel plans: a search reads some thousand rows at most, and starting a second process takes longer than that.
create function project_search_keys(unit_id uuid, grams text[]) returns bigint[] language plpgsql immutable as $$
declare
  of_unit bigint := (('x' || right(unit_id::text, 5))::bit(20)::bigint + 1) << 42;
  keys bigint[] := '{}';
  gram text;
begin
  foreach gram in array grams loop
    keys := keys || (of_unit | (ascii(gram)::bigint << 21) | ascii(substr(gram, 2)));
  end loop;
  return keys;
end $$;
drop index project_search;
-- What was written last is searched line by line: not more of it than a few pages.
create index project_search on project using gin (project_search_keys(unit_id, search_grams)) with (gin_pending_list_limit = 64);
