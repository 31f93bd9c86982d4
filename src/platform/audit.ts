import { bigint, bigserial, index, jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';

/** Append-only: the application's database role has INSERT and SELECT, never UPDATE or DELETE. */
export const auditEntry = pgTable(
  'audit_entry',
  {
    seq: bigserial({ mode: 'number' }).primaryKey(),
    at: timestamp({ withTimezone: true }).notNull(),
    actorId: uuid().notNull(),
    actorName: text().notNull(),
    action: text().notNull(),
    subject: text().notNull(),
    subjectId: uuid().notNull(),
    before: jsonb(),
    after: jsonb(),
    requestId: text(),
  },
  (t) => [index('audit_entry_subject').on(t.subjectId, t.seq), index('audit_entry_at').on(t.at)],
);

/** The chain over the entries, append-only too; see audit-chain.ts. */
export const auditLink = pgTable('audit_link', {
  position: bigint({ mode: 'number' }).primaryKey(),
  seq: bigint({ mode: 'number' }).notNull(),
  hash: text().notNull(),
  linkedAt: timestamp({ withTimezone: true }).notNull(),
});
