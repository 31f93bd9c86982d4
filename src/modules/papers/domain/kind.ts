/** 月分析 / 亮灯通报 / 督办通报 */
export const paperKinds = ['monthly_analysis', 'light_notice', 'supervision_notice'] as const;
export type PaperKind = (typeof paperKinds)[number];
