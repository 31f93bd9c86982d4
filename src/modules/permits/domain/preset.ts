import type { NodeRole, ProjectClass } from '../../milestones/domain/node.ts';
import { departmentsKind, type Fee, feesKind, type PermitRule, type PermitStage, type PermitTemplate, templateKind } from './permit.ts';

type Ways = Partial<Pick<PermitRule, 'mayLack' | 'mayPromise' | 'mayPreReview'>>;
type Validity = Readonly<{ months: number; extensions?: number; each?: number; isUsedByStart?: boolean }>;
const plain = { mayLack: false, mayPromise: false, mayPreReview: false };
const endless = { validMonths: null, extensions: 0, extensionMonths: 0, isUsedByStart: false };
const lasting = ({ months, extensions = 0, each = 0, isUsedByStart = false }: Validity) => ({
  validMonths: months,
  extensions,
  extensionMonths: each,
  isUsedByStart,
});
/** One approval with its limits by law, by promise and on the green channel. */
const permit = (
  key: string,
  name: string,
  [stage, role]: readonly [PermitStage, NodeRole],
  [legalDays, promisedDays, greenDays]: readonly [number, number, number],
  after: string,
  basis: string,
  ways: Ways = {},
  validity: Validity | null = null,
): PermitRule => ({
  key,
  name,
  stage,
  role,
  after: after.split(' ').filter(Boolean),
  legalDays,
  promisedDays,
  greenDays,
  ...plain,
  ...ways,
  ...(validity ? lasting(validity) : endless),
  basis,
});
const siting = (role: NodeRole) => ['siting', role] as const;
const planning = (role: NodeRole) => ['planning', role] as const;
const construction = (role: NodeRole) => ['construction', role] as const;
const completion = (role: NodeRole) => ['completion', role] as const;
const lack = { mayLack: true };
const promise = { mayPromise: true };

const filing = permit('filing', '项目备案', siting('development'), [3, 1, 0.5], '', '企业投资项目核准和备案管理条例第十三条', promise);
const proposal = permit('proposal', '项目建议书审批', siting('development'), [7, 5, 3], '', '政府投资条例第九条', lack, { months: 24 });
const feasibility = permit(
  'feasibility',
  '可行性研究报告审批',
  siting('development'),
  [20, 10, 5],
  'proposal',
  '政府投资条例第九条',
  lack,
  { months: 24 },
);
const site = permit('site', '用地预审与选址意见书', siting('land'), [20, 10, 5], '', '土地管理法第五十二条', lack, { months: 36 });
const landPlan = permit(
  'land_plan',
  '建设用地规划许可',
  siting('land'),
  [20, 5, 3],
  '',
  '城乡规划法第三十八条',
  { ...lack, mayPreReview: true },
  {
    months: 12,
    extensions: 1,
    each: 6,
  },
);
const landRight = permit('land_right', '不动产权登记', siting('land'), [30, 3, 1], 'land_plan', '不动产登记暂行条例第二十条');
const environment = permit(
  'environment',
  '环境影响报告表审批',
  planning('environment'),
  [30, 15, 7],
  '',
  '环境影响评价法第二十二条',
  { ...lack, ...promise },
  { months: 60, isUsedByStart: true },
);
const energy = permit('energy', '节能审查', planning('development'), [15, 10, 5], '', '固定资产投资项目节能审查办法', promise, {
  months: 24,
  isUsedByStart: true,
});
const buildingPlan = permit(
  'building_plan',
  '建设工程规划许可',
  planning('land'),
  [20, 10, 5],
  'land_plan',
  '城乡规划法第四十条',
  { ...lack, mayPreReview: true },
  { months: 12, extensions: 1, each: 6, isUsedByStart: true },
);
const drawings = permit('drawings', '施工图审查', construction('construction'), [15, 7, 5], '', '建设工程勘察设计管理条例第三十三条', {
  mayPreReview: true,
});
const defence = permit('defence', '人防工程审核', construction('construction'), [20, 5, 3], '', '人民防空法第二十二条', lack);
/** 建筑法第八、九条: seven days; building begins within three months, at most two extensions of three months each. */
const buildingPermit = permit(
  'construction',
  '建筑工程施工许可',
  construction('construction'),
  [7, 3, 1],
  'building_plan drawings',
  '建筑法第七至九条',
  { ...lack, mayPreReview: true },
  { months: 3, extensions: 2, each: 3, isUsedByStart: true },
);
const water = permit('water', '供水报装', construction('utilities'), [15, 4, 2], '', '优化营商环境条例第二十八条');
const power = permit('power', '用电报装', construction('utilities'), [15, 8, 5], '', '优化营商环境条例第二十八条');
const fire = permit('fire', '消防验收', completion('construction'), [15, 7, 5], '', '消防法第十三条');
const planCheck = permit('plan_check', '规划核实', completion('land'), [20, 5, 3], '', '城乡规划法第四十五条');
const acceptance = permit(
  'acceptance',
  '竣工验收备案',
  completion('construction'),
  [15, 3, 1],
  'fire plan_check',
  '建设工程质量管理条例第四十九条',
);

