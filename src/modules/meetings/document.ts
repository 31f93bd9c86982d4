import type { Day } from '../../kernel/day.ts';
import { type Fen, formatFen, grouped } from '../../kernel/money.ts';
import { paperDate } from '../../platform/docx/closing.ts';
import { type Block, officialDocument } from '../../platform/docx/official-document.ts';
import type { Judged } from '../lights/domain/light.ts';
import { sentenceOf } from '../lights/domain/why-words.ts';
import type { Stage } from '../projects/domain/stage.ts';
import { kindWords, type MeetingKind } from './domain/meeting.ts';
import { supervisionNo, type SupervisionSource, type UnitState, unitStateWords } from './domain/supervision.ts';

const disclaimer = '管理数据，非统计数据';
const stageWords: Readonly<Record<Stage, string>> = {
  planning: '谋划',
  negotiating: '在谈',
  signed: '签约',
  preparing: '前期',
  building: '在建',
  completed: '竣工',
  producing: '投产',
  at_capacity: '达效',
};
const colourWords: Readonly<Record<string, string>> = { green: '● 绿', yellow: '▲ 黄', red: '■ 红', none: '○ 未评' };
const money = (fen: Fen | null) => (fen === null ? '—' : `${grouped(formatFen(fen, '万元'))}万元`);
const paragraphs = (text: string): Block[] =>
  text
    .split(/\r\n|[\n\r]/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => ({ kind: 'paragraph', text: line }));

/** Where a task comes from. */
const origins: Readonly<Record<SupervisionSource, (of: string) => string>> = {
  decision: (of) => `根据${of}议定事项`,
  instruction: (of) => `根据${of}批示要求`,
  light: (of) => `鉴于${of}`,
};
const originOf = ({ source }: Letter['task'], of: string) => origins[source](of);

type Light = Readonly<{ colour: string; month: string; why: readonly Judged[] }>;
/** 某项目2026年10月亮红灯（截至2026年10月完成 40.00%，…）: the light that a task was raised from, with its sentence. */
export function lightWords(projectName: string | null, { colour, month, why }: Light): string {
  const worst = why.filter((d) => d.colour === why[0]?.colour).map(sentenceOf);
  const [year, no] = month.split('-').map(Number);
  return `${projectName ?? ''}${year}年${no}月亮${colour === 'red' ? '红' : '黄'}灯（${worst.join('；')}）`;
}

type Letter = Readonly<{
  task: { year: number; no: number; title: string; words: string; dueOn: Day; issuedOn: Day; source: SupervisionSource };
  /** The meeting's title, the leader's name, or what the light was. */
  of: string;
  projectName: string | null;
  units: readonly { unitName: string; dueOn: Day }[];
  signer: string;
}>;
/** 督办函 to the units of a task, in the layout of GB/T 9704. */
export function letterDocument({ task, of, projectName, units, signer }: Letter): Promise<Buffer> {
  const terms = new Set(units.map((u) => u.dueOn));
  const term =
    terms.size === 1
      ? `请于${paperDate([...terms][0]!)}前办结并反馈办理结果。`
      : `请按以下时限办结并反馈：${units.map((u) => `${u.unitName}，${paperDate(u.dueOn)}`).join('；')}。`;
  return officialDocument({
    title: `关于${task.title}的督办函`,
    documentNumber: supervisionNo(task),
    recipient: units.map((u) => u.unitName).join('、'),
    blocks: [
      { kind: 'paragraph', text: `${originOf(task, of)}，现就${task.source === 'light' ? '' : (projectName ?? '')}有关事项督办如下。` },
      { kind: 'heading', level: 1, text: '督办事项' },
      ...paragraphs(task.words),
      { kind: 'heading', level: 1, text: '办理时限' },
      { kind: 'paragraph', text: term },
      { kind: 'heading', level: 1, text: '有关要求' },
      {
        kind: 'paragraph',
        text: '多个单位共同办理的，由排在首位的单位牵头。确需延期的，应在时限届满前说明原因并提出新的时限。办理结果经验收后销号；验收未通过的，退回继续办理。',
      },
    ],
    signer,
    date: task.issuedOn,
  });
}

