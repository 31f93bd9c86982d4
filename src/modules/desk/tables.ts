import { pgTable, timestamp, uuid } from 'drizzle-orm/pg-core';

export const deskSeen = pgTable('desk_seen', { personId: uuid().primaryKey(), seenAt: timestamp({ withTimezone: true }).notNull() });
