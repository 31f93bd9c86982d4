/** Every place where one room answers or sets off another. If it is not here, it does not happen. */
import { openRounds } from '../modules/collections/commands.ts';
import { sheetItems, waitingCollections } from '../modules/collections/desk-queries.ts';
import { costPreset } from '../modules/collections/domain/cost.ts';
import { poolEntered } from '../modules/duplicates/case-commands.ts';
import { duplicatesPreset } from '../modules/duplicates/domain/rules.ts';
import type { EvidenceSubject } from '../modules/evidence/domain/file.ts';
import { evidenceReactions } from '../modules/evidence/commands.ts';
import { scanKept } from '../modules/evidence/scan-commands.ts';
import { damagedFiles, evidenceKindsOf, type SubjectAccess } from '../modules/evidence/queries.ts';
import { thresholdsPreset } from '../modules/figures/domain/thresholds.ts';
import { refreshAllForecasts } from '../modules/forecast/commands.ts';
import { forecastPreset } from '../modules/forecast/domain/rule.ts';
import { arrivalImport } from '../modules/funds/import-kind.ts';
import { investmentEntries } from '../modules/funds/import-investment-kind.ts';
import { factsOfProject } from '../modules/funds/known-queries.ts';
import { entryEvidence } from '../modules/funds/queries.ts';
import { keepMonthEnds } from '../modules/figures/month-end-commands.ts';
import { verifyMonthEnds } from '../modules/figures/month-end-queries.ts';
import { verifyTotals } from '../modules/funds/verify-queries.ts';
import { auditTasks } from '../modules/identity/audit-tasks.ts';
import { operator } from '../modules/identity/queries.ts';
import { importInterrupted, type ImportRoom } from '../modules/imports/commands.ts';
import { importTasks } from '../modules/imports/tasks.ts';
import { ledgerReactions, moveMonthTotals } from '../modules/funds/posting-commands.ts';
import { carrying } from '../modules/funds/transfer-commands.ts';
import { supervisionEvidence } from '../modules/meetings/evidence-queries.ts';
import { meetingHistory } from '../modules/meetings/history-queries.ts';
import { taskItems } from '../modules/meetings/desk-queries.ts';
import { lettersOf } from '../modules/meetings/task-queries.ts';
import { dueTasks } from '../modules/meetings/reminder-queries.ts';
import { milestoneItems } from '../modules/milestones/desk-queries.ts';
import { milestonePresets } from '../modules/milestones/domain/preset.ts';
import { dueMilestones } from '../modules/milestones/reminder-queries.ts';
import { milestoneEvidence } from '../modules/milestones/queries.ts';
import { deliverNotices } from '../modules/notices/delivery-commands.ts';
import { authoritiesPreset } from '../modules/projects/domain/authority-date.ts';
import { gatePreset } from '../modules/projects/domain/gate.ts';
import { verifyClosings } from '../modules/closings/queries.ts';
import { refreshAllLights } from '../modules/lights/commands.ts';
import { lightHistory } from '../modules/lights/history-queries.ts';
import { litProjects } from '../modules/lights/reminder-queries.ts';
import { lightFollows } from '../modules/lights/follow-queries.ts';
import { escalationPreset } from '../modules/lights/domain/escalation.ts';
import { lightPreset } from '../modules/lights/domain/rule.ts';
import { escalateOverdue } from '../modules/problems/commands.ts';
import { problemEvidence } from '../modules/problems/evidence-queries.ts';
import { problemItems } from '../modules/problems/desk-queries.ts';
import { dueProblems } from '../modules/problems/reminder-queries.ts';
import { problemPreset } from '../modules/problems/domain/rule.ts';
import { moveReports, openReports } from '../modules/progress/commands.ts';
import { reportItems } from '../modules/progress/desk-queries.ts';
import { reportEvidence } from '../modules/progress/queries.ts';
import { dueReports } from '../modules/progress/reminder-queries.ts';
import { reportHistory } from '../modules/progress/history-queries.ts';
import { reportPreset } from '../modules/progress/domain/rules.ts';
import { permitItems } from '../modules/permits/desk-queries.ts';
import { lacksPermit, permitChoices, permitFactsOf } from '../modules/permits/gate-queries.ts';
import { permitPresets } from '../modules/permits/domain/preset.ts';
import { duePapers, duePermits } from '../modules/permits/reminder-queries.ts';
import { verifyDecided } from '../modules/permits/verify-queries.ts';
import { agentsOf, permitEvidence } from '../modules/permits/queries.ts';
import { refreshOpenPermits } from '../modules/permits/standing-commands.ts';
import { successorsOf } from '../modules/handovers/queries.ts';
import { damagedPapers } from '../modules/papers/queries.ts';
import type { GatePermits } from '../modules/projects/gate-queries.ts';
import type { HistoryPart } from '../modules/projects/page-queries.ts';
import { type FactsOf, projectEvidence } from '../modules/projects/queries.ts';
import { reactions } from '../modules/projects/record-commands.ts';
import { gatherStandingTotals } from '../modules/projects/standing-commands.ts';
import { refreshAllFlags } from '../modules/recognition/flag-commands.ts';
import { returnClaim, settleClaim, withdrawClaim } from '../modules/recognition/claim-commands.ts';
import { claimFlow, claimSubject } from '../modules/recognition/domain/flow.ts';
import { flagPreset } from '../modules/recognition/domain/flag-rule.ts';
import { carryVerdicts } from '../modules/recognition/carry-commands.ts';
import { recognitionPresets } from '../modules/recognition/domain/preset.ts';
import { product, publishMissing } from '../modules/reference/commands.ts';
import type { Feed } from '../modules/reminders/audience-queries.ts';
import { remind } from '../modules/reminders/commands.ts';
import { reminderPreset } from '../modules/reminders/domain/rule.ts';
import { isHourDone } from '../modules/reminders/queries.ts';
import { ideaEvidence } from '../modules/reserve/evidence-queries.ts';
import { reservePreset } from '../modules/reserve/domain/rule.ts';
import { outcomes, remindReviews } from '../modules/reviews/commands.ts';
import { reviewItems } from '../modules/desk/review-queries.ts';
import { tellWatchers } from '../modules/desk/commands.ts';
import { checkedImports, type Contributor, lackingProjects, unsentDrafts } from '../modules/desk/queries.ts';
import { checkAudit } from '../platform/audit-chain.ts';
import { clamdScanner } from '../platform/clamd.ts';
import type { Db, Reader } from '../platform/db.ts';
import type { FileStore } from '../platform/files.ts';
import type { TaskHandlers } from '../platform/tasks.ts';
import type { GridRoom } from '../modules/grids/routes.ts';
import { importKinds } from './import-kinds.ts';
import { lookAgain } from './looks.ts';
import type { Runtime } from './parts.ts';

