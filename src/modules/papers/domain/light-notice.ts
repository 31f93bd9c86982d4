import type { ReasonClass } from '../../lights/domain/reason.ts';
import { classWord, sentenceOf } from '../../lights/domain/why-words.ts';
import { type Block, type Content, heading, paragraph, slot, type Table, type Texts } from './content.ts';
import type { LightCounts, LightFigures, LitProject } from './light-figures.ts';
import { yearLabel } from './period.ts';
import { shortName } from './short-name.ts';

/** Longer lists are in the annex. */
export const mostListed = 60;
const monthOnly = (month: string) => `${Number(month.slice(5))}月`;
/** Those that the rules judged. */
const judgedOf = ({ green, yellow, red }: LightCounts) => green + yellow + red;
const share = (part: number, whole: number) => (whole === 0 ? '—' : `${((100 * part) / whole).toFixed(1)}%`);

/** Writes the notice of lights (亮灯通报) of a month: the same bundle, the same paper. */
export function lightNotice(figures: LightFigures): Content {
  const { unit, month, rules } = figures;
  const name = `${unit.name}${yearLabel(month)}${monthOnly(month)}`;
  return {
    title: `${name}项目亮灯通报`,
    blocks: [
      slot('intro'),
      ...overall(figures),
      ...listed('red', '红灯项目', figures),
      ...listed('yellow', '黄灯项目', figures),
      ...reasons(figures),
      heading(1, '有关要求'),
      slot('next'),
    ],
    numbers: [],
    attachment: `${name}项目亮灯明细`,
    disclaimer: `管理数据，非统计数据；按“${rules.title}”亮灯规则第${rules.version}版评定`,
  };
}

function overall({ unit, month, total, moved, units }: LightFigures): Block[] {
  const { green, yellow, red, none, exempt } = total;
  const parts = [
    `截至${yearLabel(month)}${monthOnly(month)}底，纳入亮灯评定的项目${judgedOf(total)}个，其中绿灯${green}个、黄灯${yellow}个、红灯${red}个`,
    none > 0 ? `；没有年度计划等依据、未评的${none}个` : '',
    exempt > 0 ? `；经批准免灯、计入绿灯的${exempt}个` : '',
    '。',
    moved ? `与上月相比，新亮红灯${moved.red}个，红灯转好${moved.better}个。` : '',
  ];
  const table: Table = {
    kind: 'table',
    caption: '各单位亮灯情况',
    unit: '单位：个',
    columns: [
      { title: '单位', align: 'left', width: 34 },
      ...(['评定', '绿灯', '黄灯', '红灯'] as const).map((title) => ({ title, align: 'right' as const, width: 13 })),
      { title: '红灯占比', align: 'right', width: 14 },
    ],
    rows: [row(unit.name, total, true), ...units.map((u) => row(shortName(unit.name, u.name), u.counts, false))],
    note: null,
  };
  return [heading(1, '总体情况'), paragraph([parts.join('')]), ...(units.length > 1 ? [table] : [])];
}
function row(name: string, counts: LightCounts, isTotal: boolean): Table['rows'][number] {
  const judged = judgedOf(counts);
  const cells = [isTotal ? '合计' : name, judged, counts.green, counts.yellow, counts.red, share(counts.red, judged)];
  return { cells: cells.map((cell) => [String(cell)]), isTotal };
}

function listed(colour: 'red' | 'yellow', title: string, figures: LightFigures): Block[] {
  const projects = figures[colour];
  if (projects.length === 0) return [heading(1, title), paragraph([`本月没有${title}。`])];
  const shown = projects.slice(0, mostListed);
  const rest = projects.length - shown.length;
  return [
    heading(1, title),
    paragraph([
      `${title}${projects.length}个，亮灯原因和责任单位说明如下${rest > 0 ? `（列出${shown.length}个，其余${rest}个见附件）` : ''}。`,
    ]),
    {
      kind: 'table',
      caption: title,
      unit: '',
      columns: [
        { title: '序号', align: 'center', width: 9 },
        { title: '单位', align: 'left', width: 16 },
        { title: '项目', align: 'left', width: 28 },
        { title: '连续月数', align: 'center', width: 11 },
        { title: '亮灯原因', align: 'left', width: 38 },
        { title: '单位说明', align: 'left', width: 22 },
      ],
      rows: shown.map((p, i) => ({
        cells: [String(i + 1), shortName(figures.unit.name, p.unitName), p.name, String(p.months), whyOf(p), reasonOf(p)].map((text) => [
          text,
        ]),
        isTotal: false,
      })),
      note: null,
    },
  ];
}
/** What it was for, and what its unit said. */
export const whyOf = ({ judged }: LitProject) => judged.map(sentenceOf).join('；');
export const reasonOf = ({ reason }: LitProject) => (reason ? `${classWord(reason.class)}：${reason.words}` : '未说明');

function reasons({ red, yellow }: LightFigures): Block[] {
  const all = [...red, ...yellow];
  if (all.length === 0) return [];
  const given = Map.groupBy(
    all.flatMap((p) => p.reason ?? []),
    (r) => r.class,
  );
  const said = [...given]
    .toSorted(([, a], [, b]) => b.length - a.length)
    .map(([of, some]: [ReasonClass, unknown[]]) => `${classWord(of)}${some.length}个`);
  const silent = all.filter((p) => p.reason === null).length;
  const counted = said.length > 0 ? `已说明原因的${all.length - silent}个，其中${said.join('、')}` : '责任单位都还没有说明原因';
  return [
    heading(1, '原因分析'),
    paragraph([
      `红灯、黄灯项目中，${counted}${said.length > 0 && silent > 0 ? `；未说明原因的${silent}个` : ''}。亮灯反映进度，不直接等同于责任；原因类别由责任单位填报。`,
    ]),
  ];
}

/** What people begin with; everything in it is theirs to change. */
export const lightTexts = (signer: string): Partial<Texts> => ({
  next: [
    '一是红灯项目逐个会商。责任单位说明原因，提出整改措施和完成时间，需要协调的提请联席会议研究。',
    '二是黄灯项目提前介入。对照年度计划和节点计划补齐差距，防止转为红灯。',
    '三是据实更新进度。按月报送月报，确有正当理由的按程序申请免灯。',
  ].join('\n'),
  signer,
});
