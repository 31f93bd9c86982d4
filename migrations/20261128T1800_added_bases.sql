-- 口径 beyond the four that ship: a district adds its own, says who judges under it, and publishes it with the list.
alter table recognition_basis
  add column id uuid not null default gen_random_uuid(),
  add column added_at timestamptz,
  add column added_by uuid references person (id),
  add unique (id),
  add check ((added_at is null) = (added_by is null));
-- What a code means, and who judges under it, stays: verdicts hold to it.
revoke update on recognition_basis from zhuchao_app;