/** Rules that ship with the product; a district publishes its own versions over them. */
const presets = [
  gatePreset,
  authoritiesPreset,
  thresholdsPreset,
  ...recognitionPresets,
  flagPreset,
  costPreset,
  duplicatesPreset,
  claimFlow,
  reportPreset,
  ...milestonePresets,
  lightPreset,
  forecastPreset,
  escalationPreset,
  ...permitPresets,
  problemPreset,
  reminderPreset,
  reservePreset,
];
export const publishPresets = (db: Db): Promise<void> => publishMissing(db, presets);

/** A project that changes its unit takes its months along. */
reactions.unitChanged = async (tx, change, context) => {
  await moveMonthTotals.inside(tx, change, context);
  await moveReports.inside(tx, change, context);
};

/** A light knows the tasks that were raised about its project. */
lightFollows.letters = lettersOf;

ledgerReactions.changed = lookAgain;
evidenceReactions.changed = async (tx, { subject, projectId }, context) => {
  if (subject === 'arrival' && projectId) await lookAgain(tx, [projectId], context);
};

/** A claim for recognition comes through with its verdicts, or goes back to its unit. */
outcomes[claimSubject] = {
  approved: (tx, about, context) => settleClaim.inside(tx, about, context),
  returned: (tx, about, context) => returnClaim.inside(tx, about, context),
  withdrawn: (tx, about, context) => withdrawClaim.inside(tx, about, context),
};
/** A project that is entered is looked at: what seems to be another goes into the pool, or is not entered. */
reactions.registered = (tx, entered, context) => poolEntered.inside(tx, entered, context);

