import * as z from 'zod';
import { dateEvents, startKinds } from './authority-date.ts';
import { partialDate } from './record.ts';

const id = z.uuid();
const event = z.enum(dateEvents);
const kind = z.enum(startKinds);

/** A date as somebody wrote it down; `happenedOn` null: it was taken back. */
const DateEntry = z.object({
  id,
  event,
  authority: z.string().nullable(),
  kind: kind.nullable(),
  happenedOn: z.string().nullable(),
  reason: z.string().nullable(),
  recordedBy: z.object({ id, name: z.string() }),
  recordedAt: z.iso.datetime(),
  /** Papers that prove it. */
  evidence: z.array(z.object({ id, name: z.string() })),
});
/** What one authority, or for null the unit itself, says of one event: what stands, and how it came to it. */
const DateCell = z.object({
  event,
  authority: z.string().nullable(),
  standing: DateEntry.nullable(),
  earlier: z.array(DateEntry),
  can: z.object({ record: z.boolean() }),
});

const words = { code: z.string(), zh: z.string(), en: z.string() };
/** The matrix of a project's dates. */
export const ProjectDates = z.object({
  authorities: z.array(z.object(words)),
  cells: z.array(DateCell),
  /** Which date figures count by. */
  counts: z.object({ started: z.string(), production: z.string() }),
});
export type ProjectDates = z.output<typeof ProjectDates>;

/** A date to be written down. */
export const NewDate = z.strictObject({
  event,
  authority: z.string().max(40).nullable(),
  kind: kind.nullable().default(null),
  /** Null takes back what stands. */
  happenedOn: partialDate.nullable(),
  reason: z.string().trim().max(1000).optional(),
  /** The entry that this one takes the place of, as the screen showed it. */
  insteadOf: id.nullable(),
  uploadIds: z.array(id).max(20).default([]),
});
export type NewDate = z.output<typeof NewDate>;

/** An authority with the events that it dates. */
export const DateAuthority = z.object({ ...words, events: z.array(event) });
export type DateAuthority = z.output<typeof DateAuthority>;
