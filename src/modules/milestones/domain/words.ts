import type { NodeRole, ProjectClass } from './node.ts';

/** Words of what leaves the system as a paper. */
export const roleWords: Readonly<Record<NodeRole, Readonly<{ zh: string; en: string }>>> = {
  enterprise: { zh: '企业', en: 'Enterprise' },
  unit: { zh: '责任单位', en: 'Responsible unit' },
  promotion: { zh: '招商部门', en: 'Promotion bureau' },
  development: { zh: '发改部门', en: 'Development and reform' },
  land: { zh: '自然资源部门', en: 'Natural resources' },
  environment: { zh: '生态环境部门', en: 'Environment' },
  construction: { zh: '住建部门', en: 'Housing and construction' },
  approval: { zh: '审批部门', en: 'Approval bureau' },
  utilities: { zh: '水电气等单位', en: 'Utilities' },
  other: { zh: '其他', en: 'Other' },
};
export const classWords: Readonly<Record<ProjectClass, Readonly<{ zh: string; en: string }>>> = {
  industrial_new: { zh: '新建工业', en: 'New industrial plant' },
  renovation: { zh: '技术改造', en: 'Technical renovation' },
  leased_plant: { zh: '租赁厂房', en: 'Leased plant' },
  infrastructure: { zh: '基础设施', en: 'Infrastructure' },
  equipment: { zh: '设备购置', en: 'Equipment purchase' },
};
