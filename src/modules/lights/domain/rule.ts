import * as z from 'zod';
import { formatFen } from '../../../kernel/money.ts';
import { type Stage, stages } from '../../projects/domain/stage.ts';

/** ● 绿 ▲ 黄 ■ 红 ○ 未评, from the mildest to the worst; what cannot be judged is none of them. */
export const colours = ['none', 'green', 'yellow', 'red'] as const;
export type Colour = (typeof colours)[number];
export const worseOf = (a: Colour, b: Colour): Colour => (colours.indexOf(a) >= colours.indexOf(b) ? a : b);
export const milderOf = (a: Colour, b: Colour): Colour => (colours.indexOf(a) <= colours.indexOf(b) ? a : b);

/** Ten-thousandths, so that every comparison is one of whole numbers: 8000 is 80 %, 1000 is ten points. */
const share = z.int().min(0).max(10_000);
const count = z.int().min(0).max(3650);
/** Reached at the number itself, or only beyond it. */
const bound = <T extends z.ZodType>(at: T) => z.strictObject({ at, inclusive: z.boolean() });
const level = bound(count);
/** Without a red level nothing of it is red. */
const levels = { yellow: level, red: level.nullable() };

export const events = ['started', 'completed', 'production', 'natong', 'report'] as const;
export type LightEvent = (typeof events)[number];

/** 完成 ÷ 序时: below these shares of what was due by now. */
const RatioToSchedule = z.strictObject({ type: z.literal('ratioToSchedule'), yellowBelow: share, redBelow: share });
/** 落后序时几个百分点, of the year's plan. */
const PointsBehindSchedule = z.strictObject({ type: z.literal('pointsBehindSchedule'), yellow: bound(share), red: bound(share) });
/** Something that was to be done by a day and is not: days, or months begun, since then. */
const DaysOverdue = z.strictObject({
  type: z.literal('daysOverdue'),
  event: z.enum(events),
  unit: z.enum(['day', 'month']),
  ...levels,
  /** Asked only of projects whose total is this or more, in fen; 0, as in rules published before it could be said, asks all. */
  fromTotalFen: z.int().min(0).default(0),
});
/** Nothing was heard of the project: days or whole months since, at these stages. */
const DaysSinceUpdate = z.strictObject({
  type: z.literal('daysSinceUpdate'),
  unit: z.enum(['day', 'month']),
  stages: z.array(z.enum(stages)).min(1),
  ...levels,
  /** From here on it should leave the pool (移出). */
  remove: level.nullable(),
});
/** A node of the plan whose last day is past: days. */
const MilestoneMissed = z.strictObject({ type: z.literal('milestoneMissed'), ...levels });

const Simple = z.discriminatedUnion('type', [RatioToSchedule, PointsBehindSchedule, DaysOverdue, DaysSinceUpdate, MilestoneMissed]);
type Simple = z.output<typeof Simple>;
/** 500 from 500万元: the least total, as words of a rule say it. */
export const leastTotal = (fromTotalFen: number): string => formatFen(fromTotalFen, '万元').replace(/\.?0+$/, '');

/** So many months yellow one after another are red. */
const ConsecutivePeriods = z.strictObject({ type: z.literal('consecutivePeriods'), rule: Simple, periods: z.int().min(2).max(24) });
/** 全部 / 任一: as mild as the mildest, or as bad as the worst of its rules. */
const Compound = z.strictObject({ type: z.literal('compound'), mode: z.enum(['all', 'any']), rules: z.array(Simple).min(1).max(8) });
export const Rule = z.discriminatedUnion('type', [...Simple.options, ConsecutivePeriods, Compound]);
export type Rule = z.output<typeof Rule>;
export type SimpleRule = Simple;

/** What is looked at, and how. The light of a project is the worst of them. */
const Dimension = z.strictObject({ key: z.string().regex(/^[a-z_]{1,30}$/), rule: Rule });

