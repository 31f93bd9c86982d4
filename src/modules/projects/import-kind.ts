import { hasRole } from '../../kernel/actor.ts';
import { dayOf } from '../../kernel/day.ts';
import type { AcceptedRow } from '../../kernel/import-row.ts';
import { nameKey } from '../../kernel/name-key.ts';
import { phoneKey } from '../../kernel/phone-key.ts';
import { placeKey } from '../../kernel/place-key.ts';
import type { Db, Reader, Tx } from '../../platform/db.ts';
import type { CurrentRow, ImportAct, ImportCommit, ImportKind } from '../../platform/import-kind.ts';
import { ahead } from '../../platform/turns.ts';
import type { AgreementToWrite, ArrivalToWrite, OpeningSums } from './domain/import-money.ts';
import { projectWords } from './domain/import-words.ts';
import { importProjects, readyProjects, reserveCodes, updateImportedProjects } from './import-commands.ts';
import { openProjects } from './import-checker.ts';
import { currentRow } from './import-current.ts';
import type { ImportedProject } from './import-queries.ts';
import { projectFields } from './import-fields.ts';
import { codesHeld, Lookups, projectsForSheet } from './import-lookup-queries.ts';
import { lookAlikeFinding, type LookAlikes } from './import-lookalikes-contract.ts';
import type { ImportMoney } from './import-money-contract.ts';
import type { ChangePlan, NewPlan, Plan } from './import-plan.ts';
import { reactions } from './record-commands.ts';

const isNew = (plan: Plan): plan is NewPlan => 'project' in plan;
/** The share of the work that the records are; the rest is their money. */
const records = 0.6;
type Money = { agreements: AgreementToWrite[]; arrivals: ArrivalToWrite[]; counted: Map<string, OpeningSums> };

/** House codes are taken in an act of their own, so that a long import keeps nobody from registering a project. */
const prepare = (db: Db, newRows: number, { actor, now, batchId }: ImportAct) => reserveCodes(db, { batchId, count: newRows }, actor, now);

async function commit(tx: Tx, batches: AsyncIterable<readonly AcceptedRow[]>, act: ImportCommit, money: ImportMoney) {
  const { batchId, actor, now, prepared, progress, wrote } = act;
  const codes = prepared as readonly string[] | undefined;
  const later: Money = { agreements: [], arrivals: [], counted: new Map() };
  const seen = new Set<string>();
  let [taken, entered] = [0, 0];
  for await (const { rows, newRows, fresh, sums, ready } of ahead(portions(batches, act, money))) {
    const own = codes ? { codes: codes.slice(taken, taken + fresh.length) } : {};
    taken += fresh.length;
    const made = fresh.length
      ? await importProjects.inside(tx, { batchId, rows: fresh.map((p) => p.project), ready: await ready, ...own }, { actor, now })
      : [];
    await pool(tx, rows, made, act, seen);
    fresh.forEach((plan, i) => owe(later, made[i]!.id, { ...plan, insteadOf: null }, plan.project.investorName ?? null));
    made.forEach(({ id }, i) => later.counted.set(id, sums[i]!));
    await wrote(newRows.map(({ row }, i) => ({ row, id: made[i]!.id })));
    await change(tx, rows, later, act);
    entered += rows.length;
    await progress(rows.length * records);
  }
  let told = 0;
  const tell = async (share: number) => {
    await progress(entered * (1 - records) * (share - told));
    told = share;
  };
  await money.write(tx, later, { ...act, progress: tell });
  await tell(1);
}

/** The rows with what can be made of the new ones before they are written; that is begun and not waited for. */
async function* portions(batches: AsyncIterable<readonly AcceptedRow[]>, { batchId, actor, now }: ImportCommit, money: ImportMoney) {
  for await (const rows of batches) {
    const newRows = rows.filter((r) => isNew(r.plan as Plan));
    const fresh = newRows.map((r) => r.plan as NewPlan);
    const sums = fresh.map(({ agreement, arrival }) => money.sums({ agreement, arrival, today: dayOf(now) }));
    const ready = readyProjects(
      fresh.map((p) => p.project),
      { batchId, sums },
      { actor, now },
    );
    // Told where it is waited for; the import may have failed before.
    ready.catch(() => undefined);
    yield { rows, newRows, fresh, sums, ready };
  }
}

