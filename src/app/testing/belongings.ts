import { readFileSync } from 'node:fs';
import { v7 } from 'uuid';
import type { Actor } from '../../kernel/actor.ts';
import { writeComment } from '../../modules/comments/commands.ts';
import { recordAgreement, reverseAgreement } from '../../modules/funds/agreement-commands.ts';
import { recordArrival } from '../../modules/funds/arrival-commands.ts';
import { recordInvestment } from '../../modules/funds/investment-commands.ts';
import { anAgreement, anArrival, anInvestment } from '../../modules/funds/test-database.ts';
import { notify } from '../../modules/notices/commands.ts';
import { submitReport } from '../../modules/progress/commands.ts';
import { noMoney } from '../../modules/progress/domain/report.ts';
import { addCode, addNote, createProject, saveView } from '../../modules/projects/commands.ts';
import { isConfidentialStage, type Stage, stages } from '../../modules/projects/domain/stage.ts';
import { advanceByLedger } from '../../modules/projects/ledger-commands.ts';
import { exitProject } from '../../modules/projects/move-commands.ts';
import { submitClaim } from '../../modules/recognition/claim-commands.ts';
import { claimFlow } from '../../modules/recognition/domain/flow.ts';
import { publishPreset } from '../../modules/reference/commands.ts';
import { openReview } from '../../modules/reviews/commands.ts';
import { flowPreset } from '../../modules/reviews/domain/flow.ts';
import { delivered } from './delivery.ts';
import type { Answer, House } from './house.ts';

/** Words that stand nowhere but in one unit's things: `secret` tells an investor still in talks, `open` one that has signed. */
export type Words = Readonly<{ plain: string; secret: string; open: string; amount: number }>;
/** What they have one of. */
const ones = [
  'proposal',
  'stageChange',
  'batch',
  'task',
  'paper',
  'form',
  'collection',
  'filling',
  'view',
  'session',
  'notice',
  'reminder',
  'review',
  'comment',
  'deputy',
  'handover',
  'flag',
  'claim',
  'duplicate',
  'report',
  'permit',
  'permitEntry',
  'problem',
  'meeting',
  'supervision',
  'idea',
] as const;
/** Whatever a unit has that has an id or a code of its own. */
export type Belongings = Readonly<{
  unit: string;
  person: string;
  projects: readonly string[];
  agreements: readonly string[];
  arrivals: readonly string[];
  investments: readonly string[];
  notes: readonly string[];
  evidence: readonly string[];
  codes: readonly string[];
}> &
  Readonly<Record<(typeof ones)[number], string>>;

/** The same kinds of ids, and nothing behind them. */
export function phantom(unit: string, person: string): Belongings {
  const many = () => stages.map(() => v7());
  const lists = { projects: many(), agreements: many(), arrivals: many(), investments: many(), notes: many(), evidence: [v7(), v7()] };
  const single = Object.fromEntries(ones.map((key) => [key, v7()])) as Record<(typeof ones)[number], string>;
  return { unit, person, ...lists, ...single, codes: stages.map((_, i) => `XM-2026-00${90 + i}`) };
}

export const ok = ({ status, text }: Answer): Record<string, unknown> => {
  if (status !== 200) throw new Error(`${status} ${text}`);
  return JSON.parse(text) as Record<string, unknown>;
};
export const pdf = (text: string) => Buffer.from(`%PDF-1.7\n% ${text}\n%%EOF\n`);

