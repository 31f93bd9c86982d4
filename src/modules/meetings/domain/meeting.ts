/** 月例会 / 季汇报 / 联席会议 / 专题会 / 集中签约 / 集中开工 */
export const meetingKinds = ['monthly', 'quarterly', 'joint', 'special', 'signing', 'starting'] as const;
export type MeetingKind = (typeof meetingKinds)[number];
/** Ceremonies keep their projects, whose conversion is looked at later. */
export const isCeremony = (kind: MeetingKind) => kind === 'signing' || kind === 'starting';
export const meetingStates = ['planned', 'held'] as const;
export type MeetingState = (typeof meetingStates)[number];
export const itemSources = ['problem', 'light', 'permit', 'milestone', 'project', 'topic'] as const;
export type ItemSource = (typeof itemSources)[number];

export const kindWords: Readonly<Record<MeetingKind, string>> = {
  monthly: '月例会',
  quarterly: '季汇报会',
  joint: '联席会议',
  special: '专题会',
  signing: '集中签约',
  starting: '集中开工',
};