/** What every 口径 said of an arrival holds of what the arrival becomes when its project is merged. */
carrying.arrivals = (tx, followed, context) => carryVerdicts.inside(tx, followed, context);

/** What later rooms know that decides whether a project may go on. */
export const factsOf: FactsOf = async (db, projectId, asked) => {
  const { hasInvestmentAgreement } = await factsOfProject(db, projectId);
  const kinds = await evidenceKindsOf(db, projectId);
  const permits = await permitFactsOf(db, projectId, asked);
  return { hasInvestmentAgreement, evidenceKinds: kinds.kept, cleanKinds: kinds.clean, permits };
};
/** Which approvals a gate may ask for, and which projects lack one. */
export const gatePermits: GatePermits = { choices: permitChoices, lacking: lacksPermit };

type Asks = SubjectAccess['mayRead'];
const byRoom =
  (of: Partial<Record<EvidenceSubject, Asks>>): Asks =>
  async (db, subject, subjectId, projectId, actor) =>
    (await of[subject]?.(db, subject, subjectId, projectId, actor)) ?? false;

/** Who may read, or add to, the papers of a row: the room of the row answers. A subject without a room has none. */
export const evidenceAccess: SubjectAccess = {
  mayRead: byRoom({
    project: projectEvidence.mayRead,
    stage_change: projectEvidence.mayRead,
    authority_date: projectEvidence.mayRead,
    agreement: entryEvidence.mayRead,
    arrival: entryEvidence.mayRead,
    investment: entryEvidence.mayRead,
    milestone: milestoneEvidence.mayRead,
    permit: permitEvidence.mayRead,
    month_report: reportEvidence.mayRead,
    problem: problemEvidence.mayRead,
    supervision: supervisionEvidence.mayRead,
    idea: ideaEvidence.mayRead,
  }),
  mayAttach: byRoom({
    project: projectEvidence.mayAttach,
    stage_change: projectEvidence.mayAttach,
    authority_date: projectEvidence.mayAttach,
    agreement: entryEvidence.mayAttach,
    arrival: entryEvidence.mayAttach,
    investment: entryEvidence.mayAttach,
    milestone: milestoneEvidence.mayAttach,
    permit: permitEvidence.mayAttach,
    month_report: reportEvidence.mayAttach,
    problem: problemEvidence.mayAttach,
    supervision: supervisionEvidence.mayAttach,
    idea: ideaEvidence.mayAttach,
  }),
};

export const importRoom = ({ db, files }: { db: Db; files: FileStore }): ImportRoom => ({ db, files, kinds: importKinds });

/** Tables of entries are read, judged and written by what brings in lists of the same. */
export const gridRoom: GridRoom = {
  kinds: { arrivals: arrivalImport, investments: investmentEntries },
  projectFields: async (db) => (await importKinds.find((k) => k.key === 'project')?.fields(db)) ?? [],
};

export const taskHandlers = (runtime: Runtime): TaskHandlers => ({
  ...auditTasks(runtime.db),
  ...importTasks(importRoom(runtime), runtime.now),
});

/** A server died over this task: whatever it worked on goes back to where it was. */
export async function interrupted({ db }: Runtime, kind: string, taskId: string): Promise<void> {
  if (kind.startsWith('import.')) await importInterrupted(db, taskId);
}

