/** What people choose between when they say how they want to be told. */
export const noticeGroups = [
  'review',
  'project',
  'mention',
  'collection',
  'report',
  'problem',
  'supervision',
  'reminder',
  'handover',
  'system',
] as const;
export type NoticeGroup = (typeof noticeGroups)[number];

/** Every kind of notice and the group it belongs to. A new kind is a line here and its words in web/messages.ts. */
const groupOfKind = {
  'review.waiting': 'review',
  'review.returned': 'review',
  'review.approved': 'review',
  'review.transferred': 'review',
  'review.withdrawn': 'review',
  'review.due': 'reminder',
  'project.stage': 'project',
  'project.money': 'project',
  'project.comment': 'project',
  'comment.mention': 'mention',
  'collection.asked': 'collection',
  'collection.returned': 'collection',
  'collection.chased': 'collection',
  'report.returned': 'report',
  'problem.assigned': 'problem',
  'problem.escalated': 'problem',
  'problem.solved': 'problem',
  'problem.declined': 'problem',
  'problem.reopened': 'problem',
  'supervision.issued': 'supervision',
  'supervision.fed_back': 'supervision',
  'supervision.returned': 'supervision',
  'reminder.soon': 'reminder',
  'reminder.overdue': 'reminder',
  'reminder.above': 'reminder',
  'reminder.yellow': 'reminder',
  'reminder.red': 'reminder',
  'reminder.digest': 'reminder',
  'handover.received': 'handover',
  'handover.given': 'handover',
  'duplicate.opened': 'review',
  'merger.asked': 'review',
  'delivery.failed': 'system',
} as const satisfies Record<string, NoticeGroup>;
export type NoticeKind = keyof typeof groupOfKind;
export const noticeKinds = Object.keys(groupOfKind) as NoticeKind[];
export const groupOf = (kind: NoticeKind): NoticeGroup => groupOfKind[kind];
export const kindsOf = (group: NoticeGroup): NoticeKind[] => noticeKinds.filter((kind) => groupOfKind[kind] === group);

/** Ways out of the product. In the product everybody is told everything. */
export const channels = ['mail', 'robot'] as const;
export type Channel = (typeof channels)[number];

export type Wishes = Readonly<{
  email: string | null;
  robotId: string | null;
  mailGroups: readonly NoticeGroup[];
  robotGroups: readonly NoticeGroup[];
}>;
/**
 * On which ways a notice of this kind goes out to somebody with these wishes. What is pressing goes out all the same, by the first way that
 * has an address. That a message failed is never told by a message.
 */
export function waysOut(kind: NoticeKind, wishes: Wishes | undefined, isPressing = false): Channel[] {
  if (!wishes || kind === 'delivery.failed') return [];
  const group = groupOf(kind);
  const has = { mail: wishes.email !== null, robot: wishes.robotId !== null };
  const chosen = { mail: wishes.mailGroups.includes(group), robot: wishes.robotGroups.includes(group) };
  const ways = channels.filter((channel) => has[channel] && chosen[channel]);
  return ways.length === 0 && isPressing ? channels.filter((channel) => has[channel]).slice(0, 1) : ways;
}
