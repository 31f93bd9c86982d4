import * as z from 'zod';

const key = z.string().regex(/^[a-z_]{1,30}$/);
const named = z.strictObject({ key, zh: z.string().trim().min(1).max(20), en: z.string().trim().min(1).max(40) });
const apart = (all: readonly { key: string }[]) => new Set(all.map((one) => one.key)).size === all.length;

/** What candidates are compared by (效益比选). */
export const criteria = ['npv', 'irr', 'payback', 'intensity', 'tax', 'jobs', 'chain'] as const;
export type Criterion = (typeof criteria)[number];

/** What a rule row of kind `reserve` says: the themes of the district, what 前期工作 is made of, and how candidates are weighed. */
export const ReserveRules = z.strictObject({
  themes: z.array(named).min(1).max(20).refine(apart, 'keys repeat'),
  items: z.array(named).min(1).max(20).refine(apart, 'keys repeat'),
  /** Ten-thousandths a year, for the net present value. */
  discountRate: z.int().min(0).max(5000),
  weights: z.record(z.enum(criteria), z.int().min(0).max(100)).refine((w) => Object.values(w).some((n) => n > 0), 'nothing weighs'),
});
export type ReserveRules = z.output<typeof ReserveRules>;

/** 8 % is the social discount rate of 《建设项目经济评价方法与参数》 (third edition); the rest is a reading, for a district to make its own. */
const usual: ReserveRules = {
  themes: [
    { key: 'clean_energy', zh: '清洁能源', en: 'Clean energy' },
    { key: 'farm_products', zh: '农产品精深加工', en: 'Farm products' },
    { key: 'equipment', zh: '装备制造', en: 'Equipment' },
  ],
  items: [
    { key: 'feasibility', zh: '可行性研究', en: 'Feasibility study' },
    { key: 'land', zh: '用地', en: 'Land' },
    { key: 'planning', zh: '规划选址', en: 'Planning and siting' },
    { key: 'environment', zh: '环评', en: 'Environment' },
    { key: 'funding', zh: '资金来源', en: 'Funding' },
    { key: 'energy', zh: '节能和用能', en: 'Energy' },
  ],
  discountRate: 800,
  weights: { npv: 15, irr: 20, payback: 15, intensity: 15, tax: 15, jobs: 10, chain: 10 },
};
export const reservePreset = { kind: 'reserve', preset: 'usual', effectiveFrom: '2000-01-01', effectiveTo: null, body: usual };