/** Everything that can be recomputed and does not agree: running totals, and files whose content is not what it was. */
export const verify = async (db: Reader, files: FileStore) => ({
  differences: [...(await verifyTotals(db)), ...(await verifyMonthEnds(db)), ...(await verifyClosings(db)), ...(await verifyDecided(db))],
  damagedFiles: [...(await damagedFiles(db, files)), ...(await damagedPapers(db, files))],
});

export async function nightly({ db, files, log, config, now }: Runtime): Promise<void> {
  await refreshAllFlags(db, now());
  await refreshAllLights(db, now());
  await refreshAllForecasts(db, product, now());
  await refreshOpenPermits(db, now());
  await gatherStandingTotals(db, {}, operator);
  await keepMonthEnds(db, operator, now());
  await openRounds(db, product, now());
  const chain = await checkAudit(db);
  if (!chain.isClean) log.error(chain, 'the audit trace is not what was written');
  const found = await verify(db, files);
  const isClean = found.differences.length === 0 && found.damagedFiles.length === 0;
  const scanner = clamdScanner(config.clamd);
  if (scanner) {
    const counts = await scanKept({ db, files, scanner }, product, now());
    log[counts.infected > 0 ? 'warn' : 'info'](counts, 'evidence scanned');
  }
  log[isClean ? 'info' : 'error'](found, isClean ? 'verify found no difference' : 'verify found differences');
}

/** What later rooms know of the history of a project, one line each. */
export const historyParts: readonly HistoryPart[] = [reportHistory, lightHistory, meetingHistory];

/** What stands on people's desks, one line each. */
export const deskContributors: readonly Contributor[] = [
  { section: 'todo', find: reviewItems('review') },
  { section: 'todo', find: unsentDrafts },
  { section: 'todo', find: checkedImports },
  { section: 'todo', find: waitingCollections },
  { section: 'todo', find: sheetItems('todo') },
  { section: 'todo', find: reportItems('todo') },
  { section: 'todo', find: problemItems('todo') },
  { section: 'todo', find: taskItems('todo') },
  { section: 'todo', find: lackingProjects(factsOf) },
  { section: 'returned', find: reviewItems('returned') },
  { section: 'returned', find: sheetItems('returned') },
  { section: 'returned', find: reportItems('returned') },
  { section: 'due', find: reviewItems('due') },
  { section: 'due', find: sheetItems('due') },
  { section: 'due', find: milestoneItems('overdue') },
  { section: 'due', find: milestoneItems('due') },
  { section: 'due', find: reportItems('due') },
  { section: 'due', find: permitItems('department') },
  { section: 'due', find: permitItems('keeper') },
  { section: 'due', find: problemItems('due') },
  { section: 'due', find: taskItems('due') },
];

/** What people are reminded of, room by room, and who they are. */
export const reminderFeed: Feed = {
  sources: [dueMilestones, dueReports, duePermits, duePapers, dueProblems, dueTasks, litProjects],
  people: { members: agentsOf, successors: successorsOf },
};

/** What was changed within so long is looked at every minute, everything once an hour. */
const lately = 10 * 60_000;
/** Every minute: who has let a day pass by is told, and whatever waits to go out goes. After a stop of days it finds the same rows, and sends each once. */
export async function tellPeople({ db, config, log, now }: Runtime): Promise<void> {
  await remindReviews(db, {}, product, now());
  await openReports(db, { touchedSince: (await isHourDone(db, now())) ? new Date(now().getTime() - lately) : null }, product, now());
  await escalateOverdue(db, now());
  await remind(db, reminderFeed, product, now());
  await tellWatchers(db, {}, product, now());
  const counts = await deliverNotices(db, { mail: config.mail, base: config.publicUrl }, product, now());
  if (counts.failed > 0) log.warn(counts, 'some notices could not be delivered');
}
