/** 框架协议 is an intention and does not count as signed; 投资协议 does; 补充协议 adds to it. */
export const agreementKinds = ['framework', 'investment', 'supplement'] as const;
export type AgreementKind = (typeof agreementKinds)[number];
/** 土地 / 土建 / 设备 / 安装 / 流动资金 / 注册资本 / 其他 */
export const arrivalKinds = ['land', 'civil', 'equipment', 'installation', 'working_capital', 'registered_capital', 'other'] as const;
export type ArrivalKind = (typeof arrivalKinds)[number];
export const monthTotalKinds = ['agreed', 'attracted', 'arrived', 'invested'] as const;
export type MonthTotalKind = (typeof monthTotalKinds)[number];
