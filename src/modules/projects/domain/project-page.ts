import * as z from 'zod';
import { GatePermit } from './gate.ts';
import { ProjectView } from './project-view.ts';
import { codeSchemes } from './record.ts';
import { sides, stageChangeKinds, stages } from './stage.ts';

const id = z.uuid();
const stage = z.enum(stages);
const side = z.enum(sides);
const maybe = z.string().nullable();
const who = z.object({ id, name: z.string() });
const instant = z.iso.datetime();

const Requirement = z.object({
  stage,
  field: z.string().optional(),
  fact: z.string().optional(),
  anyOf: z.array(z.string()).optional(),
  unscanned: z.boolean().optional(),
  permit: GatePermit.optional(),
  met: z.boolean(),
  withheld: z.boolean(),
  withholdable: z.boolean(),
});
const LogEntry = z.object({
  id,
  kind: z.enum(stageChangeKinds),
  fromStage: stage.nullable(),
  toStage: stage,
  fromSide: side.nullable(),
  toSide: side.nullable(),
  happenedOn: z.string(),
  reason: maybe,
  exitTo: maybe,
  proposedBy: who.nullable(),
  /** The version of the gate that the step passed. */
  gateVersion: z.int().nullable(),
  recordedBy: who,
  recordedAt: instant,
});
const Note = z.object({ id, body: maybe, happenedOn: z.string(), recordedBy: who, recordedAt: instant });
const moveKind = z.enum(['forward', 'skip', 'regress']);
/** `how`: at once, or proposed for another person to verify. `lacking`: what the gate still wants. */
const OpenMove = z.object({ to: stage, kind: moveKind, how: z.enum(['move', 'propose']), lacking: z.array(Requirement) });
const Proposal = z.object({
  id,
  toStage: stage,
  kind: moveKind,
  happenedOn: z.string(),
  reason: maybe,
  proposedBy: who,
  proposedAt: instant,
  can: z.object({ verify: z.boolean(), withdraw: z.boolean() }),
});
const Briefly = z.object({ id, code: z.string(), name: z.string() });
const Linked = z.object({ id, name: z.string(), uscc: maybe });
export const ProjectPage = z.object({
  project: ProjectView,
  /** Who of the register of enterprises the investor and the local company are; null when not linked or not to be known. */
  enterprises: z.object({ investor: Linked.nullable(), company: Linked.nullable() }),
  /** Where it went when it was merged (named only to who may see that one), and what was merged into it. */
  merged: z.object({ isMerged: z.boolean(), into: Briefly.nullable(), absorbed: z.array(Briefly) }),
  codes: z.array(z.object({ scheme: z.enum(codeSchemes), code: z.string(), recordedAt: instant })),
  /** What the next stage asks for, and the fields that this stage may not leave blank. */
  next: z.object({ stage: stage.nullable(), checklist: z.array(Requirement) }),
  required: z.array(z.string()),
  log: z.array(LogEntry),
  times: z.array(z.object({ stage, days: z.int(), asideDays: z.int() })),
  notes: z.array(Note),
  proposal: Proposal.nullable(),
  can: z.object({
    edit: z.boolean(),
    restate: z.boolean(),
    aside: z.boolean(),
    merge: z.boolean(),
    reopen: z.boolean(),
    moves: z.array(OpenMove),
  }),
});
export type ProjectPage = z.output<typeof ProjectPage>;

/** A key of words with what goes into them; `words` are parameters that are themselves keys of words. */
const Said = z.object({
  key: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  words: z.record(z.string(), z.string()),
});
/** Something that a later room knows of the project: its reports, its lights, its meetings and tasks. */
const HistoryLine = z.object({
  at: instant,
  by: z.string().nullable(),
  title: Said,
  reasons: z.array(Said),
  /** Words that people wrote; null where they may tell the investor to whoever may not know. */
  note: maybe,
  link: maybe,
});
export type HistoryLine = z.output<typeof HistoryLine>;

export const History = z.object({
  lines: z.array(HistoryLine),
  log: z.array(LogEntry),
  attributions: z.array(
    z.object({
      unitName: z.string(),
      industryCode: maybe,
      parkName: maybe,
      leaderName: maybe,
      investorName: maybe,
      reason: maybe,
      recordedBy: who,
      recordedAt: instant,
    }),
  ),
  acts: z.array(
    z.object({
      action: z.string(),
      by: who,
      at: instant,
      changes: z.array(z.object({ field: z.string(), before: z.unknown(), after: z.unknown() })),
    }),
  ),
});

export type History = z.output<typeof History>;
