import * as z from 'zod';
import { contract } from '../../kernel/contract.ts';
import { evidenceKinds, evidenceSubjects } from './domain/file.ts';

const id = z.uuid();
const subject = { subject: z.enum(evidenceSubjects), subjectId: id, projectId: id.optional().transform((v) => v ?? null) };
const person = z.object({ id, name: z.string() });

/** Where else the same bytes are used. `places` are those that the reader may see; there may be others. */
export const SameFile = z.object({
  scope: z.enum(['elsewhere', 'project']),
  places: z.array(z.object({ subject: z.enum(evidenceSubjects), subjectId: id, projectId: id.nullable(), name: z.string() })),
});
export type SameFile = z.output<typeof SameFile>;

export const Evidence = z.object({
  id,
  name: z.string(),
  kind: z.enum(evidenceKinds),
  mediaType: z.string(),
  size: z.int(),
  scan: z.enum(['clean', 'infected', 'unscanned']),
  uploadedBy: person,
  uploadedAt: z.iso.datetime(),
  retraction: z.object({ reason: z.string(), by: person, at: z.iso.datetime() }).nullable(),
  sameFile: SameFile.nullable(),
  can: z.object({ retract: z.boolean() }),
});
export type Evidence = z.output<typeof Evidence>;

export const evidenceContract = contract({
  limits: {
    method: 'GET',
    path: '/evidence/limits',
    summary: 'How large a file may be, and the endings its name may have',
    access: 'business',
    result: z.object({ maxBytes: z.int(), extensions: z.array(z.string()) }),
  },
  list: {
    method: 'GET',
    path: '/evidence',
    summary: 'Evidence of one subject, retracted rows too',
    access: 'business',
    query: z.object(subject),
    result: z.object({
      items: z.array(Evidence),
      can: z.object({ attach: z.boolean() }),
    }),
  },
  attach: {
    method: 'POST',
    path: '/evidence',
    summary: 'Attach a file to a subject',
    access: 'business',
    upload: true,
    query: z.object({ ...subject, kind: z.enum(evidenceKinds) }),
    result: z.object({ id, sameFile: SameFile.nullable() }),
  },
  upload: {
    method: 'POST',
    path: '/evidence/uploads',
    summary: 'Send in a file before what it proves is recorded; the act that records it names the upload',
    access: 'business',
    upload: true,
    result: z.object({ uploadId: id, name: z.string(), mediaType: z.string(), size: z.int(), isUsedElsewhere: z.boolean() }),
  },
  download: {
    method: 'GET',
    path: '/evidence/:id/file',
    summary: 'The file of an evidence row',
    access: 'business',
    params: z.object({ id }),
    download: true,
    result: z.unknown(),
  },
  retract: {
    method: 'POST',
    path: '/evidence/:id/retract',
    summary: 'Take back a mistaken evidence row; it stays visible with its reason',
    access: 'business',
    params: z.object({ id }),
    body: z.object({ reason: z.string().trim().min(1).max(500) }),
    result: z.object({ id }),
  },
});
