import type { Digest } from './delivery.ts';
import type { NoticeKind } from './kind.ts';

/** What leaves the product says what kind of thing waits and where, and never a name, an amount or a word that somebody wrote. */
const words: Record<NoticeKind, string> = {
  'review.waiting': '待您审核',
  'review.returned': '审核退回',
  'review.approved': '审核通过',
  'review.transferred': '审核转办',
  'review.withdrawn': '送审已撤回',
  'review.due': '审核到期',
  'project.stage': '关注项目阶段变动',
  'project.money': '关注项目资金变动',
  'project.comment': '关注项目新评论',
  'comment.mention': '评论中提到您',
  'collection.asked': '新的报表征集',
  'collection.returned': '填报退回',
  'collection.chased': '填报催办',
  'report.returned': '月报退回',
  'problem.assigned': '有问题交您单位办理',
  'problem.escalated': '问题升级',
  'problem.solved': '问题待企业确认',
  'problem.declined': '企业不认可办理结果',
  'problem.reopened': '问题重新打开',
  'supervision.issued': '有督办交您单位办理',
  'supervision.fed_back': '督办有反馈',
  'supervision.returned': '督办反馈被退回',
  'reminder.soon': '有事项将到期',
  'reminder.overdue': '有事项已逾期',
  'reminder.above': '所管事项逾期未办',
  'reminder.yellow': '有项目亮黄灯',
  'reminder.red': '有项目亮红灯',
  'reminder.digest': '多个事项到期',
  'handover.received': '接收移交工作',
  'handover.given': '工作已移交',
  'duplicate.opened': '有疑似重复待裁定',
  'merger.asked': '有合并待您表态',
  'delivery.failed': '通知发送失败',
};

export const messageTitle = ({ total }: Digest) => `【筑巢】您有${total}条新通知`;

/** `base`: the address of this installation as people reach it; without it a message names no addresses. */
export function messageText(digest: Digest, base: string | null): string {
  const at = (link: string) => (base ? ` ${base}${link}` : '');
  const lines = digest.isDigest
    ? [...digest.counts.map(([kind, n]) => `· ${words[kind]}：${n}条`), ...(base ? [`查看：${base}/notices`] : [])]
    : digest.lines.map(({ kind, link }) => `· ${words[kind]}${at(link)}`);
  return [`您有${digest.total}条新通知：`, ...lines].join('\n');
}
