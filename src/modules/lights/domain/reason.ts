/** 企业原因 / 政府原因 / 市场 / 天气 / 政策 / 不可抗力: why a project is behind, so that a red light is not blame by itself. */
export const reasonClasses = ['enterprise', 'government', 'market', 'weather', 'policy', 'force_majeure'] as const;
export type ReasonClass = (typeof reasonClasses)[number];
