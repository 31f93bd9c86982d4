import { and, eq } from 'drizzle-orm';
import { v7 } from 'uuid';
import { type PartialDate, dayOf } from '../../kernel/day.ts';
import { readProjectCode } from '../../kernel/project-code.ts';
import { refuse, settle } from '../../kernel/refusal.ts';
import { type Now, command } from '../../platform/command.ts';
import type { Tx } from '../../platform/db.ts';
import { type AskedChange, danglingReferences, judgeChanges, outcomesOf } from './change-queries.ts';
import { given, pick, recordFault, totalFenOf } from './domain/change.ts';
import { missingFor, namesOf } from './domain/gate.ts';
import { type ProjectRecord, type RecordPatch, emptyRecord, isBlank, recordFields } from './domain/record.ts';
import { type Stage, checkHappenedOn } from './domain/stage.ts';
import { settledLinks } from './enterprise-queries.ts';
import { check } from './policy.ts';
import { type ProjectRow, gateOn, visibleProject } from './queries.ts';
import { refreshStandings } from './standing-commands.ts';
import { attributionOf, derived, doubts, keepClaims, reactions, takeCodes, writeChanges } from './record-commands.ts';
import { project, projectAttribution, projectCode, projectNote, savedView, stageChange } from './tables.ts';

/** The row an act works on, locked; refuses an unknown project and a screen that showed an older version. */
export async function lockedProject(tx: Tx, input: { id: string; version?: number }, { actor }: Now): Promise<ProjectRow> {
  const row = await visibleProject(tx, input.id, actor, true);
  if (input.version !== undefined && row.version !== input.version)
    throw refuse('conflict', 'project.changed_meanwhile', { version: row.version });
  return row;
}

type New = RecordPatch & {
  name: string;
  unitId: string;
  stage: Stage;
  happenedOn?: PartialDate | undefined;
  investorId?: string | null | undefined;
  companyId?: string | null | undefined;
  /** Why it is entered though another project looks the same. */ duplicateReason?: string | undefined;
};

/** Registers a project at 谋划 or 在谈 with what its first stage asks for. Answers with its code and with doubtful credit codes. */
export const createProject = command(
  'project.create',
  async (tx, { stage, happenedOn, investorId, companyId, duplicateReason, ...fields }: New, context) => {
    const { actor, now } = context;
    settle(check('create', actor, { unitId: fields.unitId, stage, side: null }));
    const today = dayOf(now);
    const record: ProjectRecord = { ...emptyRecord, ...given(fields) };
    const dangling = await danglingReferences(tx, [record]);
    settle(dangling.get(0)?.[0] ?? recordFault({ ...record, stage }, recordFields, today));
    const facts = { hasInvestmentAgreement: false, hasNationalCode: false, evidenceKinds: [] };
    const gate = await gateOn(tx, today);
    const missing = missingFor(gate.rules, today, record, facts, null, stage);
    if (missing.length) throw refuse('invalid', 'project.gate_shut', { stage, ...namesOf(missing) });
    const began = settle(checkHappenedOn(happenedOn ?? today, null, today));
    const [code] = await takeCodes(tx, 1, now);
    const links = await settledLinks(tx, { investorId, companyId });
    const row = {
      ...record,
      ...derived(record),
      ...links,
      id: v7(),
      code: code!,
      stage,
      totalFen: settle(totalFenOf(record)),
      createdAt: now,
      createdBy: actor.id,
      updatedAt: now,
    };
    await tx.insert(project).values(row);
    await tx.insert(projectAttribution).values(attributionOf(row, null, context));
    await keepClaims(tx, [{ id: row.id, before: null, after: row }], context);
    const change = {
      projectId: row.id,
      id: v7(),
      kind: 'create' as const,
      toStage: stage,
      happenedOn: began,
      gateVersion: gate.version,
      recordedBy: actor.id,
      recordedAt: now,
    };
    await tx.insert(stageChange).values(change);
    await refreshStandings(tx, [row.id]);
    await reactions.registered(tx, { projectIds: [row.id], how: 'create', reason: duplicateReason ?? null }, context);
    const after = {
      code,
      stage,
      ...links,
      ...(duplicateReason && { duplicateReason }),
      ...pick(
        record,
        recordFields.filter((f) => !isBlank(record[f])),
      ),
    };
    return {
      result: { id: row.id, code: code!, version: 1, warnings: doubts(record) },
      trace: { subject: 'project', subjectId: row.id, after },
    };
  },
);

type Edit = { id: string; version: number; patch: RecordPatch };

async function edit(tx: Tx, input: Edit, reason: string | null, context: Now) {
  const [judged] = await judgeChanges(tx, [input], { ...context, restating: reason !== null, lock: true });
  if (judged!.refusal) throw judged!.refusal;
  const trace = await writeChanges(tx, [judged!], reason, context);
  return { result: { version: judged!.row!.version + trace.length }, trace };
}