/** Until long work has ended; answers with how. */
export async function ended(house: House, token: string, taskId: unknown): Promise<Record<string, unknown>> {
  for (let tries = 0; tries < 300; tries += 1) {
    const view = ok(await house.ask(token, { method: 'GET', url: `/api/tasks/${String(taskId)}` }));
    if (view['finishedAt']) return view;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the task did not end');
}

type Owner = Readonly<{ actor: Actor; token: string; admin: Actor }>;

type Made = Record<'projects' | 'codes' | 'agreements' | 'arrivals' | 'investments' | 'notes' | 'evidence', string[]>;

/** Gives a unit projects at these stages, with money and notes; the first stands aside. Every word of them is one of its words. */
export async function pursue(house: House, { actor, admin }: Owner, words: Words, at: readonly Stage[]): Promise<Made> {
  const { db, now } = house;
  const made: Made = { projects: [], codes: [], agreements: [], arrivals: [], investments: [], notes: [], evidence: [] };
  for (const [i, stage] of at.entries()) {
    const investor = isConfidentialStage(stage) ? words.secret : words.open;
    const amount = words.amount + 2 * i;
    const fields = projectOf(actor, words, investor, amount + 1);
    const began = { stage: stage === 'planning' ? stage : 'negotiating', happenedOn: '2026-01' } as const;
    const { id, code } = await createProject(db, { ...fields, ...began, duplicateReason: '同一批测试项目' }, actor, now);
    made.projects.push(id);
    made.codes.push(code);
    await money(house, actor, { id, words, investor, amount }, made);
    made.notes.push((await addNote(db, { id, body: `${investor}来人考察，${words.plain}` }, actor, now)).id);
    await addCode(db, { id, version: 1, scheme: 'other', code: `${words.plain}-${stage}` }, actor, now);
    if (stage !== 'planning' && stage !== 'negotiating') await standAt(house, admin, id, stage);
  }
  const aside = { side: 'suspended', happenedOn: '2026-02', reason: `${words.secret}犹豫` } as const;
  await exitProject(db, { id: made.projects[0]!, version: 1, ...aside }, actor, now);
  return made;
}

/** Gives a unit a project at every stage with money and notes, files, a proposal, an import, a paper and a view, all bearing its words. */
export async function furnish(house: House, owner: Owner, words: Words): Promise<Belongings> {
  const { db, now, ask, pool } = house;
  const { actor, token, admin } = owner;
  const unit = actor.unitId;
  const made = await pursue(house, owner, words, stages);
  const [project, arrival] = [made.projects[4]!, made.arrivals[4]!];
  for (const to of [
    { subject: 'project', subjectId: project },
    { subject: 'arrival', subjectId: arrival },
  ]) {
    const file = { name: `${words.open}进账单.pdf`, content: pdf(`${words.plain} ${to.subject}`) };
    const query = new URLSearchParams({ ...to, projectId: project, kind: 'bank_receipt' });
    made.evidence.push(String(ok(await ask(token, { method: 'POST', url: `/api/evidence?${query}`, file }))['id']));
  }
  const proposal = v7();
  await pool.query(
    `insert into stage_proposal (project_id, id, to_stage, happened_on, reason, status, proposed_by, proposed_at) values ($1, $2, 'building', '2026-11', $3, 'open', $4, $5)`,
    [made.projects[3], proposal, `${words.plain}开工`, admin.id, now],
  );
  const { batch, task } = await anImport(house, token, listOf(words));
  const paper = ok(
    await ask(token, { method: 'POST', url: '/api/papers', body: { kind: 'monthly_analysis', month: '2026-10', unitId: unit } }),
  )['id'];
  const view = {
    list: 'projects',
    name: `${words.plain}视图`,
    sharedWith: 'nobody' as const,
    state: { query: { q: words.secret }, columns: [] },
  };
  const one = async (query: string, of: unknown) => String((await pool.query<{ id: string }>(query, [of])).rows[0]!.id);
  const about = {
    kind: 'project.stage',
    subject: 'project',
    subjectId: project,
    projectId: project,
    link: `/projects/${project}`,
  } as const;
  await db.transaction((tx) => notify(tx, [{ ...about, to: [actor.id] }], { actor: admin, now }));
  await publishPreset(db, flowPreset('trial', [{ name: '初审', mode: 'any', seats: [{ role: 'promotion_admin', of: 'district' }] }]));
  const submission = { subject: 'project', subjectId: project, projectId: project, unitId: unit, flow: 'trial' };
  const review = (await openReview(db, submission, actor, now)).id;
  const said = { id: project, body: `${words.open}有意见`, mentions: [], subject: 'project' } as const;
  const comment = (await writeComment(async () => true)(db, said, actor, now)).id;
  const deputy = v7();
  // The keeper of this house acts without an account, so nobody could be asked for them by the command.
  await pool.query(
    `insert into review_deputy (id, person_id, deputy_id, from_day, to_day, created_at) values ($1, $2, $3, '2027-01-01', '2027-01-02', $4)`,
    [deputy, actor.id, admin.id, now],
  );
  const flag = v7();
  await pool.query(
    `insert into red_flag (project_id, id, code, key, arrival_ids, facts, state, raised_at, changed_at) values ($1, $2, 'local_payer', 'x', $3, $4, 'open', $5, $5)`,
    [project, flag, [arrival], { params: { payer: words.open, word: words.plain }, elsewhere: [], grounds: '' }, now],
  );
  await publishPreset(db, claimFlow);
  const claimed = [{ projectId: made.projects[1]!, arrivalId: made.arrivals[1]! }];
  const claim = (await submitClaim(db, { month: '2026-05', remark: words.plain, arrivals: claimed }, actor, now)).id;
  const handover = await aHandover(house, owner, project);
  const told = { summary: `${words.open}封顶`, problems: words.plain, money: { ...noMoney, civilFen: words.amount }, reason: words.plain };
  const month = { projectId: project, month: '2026-10', isUnchanged: false, supersedes: null };
  const report = (await submitReport(db, { ...month, ...told }, admin, now)).id;
  return {
    unit,
    person: actor.id,
    ...made,
    handover,
    report,
    ...(await delivered(house, owner, made.projects, words)),
    review,
    deputy,
    flag,
    claim,
    duplicate: await one('select id from duplicate_case where project_id = $1 limit 1', project),
    comment,
    notice: await one('select id from notice where person_id = $1 limit 1', actor.id),
    proposal,
    batch,
    task,
    paper: String(paper),
    ...(await aForm(house, token, words)),
    collection: await aCollection(house, token, unit, words),
    view: (await saveView(db, view, actor, now)).id,
    stageChange: await one('select id from stage_change where project_id = $1 order by recorded_at, id limit 1', project),
    session: await one('select id from session where person_id = $1 limit 1', actor.id),
  };
}

/** A collection that they ask of themselves, with a question of their words. */
async function aCollection({ ask }: House, token: string, unit: string, { plain }: Words): Promise<string> {
  const field = { key: 'f1', source: 'new', of: null, label: `${plain}事项`, type: 'text', unit: null, reason: '专项' };
  const body = {
    title: `${plain}征集`,
    purpose: plain,
    rowsOf: 'project',
    filter: {},
    fields: [field],
    unitIds: [unit],
    frequency: 'once',
    dueOn: '2026-12-01',
  };
  return String(ok(await ask(token, { method: 'POST', url: '/api/collections', body }))['id']);
}

/** Work that the bureau once handed over to them, told of by its row: nothing of it need move again. */
async function aHandover(house: House, { actor, admin }: Owner, project: string): Promise<string> {
  const handover = v7();
  const row = [handover, admin.id, actor.id, actor.unitId, house.now];
  await house.pool.query(
    "insert into handover (id, from_id, to_id, unit_id, reason, recorded_by, recorded_at) values ($1, $2, $3, $4, '换岗', $2, $5)",
    row,
  );
  await house.pool.query("insert into handover_item (handover_id, kind, subject_id, project_id) values ($1, 'person', $2, $2)", [
    handover,
    project,
  ]);
  return handover;
}

/** A form of theirs, bound and filled with a list of their projects. */
async function aForm({ ask }: House, token: string, { plain }: Words) {
  const file = { name: `${plain}报表.xlsx`, content: readFileSync(new URL('../demo/monthly-form.xlsx', import.meta.url)) };
  const form = String(ok(await ask(token, { method: 'POST', url: '/api/forms', file }))['id']);
  const { bindings } = ok(await ask(token, { method: 'GET', url: `/api/forms/${form}/suggestions` })) as { bindings: { kind: string }[] };
  const whole = bindings.map((b) => (b.kind === 'list' ? { ...b, filter: {} } : b));
  ok(await ask(token, { method: 'PUT', url: `/api/forms/${form}/bindings`, body: { version: 1, bindings: whole } }));
  const filling = ok(await ask(token, { method: 'POST', url: `/api/forms/${form}/fillings`, body: { month: '2026-10' } }));
  return { form, filling: String(filling['id']) };
}

const projectOf = ({ id, unitId }: Actor, { plain }: Words, investor: string, totalMinor: number) => ({
  name: `${investor}${plain}年产万吨项目`,
  unitId,
  industryCode: '3217',
  totalMinor,
  personId: id,
  source: 'lead',
  sourceNote: `${investor}自荐`,
  investorName: `${investor}重工有限公司`,
  investorUscc: '91350100M000100Y43',
  investorOrigin: `${investor}省`,
  contactName: `${investor}联系人`,
  contactPhone: `${investor}电话`,
  registeredCompany: `${investor}分公司`,
  remark: `${investor}备注${plain}`,
  place: `${plain}路`,
});

type Paying = Readonly<{ id: string; words: Words; investor: string; amount: number }>;
async function money({ db, now }: House, actor: Actor, { id, words, investor, amount }: Paying, made: Made) {
  const party = { party: `${investor}甲方`, title: `${investor}协议`, remark: `${investor}备注` };
  made.agreements.push(
    (await recordAgreement(db, anAgreement(id, { ...party, totalMinor: amount, attractedMinor: amount, fixedMinor: amount }), actor, now))
      .id,
  );
  const framework = anAgreement(id, { ...party, kind: 'framework', totalMinor: amount });
  const mistaken = await recordAgreement(db, framework, actor, now);
  await reverseAgreement(db, { projectId: id, id: mistaken.id, reason: `${investor}未盖章` }, actor, now);
  const paid = { payer: `${investor}付款`, payerRegion: `${investor}省`, voucherNo: `${words.plain}-${amount}`, remark: `${investor}备注` };
  made.arrivals.push((await recordArrival(db, anArrival(id, { ...paid, amountMinor: amount }), actor, now)).id);
  const done = { civilFen: amount, equipmentFen: 0, amountFen: amount, remark: words.plain };
  made.investments.push((await recordInvestment(db, anInvestment(id, done), actor, now)).id);
}

async function standAt({ db, now }: House, admin: Actor, id: string, to: Stage) {
  await advanceByLedger(db, { batchId: v7(), steps: [{ id, to, happenedOn: '2026-03' }] }, admin, now);
}

type List = Readonly<{ name: string; rows: readonly (readonly string[])[]; columns?: Readonly<Record<string, string>> }>;
/** A list of projects brought in, set up as suggested (or with these columns) and checked. */
export async function anImport(house: House, token: string, { name, rows, columns }: List) {
  const { ask } = house;
  const file = { name: `${name}.csv`, content: Buffer.from(`\ufeff${rows.map((r) => r.join(',')).join('\n')}\n`) };
  const batch = String(ok(await ask(token, { method: 'POST', url: '/api/imports?kind=project', file }))['id']);
  const { setup } = ok(await ask(token, { method: 'GET', url: `/api/imports/${batch}/sheet` })) as { setup: object };
  ok(await ask(token, { method: 'PUT', url: `/api/imports/${batch}/setup`, body: { ...setup, ...(columns && { columns }) } }));
  const { taskId } = ok(await ask(token, { method: 'POST', url: `/api/imports/${batch}/check` }));
  const { status, refusal } = await ended(house, token, taskId);
  if (status !== 'done') throw new Error(JSON.stringify(refusal));
  return { batch, task: String(taskId) };
}
const listOf = ({ plain, secret }: Words): List => ({
  name: `${plain}台账`,
  rows: [
    ['项目名称', '投资方', '备注'],
    [`${secret}新项目`, `${secret}公司`, plain],
    [`${plain}新项目`, '', `${secret}备注`],
  ],
});
