import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq, sql } from 'drizzle-orm';
import { v7 } from 'uuid';
import type { Actor } from '../../kernel/actor.ts';
import { dayOf, type Month, monthOf } from '../../kernel/day.ts';
import { refuse, settle } from '../../kernel/refusal.ts';
import { command } from '../../platform/command.ts';
import type { Db } from '../../platform/db.ts';
import type { FileStore } from '../../platform/files.ts';
import { checkForm } from '../../platform/sheet/form/check.ts';
import { fillForm } from '../../platform/sheet/form/fill.ts';
import { keepOriginal } from '../evidence/keep-commands.ts';
import { unitTree } from '../identity/queries.ts';
import type { Grid } from './contract.ts';
import { type Binding, checkBindings, fittingBindings } from './domain/binding.ts';
import { gather } from './gather-queries.ts';
import { checkList } from './list-queries.ts';
import { checkBind, may } from './policy.ts';
import { fileOf, gridOf, latestVersion, readableForm } from './queries.ts';
import { form, formFilling, formVersion } from './tables.ts';

const mediaType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
type Sent = Readonly<{ name: string; path: string; size: number; sha256: string }>;

/**
 * Takes in a department's form: looks at its bytes, keeps it by its content, and notes whose it is. Refuses what `checkForm` refuses, and
 * form.may_not_bring.
 */
export async function bringForm(
  { db, files }: { db: Db; files: FileStore },
  sent: Sent,
  name: string | undefined,
  actor: Actor,
  now: Date,
) {
  if (!may.bring(actor)) throw refuse('forbidden', 'form.may_not_bring');
  const file = await takenIn(files, sent);
  const title = name ?? sent.name.replace(/\.xlsx$/i, '').slice(0, 100);
  return recordForm(db, { name: title || sent.name.slice(0, 100), ...file }, actor, now);
}
type TakenIn = Readonly<{ fileName: string; sha256: string; size: number }>;
async function takenIn(files: FileStore, sent: Sent): Promise<TakenIn> {
  await checkForm(sent.path, sent.name);
  await files.put(sent.path, sent.sha256);
  return { fileName: sent.name.slice(0, 200), sha256: sent.sha256, size: sent.size };
}

const recordForm = command('form.bring', async (tx, { name, fileName, sha256, size }: TakenIn & { name: string }, context) => {
  const { actor, now } = context;
  await keepOriginal.inside(tx, { sha256, size, mediaType }, context);
  const id = v7();
  const made = { createdAt: now, createdBy: actor.id };
  await tx.insert(form).values({ id, unitId: actor.unitId, name, ...made });
  await tx.insert(formVersion).values({ formId: id, no: 1, fileName, sha256, bindings: [], ...made });
  return { result: { id }, trace: { subject: 'form', subjectId: id, after: { name, fileName, sha256 } } };
});

type Binds = Readonly<{ id: string; version: number; bindings: readonly Binding[] }>;
/** Binds the cells of a form anew, as its next version. Refuses form.unknown, form.may_not_bind, form.changed_meanwhile and what does not fit. */
export const bindForm = (files: FileStore) =>
  command('form.bind', async (tx, { id, version, bindings }: Binds, { actor, now }) => {
    const row = await readableForm(tx, id, actor, true);
    settle(checkBind(actor, row));
    const latest = await latestVersion(tx, id);
    if (latest.no !== version) throw refuse('conflict', 'form.changed_meanwhile', { version: latest.no });
    const { fileName, sha256 } = latest;
    settle(checkBindings(bindings, await gridOf(files, sha256)));
    for (const binding of bindings) if (binding.kind === 'list') checkList(binding);
    const no = latest.no + 1;
    await tx.insert(formVersion).values({ formId: id, no, fileName, sha256, bindings: [...bindings], createdAt: now, createdBy: actor.id });
    const trace = {
      subject: 'form',
      subjectId: id,
      before: { version: latest.no, bound: latest.bindings.length },
      after: { version: no, bound: bindings.length },
    };
    return { result: { version: no }, trace };
  });

type Replaces = Readonly<{ id: string; version: number }>;
/**
 * Replaces the file of a form, as its next version: bindings that still fit stay, the others are counted and bound anew by hand. Filled
 * copies keep the file they were filled in. Refuses what `checkForm` refuses, form.unknown, form.may_not_bind, form.changed_meanwhile.
 */