/** An ordinary edit: checks what changes, nothing else. */
export const updateProject = command('project.update', (tx, input: Edit, context) => edit(tx, input, null, context));
/** Changes what was frozen at landing, with its reason; reports as of an earlier day keep what they had. */
export const restateProject = command('project.restate', (tx, { reason, ...input }: Edit & { reason: string }, context) =>
  edit(tx, input, reason, context),
);

type NewCode = { id: string; version: number; scheme: 'national' | 'province' | 'city' | 'other'; code: string };
/** Records a code given by an authority. A code that another project carries is refused without saying which. */
export const addCode = command('project.add_code', async (tx, input: NewCode, context) => {
  const row = await lockedProject(tx, input, context);
  settle(check('edit', context.actor, row));
  const { scheme, code } = readCode(input, context.now);
  const value = { scheme, code, projectId: row.id, recordedAt: context.now, recordedBy: context.actor.id };
  const written = await tx.insert(projectCode).values(value).onConflictDoNothing().returning();
  if (written.length === 0) throw refuse('conflict', 'project.code_taken', { scheme, found: code });
  return { result: { version: row.version }, trace: { subject: 'project', subjectId: row.id, after: { scheme, code } } };
});

/** National codes are read by shape and kept with hyphens; old ones under their own scheme. */
function readCode({ scheme, code }: Pick<NewCode, 'scheme' | 'code'>, now: Date) {
  if (scheme !== 'national') return { scheme, code };
  const { form, text } = settle(readProjectCode(code, dayOf(now)));
  return { scheme: form === 'old' ? ('national_old' as const) : scheme, code: text };
}

/** 一句话进展 */
export const addNote = command(
  'project.note',
  async (tx, input: { id: string; body: string; happenedOn?: PartialDate | undefined }, context) => {
    const row = await lockedProject(tx, { id: input.id }, context);
    settle(check('edit', context.actor, row));
    const today = dayOf(context.now);
    const happenedOn = settle(checkHappenedOn(input.happenedOn ?? today, null, today));
    const id = v7();
    await tx
      .insert(projectNote)
      .values({ projectId: row.id, id, body: input.body, happenedOn, recordedBy: context.actor.id, recordedAt: context.now });
    return { result: { id }, trace: { subject: 'project', subjectId: row.id, after: { body: input.body, happenedOn } } };
  },
);

type Bulk = { rows: readonly { id: string; version: number }[]; patch: RecordPatch; reason?: string | undefined; skipRefused: boolean };
export const askedOf = ({ rows, patch }: Pick<Bulk, 'rows' | 'patch'>): AskedChange[] => rows.map((row) => ({ ...row, patch }));

/**
 * One edit to many projects, judged row by row. With a reason it is a restatement, for which frozen attributes may change.
 * All or nothing, unless the person has seen the refused rows and says to leave them out.
 */
export const bulkUpdate = command('project.bulk_update', async (tx, input: Bulk, context) => {
  const judged = await judgeChanges(tx, askedOf(input), { ...context, restating: input.reason !== undefined, lock: true });
  const refused = judged.filter((j) => j.refusal);
  if (refused.length && !input.skipRefused) {
    throw refuse('rule', 'project.bulk_refused', { refused: outcomesOf(refused, context.actor), rows: judged.length });
  }
  const trace = await writeChanges(tx, judged, input.reason ?? null, context);
  return { result: { items: outcomesOf(judged, context.actor) }, trace };
});

type View = { list: string; name: string; isShared: boolean; state: { query: Record<string, string>; columns: string[] } };

/** Keeps a view of a list under a name of the person's own; the same name again replaces it. */
export const saveView = command('view.save', async (tx, input: View, { actor, now }) => {
  const values = { ...input, personId: actor.id, updatedAt: now };
  const [row] = await tx
    .insert(savedView)
    .values({ id: v7(), ...values })
    .onConflictDoUpdate({ target: [savedView.personId, savedView.list, savedView.name], set: values })
    .returning({ id: savedView.id });
  return { result: { id: row!.id }, trace: { subject: 'view', subjectId: row!.id, after: input } };
});

/** Removes a view of one's own; another person's is as unknown as one that never was. */
export const removeView = command('view.remove', async (tx, { id }: { id: string }, { actor }) => {
  const [row] = await tx
    .delete(savedView)
    .where(and(eq(savedView.id, id), eq(savedView.personId, actor.id)))
    .returning();
  if (!row) throw refuse('not_found', 'view.unknown', { id });
  return {
    result: {},
    trace: { subject: 'view', subjectId: id, before: { list: row.list, name: row.name, isShared: row.isShared, state: row.state } },
  };
});
