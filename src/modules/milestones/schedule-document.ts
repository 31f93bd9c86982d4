import type { Day } from '../../kernel/day.ts';
import { paperDate } from '../../platform/docx/closing.ts';
import { type Block, officialDocument } from '../../platform/docx/official-document.ts';
import type { NodeView, ProjectPlan } from './domain/plan-view.ts';
import { roleWords } from './domain/words.ts';

type About = Readonly<{ name: string; code: string; unit: string; madeBy: string }>;

const short = { working: '工作日', calendar: '天' } as const;
const term = ({ days, unit }: NodeView) => (days === 0 ? '—' : `${days}${short[unit]}`);
/** How a node stands, in words that survive a photocopy. */
function stands({ finishedOn, lateDays, slack, unit }: NodeView): string {
  if (finishedOn) return lateDays ? `${finishedOn}完成，晚${lateDays}天` : `${finishedOn}完成`;
  if (lateDays) return `逾期${lateDays}天`;
  return slack === null ? '' : `余量${slack}${short[unit]}`;
}
const named = ({ name, isCritical }: NodeView) => (isCritical ? `${name}（关键）` : name);

function opening({ name, code, unit }: About, plan: ProjectPlan): Block[] {
  const [inForce, earlier] = plan.plans;
  const done = plan.nodes.filter((n) => n.finishedOn).length;
  const late = plan.nodes.filter((n) => !n.finishedOn && n.lateDays).length;
  const since = earlier ? `本表为第${inForce!.no}版，上一版承诺投产${paperDate(earlier.promisedOn)}。` : '';
  const forecast =
    plan.forecastOn && plan.forecastOn > inForce!.promisedOn
      ? `按目前进度推算，最早${paperDate(plan.forecastOn)}完成，晚于承诺时间。`
      : `按目前进度推算，最早${paperDate(plan.forecastOn!)}完成，可以按期实现。`;
  return [
    {
      kind: 'paragraph',
      text: `${name}（${code}），责任单位${unit}，承诺投产时间${paperDate(inForce!.promisedOn)}。${since}以承诺投产时间倒排，共${plan.nodes.length}个节点，已完成${done}个，逾期${late}个。${forecast}`,
    },
  ];
}

/** 倒排工期表 of a project as a Word file. */
export function scheduleDocument(about: About, plan: ProjectPlan): Promise<Buffer> {
  const unpublished = plan.unpublished.length ? `${plan.unpublished.join('、')}年放假安排尚未公布，该年仅扣除周末。` : '';
  return officialDocument({
    title: `${about.name}倒排工期表`,
    blocks: [
      ...opening(about, plan),
      {
        kind: 'table',
        caption: '节点安排',
        columns: [
          { title: '序号', width: 5, align: 'center' },
          { title: '节点', width: 16 },
          { title: '工期', width: 12, align: 'center' },
          { title: '最迟开始', width: 14, align: 'center' },
          { title: '最迟完成', width: 14, align: 'center' },
          { title: '责任主体', width: 12 },
          { title: '完成标志', width: 13 },
          { title: '进展', width: 14 },
        ],
        rows: plan.nodes.map((n, i) => ({
          cells: [String(i + 1), named(n), term(n), n.startOn, n.finishOn, roleWords[n.role].zh, n.deliverable, stands(n)],
        })),
        note: `注：最迟时间为保证承诺投产的最后期限；余量为负表示已经落后。室外工程扣除冬季停工和春节。${unpublished}`,
      },
    ],
    signer: about.unit,
    date: plan.today satisfies Day,
    preparedBy: { preparer: about.madeBy },
    disclaimer: '管理数据，非统计数据',
  });
}