type Notice = Pick<Letter, 'of' | 'signer'> &
  Readonly<{
    task: Letter['task'] & { projectName: string | null };
    unit: { unitName: string; leads: boolean; state: UnitState; dueOn: Day; isOverdue: boolean; said: string | null };
    /** The day it is written. */
    on: Day;
  }>;
/** 督办通知 to one unit: what it is asked, until when, where it stands, and a form to feed back on. */
export function noticeDocument({ task, of, unit, signer, on }: Notice): Promise<Buffer> {
  const isDone = unit.state === 'accepted';
  const urged = unit.isOverdue
    ? `至今已超过时限，请立即办理，并书面说明超期原因和办结时间。`
    : `请于${paperDate(unit.dueOn)}前办结，并按下表反馈办理结果。`;
  const facts = [
    ['督办事项', task.title],
    ['具体要求', task.words],
    ...(task.projectName ? [['涉及项目', task.projectName]] : []),
    ['责任单位', unit.leads ? `${unit.unitName}（牵头）` : unit.unitName],
    ['下达日期', paperDate(task.issuedOn)],
    ['办理时限', paperDate(unit.dueOn)],
    ['办理情况', `${unitStateWords[unit.state].zh}${unit.isOverdue ? '（超期）' : ''}`],
    ['最近反馈', unit.said ?? '未反馈'],
  ];
  const form = ['办理结果', '未办结的原因和办结时间', '经办人和联系电话', '单位负责人签字', '反馈日期'].map((title) => [title, '']);
  const columns = [
    { title: '项目', width: 22, align: 'center' as const },
    { title: '内容', width: 78 },
  ];
  const table = (caption: string, rows: readonly string[][]): Block => ({
    kind: 'table',
    caption,
    columns,
    rows: rows.map((cells) => ({ cells })),
  });
  return officialDocument({
    title: '督办通知',
    documentNumber: supervisionNo(task),
    recipient: unit.unitName,
    blocks: [
      { kind: 'paragraph', text: `${originOf(task, of)}，下列事项由你单位办理。${isDone ? '该事项已办结。' : urged}` },
      table('督办事项', facts),
      ...(isDone ? [] : [table('办理结果反馈', form)]),
    ],
    signer,
    date: on,
  });
}

type Minutes = Readonly<{
  meeting: { kind: MeetingKind; title: string; heldOn: Day; place: string; minutes: string };
  agenda: readonly { projectName: string | null; unitName: string | null; title: string; source: string; why: Judged | null }[];
  tasks: readonly { year: number; no: number; title: string; dueOn: Day; units: readonly { unitName: string }[] }[];
  signer: string;
}>;
const sourceWords: Readonly<Record<string, string>> = {
  problem: '问题',
  light: '红灯',
  permit: '审批逾期',
  milestone: '节点逾期',
  project: '项目',
  topic: '议题',
};

/** 会议纪要: when and where, what was on the table, what was said, and what was decided for whom. */
export function minutesDocument({ meeting, agenda, tasks, signer }: Minutes): Promise<Buffer> {
  const place = meeting.place ? `在${meeting.place}` : '';
  const said = paragraphs(meeting.minutes);
  return officialDocument({
    title: `${meeting.title}纪要`,
    blocks: [
      {
        kind: 'paragraph',
        text: `${paperDate(meeting.heldOn)}，${place}召开${kindWords[meeting.kind]}，议题${agenda.length}项，议定事项${tasks.length}项。`,
      },
      ...(agenda.length > 0
        ? ([
            { kind: 'heading', level: 1, text: '议题' },
            {
              kind: 'table',
              caption: '会议议题',
              columns: [
                { title: '序号', width: 8, align: 'center' },
                { title: '类别', width: 14, align: 'center' },
                { title: '项目', width: 34 },
                { title: '单位', width: 20 },
                { title: '事项', width: 34 },
              ],
              rows: agenda.map((i, n) => ({
                cells: [
                  String(n + 1),
                  sourceWords[i.source] ?? '',
                  i.projectName ?? '',
                  i.unitName ?? '',
                  i.why ? sentenceOf(i.why) : i.title,
                ],
              })),
            },
          ] satisfies Block[])
        : []),
      { kind: 'heading', level: 1, text: '会议情况' },
      ...(said.length > 0 ? said : ([{ kind: 'paragraph', text: '会议听取了有关单位汇报，研究了上述议题。' }] satisfies Block[])),
      { kind: 'heading', level: 1, text: '议定事项' },
      ...(tasks.length > 0
        ? tasks.map((task): Block => ({ kind: 'paragraph', text: decision(task) }))
        : ([{ kind: 'paragraph', text: '本次会议没有形成督办事项。' }] satisfies Block[])),
    ],
    signer,
    date: meeting.heldOn,
  });
}
const decision = (task: Minutes['tasks'][number]) =>
  `${task.title}。由${task.units.map((u) => u.unitName).join('、')}办理，${paperDate(task.dueOn)}前办结（${supervisionNo(task)}）。`;

