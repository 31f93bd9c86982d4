-- The hash chain over the audit trace: one link an entry, in the order in which entries became visible.
-- hash = SHA-256 (hex) of the hash before it followed by the entry's text; docs/security.md says how anyone can check it.
create table audit_link (
  position  bigint      primary key check (position > 0),
  seq       bigint      not null unique,
  hash      text        not null check (hash ~ '^[0-9a-f]{64}$'),
  linked_at timestamptz not null
);
revoke update, delete, truncate on audit_link from zhuchao_app;