export async function replaceFormFile({ db, files }: { db: Db; files: FileStore }, sent: Sent, of: Replaces, actor: Actor, now: Date) {
  settle(checkBind(actor, await readableForm(db, of.id, actor)));
  const file = await takenIn(files, sent);
  return recordFile(db, { ...of, file, grid: await gridOf(files, file.sha256) }, actor, now);
}
const recordFile = command(
  'form.replace_file',
  async (tx, { id, version, file, grid }: Replaces & { file: TakenIn; grid: Grid[] }, context) => {
    const { actor, now } = context;
    settle(checkBind(actor, await readableForm(tx, id, actor, true)));
    const latest = await latestVersion(tx, id);
    if (latest.no !== version) throw refuse('conflict', 'form.changed_meanwhile', { version: latest.no });
    const { fileName, sha256, size } = file;
    await keepOriginal.inside(tx, { sha256, size, mediaType }, context);
    const [no, bindings] = [latest.no + 1, fittingBindings(latest.bindings, grid)];
    await tx.insert(formVersion).values({ formId: id, no, fileName, sha256, bindings, createdAt: now, createdBy: actor.id });
    const lost = latest.bindings.length - bindings.length;
    const before = { version: latest.no, fileName: latest.fileName, sha256: latest.sha256 };
    const trace = { subject: 'form', subjectId: id, before, after: { version: no, fileName, sha256, bound: bindings.length, lost } };
    return { result: { version: no, kept: bindings.length, lost }, trace };
  },
);

/** Retires a form or takes it up again; its filled copies stay. Refuses form.unknown, form.may_not_bind. */
export const setFormActive = command('form.set_active', async (tx, { id, isActive }: { id: string; isActive: boolean }, { actor }) => {
  const row = await readableForm(tx, id, actor, true);
  settle(checkBind(actor, row));
  if (row.isActive === isActive) return { result: { isActive }, trace: [] };
  await tx.update(form).set({ isActive }).where(eq(form.id, id));
  return { result: { isActive }, trace: { subject: 'form', subjectId: id, before: { isActive: row.isActive }, after: { isActive } } };
});

async function kept(files: FileStore, content: Buffer) {
  const sha256 = createHash('sha256').update(content).digest('hex');
  const folder = await mkdtemp(join(tmpdir(), 'zhuchao-form-'));
  try {
    const path = join(folder, sha256);
    await writeFile(path, content, { mode: 0o600 });
    await files.put(path, sha256);
    return { sha256, size: content.length, mediaType };
  } finally {
    await rm(folder, { recursive: true });
  }
}

type Filling = Readonly<{ id: string; month: Month; unitId?: string | undefined }>;
/**
 * Fills a form for a month and unit (the form's own when none is named) from the ledger of now, and keeps the copy with the figures it
 * used. Refuses form.unknown, form.retired, form.nothing_bound, form.month_to_come, unit.unknown, form.unit_out_of_scope, form.list_too_long.
 */
export const fillFormFor = (files: FileStore) =>
  command('form.fill', async (tx, { id, month, unitId }: Filling, context) => {
    // All figures of a copy are of one moment, however many questions they take.
    await tx.execute(sql`set transaction isolation level repeatable read`);
    const { actor, now } = context;
    const row = await readableForm(tx, id, actor);
    if (!row.isActive) throw refuse('rule', 'form.retired', { id });
    const asked = unitId ?? row.unitId;
    const unit = (await unitTree(tx)).find((u) => u.id === asked);
    if (!unit || !may.fill(actor, row, unit.id)) throw refuse('not_found', 'unit.unknown', { id: asked });
    if (month > monthOf(dayOf(now))!) throw refuse('invalid', 'form.month_to_come', { field: 'month', month });
    const { no, bindings, sha256 } = await latestVersion(tx, id);
    if (bindings.length === 0) throw refuse('rule', 'form.nothing_bound', { id });
    const template = await fileOf(files, sha256);
    const sheets = await gridOf(files, sha256);
    const { writes, used } = await gather(tx, { bindings, sheets }, { month, unit, preparer: actor.name }, actor, now);
    const file = await kept(files, fillForm(template, writes));
    await keepOriginal.inside(tx, file, context);
    const made = { id: v7(), formId: id, versionNo: no, unitId: unit.id, month, asOf: now, used, writes, sha256: file.sha256 };
    await tx.insert(formFilling).values({ ...made, createdAt: now, createdBy: actor.id });
    const after = { formId: id, version: no, unitId: unit.id, month, sha256: file.sha256 };
    return { result: { id: made.id }, trace: { subject: 'form_filling', subjectId: made.id, after } };
  });