export type OnePager = Readonly<{
  name: string;
  code: string;
  unitName: string;
  personName: string | null;
  stage: Stage;
  totalFen: Fen | null;
  agreedFen: Fen;
  arrivedFen: Fen;
  investedFen: Fen;
  signedOn: string | null;
  startedOn: string | null;
  productionOn: string | null;
  light: string | null;
  lightSince: string | null;
  /** What a yellow or red light is for. */
  why: Judged | null;
  summary: string | null;
  problems: readonly { title: string; ownerName: string; dueOn: Day }[];
  late: readonly { name: string; finishOn: Day }[];
}>;

const on = (date: string | null) => (date === null ? '—' : paperDate(date));
const facts = (p: OnePager) => [
  ['项目编号', p.code, '当前阶段', stageWords[p.stage]],
  ['责任单位', p.unitName, '负责人', p.personName ?? '—'],
  ['投资总额', money(p.totalFen), '协议资金', money(p.agreedFen)],
  ['到位资金', money(p.arrivedFen), '完成投资', money(p.investedFen)],
  ['签约时间', on(p.signedOn), '开工时间', on(p.startedOn)],
  ['投产时间', on(p.productionOn), '亮灯', p.light ? `${colourWords[p.light] ?? ''}（${on(p.lightSince)}起）` : '○ 未评'],
];

function page(p: OnePager): Block[] {
  return [
    { kind: 'heading', level: 1, text: p.name },
    {
      kind: 'table',
      caption: `${p.name}基本情况`,
      columns: [
        { title: '事项', width: 18, align: 'center' },
        { title: '内容', width: 32 },
        { title: '事项', width: 18, align: 'center' },
        { title: '内容', width: 32 },
      ],
      rows: facts(p).map((cells) => ({ cells })),
    },
    ...(p.why ? ([{ kind: 'paragraph', text: `亮灯原因：${sentenceOf(p.why)}。` }] satisfies Block[]) : []),
    { kind: 'paragraph', text: `最近进展：${p.summary ? `${p.summary.replace(/。$/, '')}。` : '最近的月报没有说明进展。'}` },
    ...(p.problems.length > 0
      ? p.problems.map((q): Block => ({
          kind: 'paragraph',
          text: `待解决问题：${q.title}，责任单位${q.ownerName}，${paperDate(q.dueOn)}前办结。`,
        }))
      : ([{ kind: 'paragraph', text: '没有待解决的问题。' }] satisfies Block[])),
    ...p.late.map((m): Block => ({ kind: 'paragraph', text: `逾期节点：${m.name}，应于${paperDate(m.finishOn)}完成。` })),
  ];
}

/** A page for every project, in the order given. */
export function onePagersDocument(title: string, on: Day, projects: readonly OnePager[]): Promise<Buffer> {
  const blocks = projects.flatMap((p, i): Block[] => [...(i > 0 ? ([{ kind: 'pageBreak' }] satisfies Block[]) : []), ...page(p)]);
  const none: Block[] = [{ kind: 'paragraph', text: '没有可以列出的项目。' }];
  return officialDocument({ title, blocks: blocks.length > 0 ? blocks : none, date: on, disclaimer });
}
