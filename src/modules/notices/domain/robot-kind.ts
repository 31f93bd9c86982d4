/** Whose group robot: 企业微信, 钉钉, 飞书. Each takes a text in a format of its own. */
export const robotKinds = ['wecom', 'dingtalk', 'feishu'] as const;
export type RobotKind = (typeof robotKinds)[number];
/** The ones that can be told a secret to sign with. */
export const signsWithSecret = (kind: RobotKind) => kind !== 'wecom';
