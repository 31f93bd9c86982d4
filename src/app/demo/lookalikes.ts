import { dayOf } from '../../kernel/day.ts';
import { ruleCase } from '../../modules/duplicates/case-commands.ts';
import { listCases } from '../../modules/duplicates/case-queries.ts';
import { askMerger } from '../../modules/duplicates/merger-commands.ts';
import { recordAgreement } from '../../modules/funds/agreement-commands.ts';
import { createProject } from '../../modules/projects/commands.ts';
import type { Db } from '../../platform/db.ts';
import '../wiring.ts';
import type { Cast } from './people.ts';
import type { PlannedProject } from './plan.ts';

type Known = Readonly<{ plan: PlannedProject; id: string }>;
const wan = 1_000_000;
const hour = 3_600_000;
const contact = { place: '循环产业园镁谷大道18号', contactPhone: '0952-2036618' };
const noChoices = { fields: {}, stage: null, stageReason: null, leave: [], leaveReason: null, shares: [], certificate: null };

/**
 * Projects that seem to be others of the district, of every level: some wait to be decided, one too long, some were decided; a merger
 * that waits for its owners; and a project that signed twice. No figure changes by any of it.
 */
export async function lookAlikeDemo(db: Db, known: readonly Known[], { units, staff, keeper }: Cast, now: Date): Promise<void> {
  const leads = known.filter(({ plan }) => plan.company && !plan.signedMonth && [...plan.name].length >= 9);
  const [first, second, third, fourth, fifth] = leads as [Known, Known, Known, Known, Known];
  const ago = (hours: number) => new Date(now.getTime() - hours * hour);
  const enter = ({ plan }: Known, hours: number, more: object) =>
    createProject(
      db,
      {
        name: plan.name,
        stage: 'planning',
        unitId: units.get(plan.unitCode)!,
        personId: staff.get(plan.unitCode)![1],
        source: 'lead',
        nature: 'new',
        industryCode: plan.industry,
        investorName: plan.company!.name,
        totalMinor: plan.total * wan,
        ...more,
      },
      keeper,
      ago(hours),
    );
  const spaced = (name: string) => `${name.slice(0, 4)} ${name.slice(4)}`;
  await enter(first, 30, { name: spaced(first.plan.name), duplicateReason: '两个科室分别洽谈，请裁定' });
  await enter(second, 5, { name: second.plan.name.replace(/项目$/, '新项目'), duplicateReason: '企业称为追加投资，请裁定' });
  await enter(third, 4, { name: '新材料中试基地', totalMinor: Math.round(third.plan.total * wan * 0.9), ...contact });
  await enter(fourth, 3, { name: '冷链仓配中心', investorName: null, totalMinor: 26_000_000_00, ...contact });
  const elsewhere = [...units].find(([code]) => staff.has(code) && code !== fifth.plan.unitCode)!;
  const twin = await enter(fifth, 2, {
    unitId: elsewhere[1],
    personId: staff.get(elsewhere[0])![1],
    duplicateReason: '由两个单位同时引进',
  });
  await decideSome(db, keeper, now);
  const pair = { subject: 'project' as const, fromId: twin.id, intoId: fifth.id };
  await askMerger(
    db,
    { ...pair, reason: '同一投资方的同一项目，由两个单位分别登记', choices: { ...noChoices, stage: 'into' } },
    keeper,
    ago(1),
  );
  await signAgain(
    db,
    known.find(({ plan }) => plan.agreed > 0 && !plan.framework && !plan.side)!,
    keeper,
    now,
  );
}

/** Of what look-alikes of the same deal there are, the newest is a project of its own. */
async function decideSome(db: Db, keeper: Cast['keeper'], now: Date) {
  const { items } = await listCases(db, { query: { status: 'open', level: 'L3', page: 1, size: 1 } }, keeper, now);
  for (const { projectId, id } of items)
    await ruleCase(db, { projectId, caseId: id, verdict: 'separate', reason: '产品和用地均不同，为独立项目' }, keeper, now);
}

async function signAgain(db: Db, { plan, id }: Known, keeper: Cast['keeper'], now: Date) {
  const amounts = { totalMinor: plan.agreed * wan, attractedMinor: null, fixedMinor: null };
  const terms = { currency: 'CNY' as const, rate: null, rateSource: null, rateOn: null };
  const deal = { kind: 'investment' as const, title: '招商推介会集中签约', signedOn: dayOf(now), party: plan.company?.name ?? null };
  await recordAgreement(db, { projectId: id, ...deal, ...amounts, ...terms, remark: null }, keeper, now);
}
