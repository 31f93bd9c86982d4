import type { NodeEvent, NodeRole, PlanNode, ProjectClass } from './node.ts';
import type { Shutdown } from './shutdown.ts';
import { shutdownsKind } from './shutdown.ts';
import { type PlanTemplate, templateKind } from './template.ts';

type Where = 'w' | 'c' | 'o';
/** One node: working days, calendar days, or calendar days outdoors. */
const node = (
  key: string,
  name: string,
  [days, where]: readonly [number, Where],
  after: string,
  role: NodeRole,
  deliverable: string,
  event: NodeEvent | null = null,
): PlanNode => ({
  key,
  name,
  days,
  unit: where === 'w' ? 'working' : 'calendar',
  after: after.split(' ').filter(Boolean),
  role,
  deliverable,
  isOutdoor: where === 'o',
  event,
});

const industrial: readonly PlanNode[] = [
  node('company', '注册项目公司', [5, 'w'], '', 'enterprise', '营业执照'),
  node('filing', '项目备案', [3, 'w'], 'company', 'development', '项目备案证'),
  node('site', '用地预审与规划条件', [20, 'w'], 'filing', 'land', '规划条件通知书'),
  node('land', '土地出让', [45, 'c'], 'site', 'land', '成交确认书、出让合同'),
  node('environment', '环评审批', [30, 'w'], 'filing', 'environment', '环评批复'),
  node('energy', '节能审查', [15, 'w'], 'filing', 'development', '节能审查意见'),
  node('design', '方案与施工图设计', [60, 'c'], 'site', 'enterprise', '施工图'),
  node('land_right', '用地规划许可与不动产权证', [10, 'w'], 'land', 'land', '不动产权证'),
  node('planning', '建设工程规划许可', [15, 'w'], 'design land_right', 'approval', '建设工程规划许可证'),
  node('drawings', '施工图审查', [10, 'w'], 'design', 'construction', '审查合格书'),
  node('tender', '施工招标与合同', [30, 'c'], 'design', 'enterprise', '施工合同'),
  node('permit', '施工许可', [7, 'w'], 'planning drawings tender environment energy', 'approval', '施工许可证'),
  node('start', '开工', [0, 'c'], 'permit', 'enterprise', '开工报告', 'started'),
  node('foundation', '基础工程', [60, 'o'], 'start', 'enterprise', '基础验收记录'),
  node('structure', '主体工程', [120, 'o'], 'foundation', 'enterprise', '主体验收记录'),
  node('utilities', '水电气路配套到边', [90, 'o'], 'start', 'utilities', '接入通知'),
  node('order', '设备订货', [120, 'c'], 'permit', 'enterprise', '设备采购合同'),
  node('fitting', '装修与附属工程', [60, 'c'], 'structure', 'enterprise', '分部验收记录'),
  node('installation', '设备安装', [60, 'c'], 'structure order', 'enterprise', '安装记录'),
  node('acceptance', '竣工与消防验收', [15, 'w'], 'fitting utilities installation', 'construction', '竣工验收备案表', 'completed'),
  node('trial', '调试与试生产', [30, 'c'], 'acceptance', 'enterprise', '试生产报告'),
  node('production', '投产', [0, 'c'], 'trial', 'enterprise', '投产确认', 'production'),
];
const renovation: readonly PlanNode[] = [
  node('filing', '技改备案', [3, 'w'], '', 'development', '技改备案证'),
  node('environment', '环评审批', [20, 'w'], 'filing', 'environment', '环评批复'),
  node('energy', '节能审查', [15, 'w'], 'filing', 'development', '节能审查意见'),
  node('design', '技改方案设计', [30, 'c'], 'filing', 'enterprise', '技改方案'),
  node('order', '设备订货', [90, 'c'], 'design', 'enterprise', '设备采购合同'),
  node('start', '开工', [0, 'c'], 'design environment energy', 'enterprise', '开工报告', 'started'),
  node('works', '厂房改造', [45, 'c'], 'start', 'enterprise', '改造验收记录'),
  node('installation', '设备安装', [45, 'c'], 'works order', 'enterprise', '安装记录'),
  node('acceptance', '安全环保验收', [15, 'w'], 'installation', 'approval', '验收意见', 'completed'),
  node('trial', '调试与试生产', [20, 'c'], 'acceptance', 'enterprise', '试生产报告'),
  node('production', '投产', [0, 'c'], 'trial', 'enterprise', '投产确认', 'production'),
];
const leased: readonly PlanNode[] = [
  node('company', '注册项目公司', [5, 'w'], '', 'enterprise', '营业执照'),
  node('lease', '厂房租赁合同', [15, 'w'], 'company', 'unit', '租赁合同'),
  node('filing', '项目备案', [3, 'w'], 'company', 'development', '项目备案证'),
  node('environment', '环评审批', [20, 'w'], 'filing lease', 'environment', '环评批复'),
  node('order', '设备订货', [60, 'c'], 'lease', 'enterprise', '设备采购合同'),
  node('start', '开工（进场装修）', [0, 'c'], 'filing lease', 'enterprise', '进场通知', 'started'),
  node('fitting', '装修与水电增容', [45, 'c'], 'start', 'utilities', '增容验收'),
  node('installation', '设备安装', [30, 'c'], 'fitting order', 'enterprise', '安装记录'),
  node('acceptance', '消防与环保验收', [15, 'w'], 'installation environment', 'approval', '验收意见', 'completed'),
  node('production', '投产', [0, 'c'], 'acceptance', 'enterprise', '投产确认', 'production'),
];
const infrastructure: readonly PlanNode[] = [
  node('proposal', '项目建议书批复', [7, 'w'], '', 'development', '项目建议书批复'),
  node('feasibility', '可研批复', [20, 'w'], 'proposal', 'development', '可研批复'),
  node('site', '用地预审与选址', [20, 'w'], 'proposal', 'land', '用地预审与选址意见书'),
  node('funding', '资金落实', [45, 'c'], 'feasibility', 'unit', '资金下达文件'),
  node('design', '初步设计与概算批复', [45, 'c'], 'feasibility site', 'unit', '初步设计批复'),
  node('tender', '施工招标', [30, 'c'], 'design funding', 'unit', '中标通知书'),
  node('permit', '施工许可', [7, 'w'], 'tender', 'approval', '施工许可证'),
  node('start', '开工', [0, 'c'], 'permit', 'unit', '开工令', 'started'),
  node('earthworks', '土方与管网', [75, 'o'], 'start', 'unit', '隐蔽工程验收'),
  node('works', '主体工程', [150, 'o'], 'earthworks', 'unit', '分部验收记录'),
  node('finishing', '附属与绿化', [45, 'o'], 'works', 'unit', '分部验收记录'),
  node('acceptance', '竣工验收', [15, 'w'], 'finishing', 'construction', '竣工验收备案表', 'completed'),
  node('production', '投用', [0, 'c'], 'acceptance', 'unit', '移交书', 'production'),
];
const equipment: readonly PlanNode[] = [
  node('filing', '项目备案', [3, 'w'], '', 'development', '项目备案证'),
  node('contract', '设备采购合同', [30, 'c'], 'filing', 'enterprise', '设备采购合同'),
  node('start', '开工（首批设备到场）', [0, 'c'], 'contract', 'enterprise', '到货单', 'started'),
  node('delivery', '设备到货', [60, 'c'], 'start', 'enterprise', '到货验收单'),
  node('installation', '安装调试', [30, 'c'], 'delivery', 'enterprise', '安装记录'),
  node('acceptance', '验收', [10, 'w'], 'installation', 'enterprise', '验收单', 'completed'),
  node('production', '投产', [0, 'c'], 'acceptance', 'enterprise', '投产确认', 'production'),
];

/** What each class begins with; the durations are common practice, for a district to make its own. */
export const templates: Readonly<Record<ProjectClass, PlanTemplate>> = {
  industrial_new: { title: '新建工业项目', nodes: [...industrial] },
  renovation: { title: '技术改造项目', nodes: [...renovation] },
  leased_plant: { title: '租赁厂房项目', nodes: [...leased] },
  infrastructure: { title: '基础设施项目', nodes: [...infrastructure] },
  equipment: { title: '设备购置项目', nodes: [...equipment] },
};
export const shutdowns: readonly Shutdown[] = [
  { kind: 'yearly', name: '冬季停工', from: '11-15', to: '03-15' },
  { kind: 'spring_festival', name: '春节', before: 7, after: 16 },
];

const shipped = { preset: 'shipped', effectiveFrom: '2000-01-01', effectiveTo: null };
export const milestonePresets = [
  ...Object.entries(templates).map(([of, body]) => ({ ...shipped, kind: templateKind(of as ProjectClass), body })),
  { ...shipped, kind: shutdownsKind, body: { shutdowns } },
];
