/** 谋划 → 在谈 → 签约 → 前期 → 在建 → 竣工 → 投产 → 达效 */
export const stages = ['planning', 'negotiating', 'signed', 'preparing', 'building', 'completed', 'producing', 'at_capacity'] as const;
export type Stage = (typeof stages)[number];
/** 退库 / 中止 / 流转 / 合并: the project keeps its stage and stands aside. */
export const sides = ['withdrawn', 'suspended', 'transferred', 'merged'] as const;
export type Side = (typeof sides)[number];
export const stageChangeKinds = ['create', 'import', 'forward', 'skip', 'regress', 'side', 'reopen', 'correction'] as const;
export type StageChangeKind = (typeof stageChangeKinds)[number];
