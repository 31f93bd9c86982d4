import { pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';

const instant = () => timestamp({ withTimezone: true });

export const projectComment = pgTable(
  'project_comment',
  {
    projectId: uuid().notNull(),
    id: uuid().notNull(),
    subject: text().notNull(),
    subjectId: uuid().notNull(),
    body: text().notNull(),
    mentions: uuid().array().notNull(),
    recordedBy: uuid().notNull(),
    recordedAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.id] })],
);

export const commentRetraction = pgTable(
  'comment_retraction',
  { projectId: uuid().notNull(), commentId: uuid().notNull(), recordedBy: uuid().notNull(), recordedAt: instant().notNull() },
  (t) => [primaryKey({ columns: [t.projectId, t.commentId] })],
);

export const projectWatch = pgTable(
  'project_watch',
  { projectId: uuid().notNull(), personId: uuid().notNull(), since: instant().notNull() },
  (t) => [primaryKey({ columns: [t.projectId, t.personId] })],
);
