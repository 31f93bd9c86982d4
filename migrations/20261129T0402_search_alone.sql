-- A search reads some thousand rows at most: starting a second process for it takes longer than reading them.
alter function project_search_keys(uuid, text[]) parallel unsafe;