/** What a rule row of kind `lights` says. */
export const LightRules = z.strictObject({
  title: z.string().min(1).max(60),
  dimensions: z
    .array(Dimension)
    .min(1)
    .max(12)
    .refine((all) => new Set(all.map((d) => d.key)).size === all.length, 'keys repeat'),
  /** Projects at these stages have a light; those whose year plan is below this have none. */
  stages: z.array(z.enum(stages)).min(1),
  yearPlanFromFen: z.int().min(0),
  /** A light gets better only when that has held for so many months (不闪灯). */
  betterAfter: z.int().min(1).max(12),
});
export type LightRules = z.output<typeof LightRules>;

const at = (value: number, inclusive = true) => ({ at: value, inclusive });
const live: Stage[] = ['preparing', 'building'];
const usual = { stages: live, yearPlanFromFen: 0, betterAfter: 1 };

/** Published rules to choose from (rules.md §3.3). What the sources do not print is a reading of theirs: a district reviews before use. */
export const lightPresets = {
  'yinchuan-2025': {
    ...usual,
    title: '银川 2025',
    dimensions: [
      { key: 'progress', rule: { type: 'pointsBehindSchedule', yellow: at(1000), red: at(3000, false) } },
      {
        key: 'start',
        rule: {
          type: 'consecutivePeriods',
          periods: 3,
          rule: { type: 'daysOverdue', event: 'started', unit: 'month', yellow: at(0), red: null },
        },
      },
      // 固定资产投资统计 takes in projects from a planned total of 500万元 on.
      {
        key: 'natong',
        rule: { type: 'daysOverdue', event: 'natong', unit: 'month', yellow: at(1), red: at(2, false), fromTotalFen: 500_000_000 },
      },
    ],
  },
  wuhan: {
    ...usual,
    title: '武汉市重大项目',
    dimensions: [{ key: 'progress', rule: { type: 'ratioToSchedule', yellowBelow: 8000, redBelow: 6000 } }],
  },
  'sanya-2022': {
    ...usual,
    title: '三亚 2022',
    yearPlanFromFen: 1_000_000_000,
    dimensions: [{ key: 'progress', rule: { type: 'ratioToSchedule', yellowBelow: 10_000, redBelow: 5000 } }],
  },
  'handan-2024': {
    ...usual,
    title: '邯郸经开区 2024',
    stages: ['planning', 'negotiating'],
    dimensions: [
      {
        key: 'update',
        rule: {
          type: 'daysSinceUpdate',
          unit: 'month',
          stages: ['planning', 'negotiating'],
          yellow: at(2),
          red: at(3),
          remove: at(6),
        },
      },
    ],
  },
  'guanggu-2026': {
    ...usual,
    title: '光谷 2026',
    stages: ['planning', 'negotiating', 'signed', 'preparing', 'building'],
    dimensions: [
      stale('planned', 'planning', 45),
      stale('talks', 'negotiating', 30),
      stale('signed', 'signed', 20),
      { key: 'report', rule: { type: 'daysOverdue', event: 'report', unit: 'day', yellow: at(7), red: null } },
    ],
  },
} as const satisfies Record<string, z.input<typeof LightRules>>;

function stale(key: string, stage: Stage, days: number) {
  const rule = { type: 'daysSinceUpdate', unit: 'day', stages: [stage], yellow: at(days), red: null, remove: null } as const;
  return { key, rule: { ...rule, stages: [stage] as Stage[] } };
}

export type PresetKey = keyof typeof lightPresets;
export const presetKeys = Object.keys(lightPresets) as PresetKey[];
/** A new installation begins with the rule of 银川: it says most about a project under way. */
export const lightPreset = {
  kind: 'lights',
  preset: 'yinchuan-2025',
  effectiveFrom: '2000-01-01',
  effectiveTo: null,
  body: lightPresets['yinchuan-2025'],
};
