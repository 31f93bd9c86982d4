import type { Actor } from '../../kernel/actor.ts';
import { addDays, dayOf, endOfDay } from '../../kernel/day.ts';
import { reservePreset } from '../../modules/reserve/domain/rule.ts';
import { createIdea, promoteIdea, setIdeaState, setItem } from '../../modules/reserve/commands.ts';
import { publishPreset } from '../../modules/reference/commands.ts';
import type { Db } from '../../platform/db.ts';
import type { Cast } from './people.ts';
import { wan } from './plan.ts';

type Told = Readonly<{
  name: string;
  theme: string;
  unit: string;
  industry: string;
  total: number;
  mu: number;
  tax: number;
  jobs: number;
  chain: number;
  why: string;
  place: string;
  summary: string;
  /** 万元 a year once it is built. */
  income: number;
  /** How many items of 前期工作 are done. */
  done: number;
}>;
/** Ideas of an invented district in three themes; names and amounts are of nobody. */
type Row = readonly [
  name: string,
  total: number,
  mu: number,
  tax: number,
  jobs: number,
  chain: number,
  why: string,
  income: number,
  done: number,
];
type Group = readonly [place: string, theme: string, unit: string, industry: string, all: readonly Row[]];
const groups: readonly Group[] = [
  [
    '清洁能源',
    'clean_energy',
    'QW-Y01',
    '4416',
    [
      ['栖梧北滩牧光互补光伏电站', 42_000, 3200, 1600, 60, 4, '与现有逆变器企业配套', 5600, 6],
      ['分布式光伏与储能示范园', 18_500, 90, 900, 120, 5, '补齐储能系统集成环节', 3100, 4],
      ['绿电制氢加注一体站', 9800, 35, 320, 45, 3, '为重卡运输提供加注', 1250, 2],
      ['退役电池梯次利用中心', 7600, 60, 410, 150, 4, '承接储能园退役电池', 1400, 1],
    ],
  ],
  [
    '农产品',
    'farm_products',
    'QW-X01',
    '1373',
    [
      ['枸杞精深加工与冻干产业园', 15_200, 120, 1150, 380, 5, '延伸枸杞种植和烘干环节', 2900, 5],
      ['冷凉蔬菜分拣冷链中心', 8800, 75, 360, 260, 4, '服务六个蔬菜基地', 1500, 3],
      ['酿酒葡萄酒庄集群基础设施', 12_400, 210, 520, 190, 3, '盘活闲置酒庄', 1650, 2],
      ['饲草加工与奶牛托管场', 6300, 180, 150, 110, 4, '为奶产业提供饲草', 900, 0],
    ],
  ],
  [
    '装备',
    'equipment',
    'QW-Y02',
    '3425',
    [
      ['数控机床功能部件产业园', 28_600, 150, 2600, 520, 5, '为龙头整机厂就近配套', 6100, 4],
      ['风电塔筒与法兰制造基地', 22_300, 240, 1900, 430, 4, '服务周边风电项目', 4300, 3],
      ['农业机械再制造中心', 5400, 48, 280, 140, 3, '与农机合作社联动', 980, 1],
      ['工业机器人培训与租赁平台', 3900, 20, 210, 70, 2, '服务中小企业改造', 700, 0],
    ],
  ],
];
const ideas = groups.flatMap(([place, theme, unit, industry, all]) =>
  all.map(([name, total, mu, tax, jobs, chain, why, income, done]): Told => ({
    name,
    theme,
    unit,
    industry,
    total,
    mu,
    tax,
    jobs,
    chain,
    why,
    income,
    done,
    place: `${place}片区`,
    summary: `建设${name}，总投资约${total}万元，达产后年税收约${tax}万元。`,
  })),
);

/** Two years of building, then fifteen of income that begins at half. */
const flowsOf = ({ total, income }: Told) =>
  [-total + Math.floor(total * 0.4), -Math.floor(total * 0.4), Math.floor(income / 2), ...Array.from({ length: 14 }, () => income)].map(
    (n) => n * wan,
  );

/** A dozen ideas: some nearly ready, one put off, one that has become a project. */
export async function ideaDemo(db: Db, { units, staff }: Cast, keeper: Actor, now: Date): Promise<void> {
  await publishPreset(db, reservePreset, now);
  const today = dayOf(now);
  for (const [i, told] of ideas.entries()) {
    const at = endOfDay(addDays(today, -150 + i * 9));
    const [personId] = staff.get(told.unit)!;
    const { name, theme, place, summary, jobs } = told;
    const fields = { name, theme, place, summary, jobs, unitId: units.get(told.unit)!, personId, industryCode: told.industry };
    const worth = {
      totalFen: told.total * wan,
      landMu: String(told.mu),
      taxFen: told.tax * wan,
      chainFit: told.chain,
      chainWords: told.why,
    };
    const { id } = await createIdea(db, { ...fields, ...worth, flowsFen: flowsOf(told) }, keeper, at);
    for (const [n, { key, zh }] of reservePreset.body.items.entries()) {
      const on = addDays(today, -140 + i * 9 + n * 5);
      if (n < told.done && on < today)
        await setItem(db, { id, item: key, state: 'done', happenedOn: on, evidence: `${zh}批复（示例）` }, keeper, endOfDay(on));
      else if (n === told.done) await setItem(db, { id, item: key, state: 'under_way', happenedOn: null, evidence: null }, keeper, now);
    }
    if (i === 0) {
      const made = {
        name,
        unitId: fields.unitId,
        industryCode: told.industry,
        totalMinor: worth.totalFen,
        personId,
        source: 'assigned',
        place,
      };
      await promoteIdea(db, { id, version: 1, ...made, duplicateReason: '示例储备项目' }, keeper, now);
    }
    if (i === ideas.length - 1) await setIdeaState(db, { id, version: 1, to: 'shelved', reason: '等省级补贴政策明确后再议' }, keeper, now);
  }
}