const leads: PermitTemplate['leads'] = { siting: 'land', planning: 'land', construction: 'construction', completion: 'construction' };
/** The same approval where it waits for nothing that the class does not have. */
const alone = (rule: PermitRule): PermitRule => ({ ...rule, after: [] });

/** What each class begins with; limits are common practice, for a district to make its own. */
export const permitTemplates: Readonly<Record<ProjectClass, PermitTemplate>> = {
  industrial_new: {
    title: '新建工业项目',
    leads,
    permits: [
      filing,
      landPlan,
      landRight,
      environment,
      energy,
      buildingPlan,
      drawings,
      defence,
      buildingPermit,
      water,
      power,
      fire,
      planCheck,
      acceptance,
    ],
  },
  renovation: {
    title: '技术改造项目',
    leads,
    permits: [filing, environment, energy, drawings, { ...buildingPermit, after: ['drawings'] }, fire],
  },
  leased_plant: { title: '租赁厂房项目', leads, permits: [filing, environment, power, fire] },
  infrastructure: {
    title: '基础设施项目',
    leads: { ...leads, siting: 'development' },
    permits: [
      proposal,
      feasibility,
      site,
      landPlan,
      environment,
      buildingPlan,
      drawings,
      buildingPermit,
      planCheck,
      { ...acceptance, after: ['plan_check'] },
    ],
  },
  equipment: { title: '设备购置项目', leads, permits: [filing, alone(environment), energy] },
};

const fee = (key: string, name: string, permitKey: string | null, standard: string, isFree: boolean, basis: string): Fee => ({
  key,
  name,
  permit: permitKey,
  standard,
  isFree,
  basis,
  appliesToEveryone: true,
});
/** 涉企收费: what is asked, what is asked no more, and by which act of which authority; for everyone alike. */
export const permitFees: readonly Fee[] = [
  fee('registration', '不动产登记费', 'land_right', '非住宅每件 550 元；小微企业免收', false, '财税〔2016〕79号、财税〔2019〕45号'),
  fee('infrastructure', '城市基础设施配套费', 'construction', '按省、市公布的标准', false, '计价格〔2001〕585号'),
  fee('defence', '防空地下室易地建设费', 'defence', '按省公布的标准；确实不能修建时', false, '计价格〔2000〕474号'),
  fee('environment', '环境影响评价审批', 'environment', '不收费', true, '行政许可法第五十八条'),
  fee('permit', '施工许可、规划许可', 'construction', '不收费', true, '行政许可法第五十八条'),
  fee('drawings', '施工图审查', 'drawings', '政府购买服务，企业不付费', true, '国办发〔2019〕11号'),
  fee('power', '供水供电报装工程', 'power', '红线外由供水供电企业投资', true, '国办函〔2020〕129号'),
];

const shipped = { preset: 'shipped', effectiveFrom: '2000-01-01', effectiveTo: null };
export const permitPresets = [
  ...Object.entries(permitTemplates).map(([of, body]) => ({ ...shipped, kind: templateKind(of as ProjectClass), body })),
  { ...shipped, kind: departmentsKind, body: { departments: [] } },
  { ...shipped, kind: feesKind, body: { fees: permitFees } },
];
