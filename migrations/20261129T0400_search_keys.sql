-- Words are looked for in the units of who asks: a key of unit and neighbouring characters together, so that nothing has to be intersected.
-- The same keys as src/modules/projects/domain/search-keys.ts: 20 bits of the unit, 21 of each character; without a unit for who sees the whole ledger.
create function project_search_keys(unit_id uuid, grams text[]) returns bigint[] language plpgsql immutable parallel safe as $$
declare
  of_unit bigint := (('x' || right(unit_id::text, 5))::bit(20)::bigint + 1) << 42;
  keys bigint[] := '{}';
  gram text;
  key bigint;
begin
  foreach gram in array grams loop
    key := (ascii(gram)::bigint << 21) | ascii(substr(gram, 2));
    keys := keys || key || (of_unit | key);
  end loop;
  return keys;
end $$;
drop index project_search;
create index project_search on project using gin (project_search_keys(unit_id, search_grams));