/**
 * New rows that looked like a project of the book were answered for; they go into the pool with that answer, and so do those that
 * look like an earlier row of the file, of which `seen` keeps the signs.
 */
async function pool(tx: Tx, rows: readonly AcceptedRow[], made: readonly { id: string }[], act: ImportCommit, seen: Set<string>) {
  const { acknowledged, actor, now } = act;
  const fresh = rows.filter((r) => isNew(r.plan as Plan));
  const projectIds = fresh.flatMap((r, i) => {
    const own = signsIn((r.plan as NewPlan).project);
    const isAlike = own.some((sign) => seen.has(sign)) || r.findings.some((f) => f.code.startsWith(lookAlikeFinding));
    for (const sign of own) seen.add(sign);
    return isAlike ? [made[i]!.id] : [];
  });
  if (projectIds.length > 0)
    await reactions.registered(tx, { projectIds, how: 'import', reason: acknowledged?.reason ?? null }, { actor, now });
}

/** By what two rows of one file may be one project: the name, the investor in an industry, the telephone, the place. */
function signsIn({ name, investorName, industryCode, contactPhone, place }: ImportedProject): string[] {
  const investor = investorName && nameKey(investorName);
  const signs = [
    nameKey(name),
    investor && `${investor} ${industryCode ?? ''}`,
    contactPhone && phoneKey(contactPhone),
    place && placeKey(place),
  ];
  return signs.flatMap((sign, i) => (sign ? [`${i} ${sign}`] : []));
}

async function change(tx: Tx, rows: readonly AcceptedRow[], later: Money, { batchId, actor, now, wrote }: ImportCommit) {
  const known = rows.filter((r) => !isNew(r.plan as Plan)).map((r) => ({ row: r.row, id: r.targetId!, plan: r.plan as ChangePlan }));
  const edits = known.filter(({ plan }) => Object.keys(plan.patch).length > 0 || plan.codes.length > 0 || plan.note !== null);
  const asked = edits.map(({ id, plan: { patch, codes, note } }) => ({ id, patch, codes, ...(note !== null && { note }) }));
  if (asked.length > 0) await updateImportedProjects.inside(tx, { batchId, rows: asked }, { actor, now });
  await wrote(known.map(({ row, id }) => ({ row, id })));
  for (const { id, plan } of known) owe(later, id, plan, null);
}

function owe(
  later: Money,
  projectId: string,
  { agreement, arrival, insteadOf }: Pick<ChangePlan, 'agreement' | 'arrival' | 'insteadOf'>,
  party: string | null,
) {
  if (agreement) later.agreements.push({ ...agreement, projectId, insteadOf, party });
  if (arrival) later.arrivals.push({ ...arrival, projectId });
}

async function* current(db: Reader, actor: Parameters<ImportKind['current']>[1], money: ImportMoney): AsyncGenerator<CurrentRow[]> {
  const { names } = await Lookups.read(db);
  for await (const rows of projectsForSheet(db, actor)) {
    const ids = rows.map((r) => r.id);
    const codes = await codesHeld(db, ids);
    const held = await money.held(db, ids);
    yield rows.map((row) => currentRow(row, codes.get(row.id) ?? [], held.get(row.id), names));
  }
}

/** 项目 of a ledger, with their agreements and what arrived so far; `money` is the room that keeps those. */
export const projectImport = (money: ImportMoney, moneyWords: ImportKind['words'], lookAlikes: LookAlikes): ImportKind => ({
  key: 'project',
  zh: '项目',
  en: 'Projects',
  version: 1,
  mayImport: (actor) => hasRole(actor, 'promoter', 'unit_head', 'promotion_admin'),
  fields: projectFields,
  open: (db, act) => openProjects(db, act, { money, lookAlikes }),
  prepare,
  commit: (tx, rows, act) => commit(tx, rows, act, money),
  current: (db, actor) => current(db, actor, money),
  words: { ...moneyWords, ...projectWords },
});
