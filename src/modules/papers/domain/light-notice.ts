import { firstDayOf, lastDayOf } from '../../../kernel/day.ts';
import { classWord, sentenceOf, zhWhy } from '../../lights/domain/why-words.ts';
import { citingLines, type CitingLines } from './citing-lines.ts';
import { type Block, type Content, heading, joined, type Line, line, paragraph, slot, type Table, type Texts } from './content.ts';
import { type LightCount, type LightFigures, type LitProject, type ShownLight, shownAs, turnedBetter, turnedRed } from './light-figures.ts';
import { yearLabel } from './period.ts';
import { shortName } from './short-name.ts';

/** Longer lists are in the annex. */
export const mostListed = 60;
const monthOnly = (month: string) => `${Number(month.slice(5))}月`;

/** Writes the notice of lights (亮灯通报) of a month: the same bundle, the same paper. */
export function lightNotice(figures: LightFigures): Content {
  const { unit, month, rules } = figures;
  const name = `${unit.name}${yearLabel(month)}${monthOnly(month)}`;
  const c = citingLines(figures.shown, { from: firstDayOf(month), through: lastDayOf(month) });
  return {
    title: `${name}项目亮灯通报`,
    blocks: [
      slot('intro'),
      ...overall(c, figures),
      ...listed(c, 'red', '红灯项目', figures),
      ...listed(c, 'yellow', '黄灯项目', figures),
      ...reasons(c, figures),
      heading(1, '有关要求'),
      slot('next'),
    ],
    numbers: c.numbers(),
    lines: figures.shown.map((s) => lineOf(s, unit.name)),
    attachment: `${name}项目亮灯明细`,
    disclaimer: `管理数据，非统计数据；按“${rules.title}”亮灯规则第${rules.version}版评定`,
  };
}

type Citing = CitingLines<ShownLight>;

const countedWords: Readonly<Record<LightCount, string>> = {
  judged: '纳入亮灯评定的项目',
  green: '绿灯项目',
  yellow: '黄灯项目',
  red: '红灯项目',
  none: '未评的项目',
  exempt: '免灯的项目',
};
/** 红灯，连续3个月; 黄灯，经批准免灯; 绿灯; 未评. */
function lineOf({ id, code, name, unitName, colour, months, isOff }: ShownLight, within: string): Line {
  const word = colour === 'none' ? zhWhy['lights.colour.none']! : `${zhWhy[`lights.colour.${colour}`]!}灯`;
  const more = isOff ? '，经批准免灯' : colour === 'yellow' || colour === 'red' ? `，连续${months}个月` : '';
  const opens = { kind: 'light' as const, id };
  return { opens, no: code, title: name, unitName: shortName(within, unitName), dueOn: null, stands: `${word}${more}` };
}

function overall(c: Citing, { unit, month, shown }: LightFigures): Block[] {
  const count = (key: LightCount) => c.cite(shownAs(shown, key), { ref: key, name: countedWords[key] });
  const has = (key: LightCount) => shownAs(shown, key).length > 0;
  const text = line`截至${yearLabel(month)}${monthOnly(month)}底，纳入亮灯评定的项目${count('judged')}个，其中绿灯${count('green')}个、黄灯${count('yellow')}个、红灯${count('red')}个${has('none') ? line`；没有年度计划等依据、未评的${count('none')}个` : []}${has('exempt') ? line`；经批准免灯、计入绿灯的${count('exempt')}个` : []}。${moved(c, shown)}`;
  const units = [...Map.groupBy(shown, (s) => s.unitId).values()];
  if (units.length < 2) return [heading(1, '总体情况'), paragraph(text)];
  const row = (name: string, own: readonly ShownLight[], tag: string): Table['rows'][number] => {
    const of = name === '合计' ? '' : name;
    const cells = (['judged', 'green', 'yellow', 'red'] as const).map((key) =>
      c.cite(shownAs(own, key), { ref: `${key}_${tag}`, name: `${of}${countedWords[key]}` }),
    );
    const share = c.share(shownAs(own, 'red'), shownAs(own, 'judged'), { ref: `share_${tag}`, name: `${of}红灯占比` });
    return { cells: [[name], ...[...cells, share].map((run) => [run])], isTotal: name === '合计' };
  };
  const table: Table = {
    kind: 'table',
    caption: '各单位亮灯情况',
    unit: '单位：个',
    columns: [
      { title: '单位', align: 'left', width: 34 },
      ...(['评定', '绿灯', '黄灯', '红灯'] as const).map((title) => ({ title, align: 'right' as const, width: 13 })),
      { title: '红灯占比', align: 'right', width: 14 },
    ],
    rows: [row('合计', shown, 'total'), ...units.map((own, i) => row(shortName(unit.name, own[0]!.unitName), own, `u${i + 1}`))],
    note: null,
  };
  return [heading(1, '总体情况'), paragraph(text), table];
}
/** Nothing is compared where the month before had no lights. */
function moved(c: Citing, shown: readonly ShownLight[]) {
  if (shown.every((s) => s.before === null)) return [];
  const red = c.cite(turnedRed(shown), { ref: 'turned_red', name: '新亮红灯的项目' });
  return line`与上月相比，新亮红灯${red}个，红灯转好${c.cite(turnedBetter(shown), { ref: 'turned_better', name: '红灯转好的项目' })}个。`;
}

function listed(c: Citing, colour: 'red' | 'yellow', title: string, figures: LightFigures): Block[] {
  const projects = figures[colour];
  if (projects.length === 0) return [heading(1, title), paragraph([`本月没有${title}。`])];
  const shown = projects.slice(0, mostListed);
  const rest = projects.length - shown.length;
  const byId = new Map(figures.shown.map((s) => [s.id, s]));
  const own = shownAs(figures.shown, colour);
  const monthsOf = ({ id, name, months }: LitProject, i: number) =>
    c.cite([byId.get(id)!], { ref: `${colour}_months_${i + 1}`, name: `${name}连续月数`, text: String(months) }, months);
  return [
    heading(1, title),
    paragraph(
      line`${title}${c.cite(own, { ref: `${colour}_listed`, name: title })}个，亮灯原因和责任单位说明如下${rest > 0 ? `（列出${shown.length}个，其余${rest}个见附件）` : ''}。`,
    ),
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
        cells: [String(i + 1), shortName(figures.unit.name, p.unitName), p.name, monthsOf(p, i), whyOf(p), reasonOf(p)].map((run) => [run]),
        isTotal: false,
      })),
      note: null,
    },
  ];
}
/** What it was for, and what its unit said. */
export const whyOf = ({ judged }: LitProject) => judged.map(sentenceOf).join('；');
export const reasonOf = ({ reason }: LitProject) => (reason ? `${classWord(reason.class)}：${reason.words}` : '未说明');

function reasons(c: Citing, { red, yellow, shown }: LightFigures): Block[] {
  const all = [...red, ...yellow];
  if (all.length === 0) return [];
  const byId = new Map(shown.map((s) => [s.id, s]));
  const cite = (some: readonly LitProject[], ref: string, name: string) =>
    c.cite(
      some.map((p) => byId.get(p.id)!),
      { ref, name },
    );
  const said = all.filter((p) => p.reason !== null);
  const classes = [...Map.groupBy(said, (p) => p.reason!.class)]
    .toSorted(([, a], [, b]) => b.length - a.length)
    .map(([of, some]) => line`${classWord(of)}${cite(some, `reason_${of}`, `说明为${classWord(of)}的项目`)}个`);
  const silent = all.filter((p) => p.reason === null);
  const counted =
    said.length > 0
      ? line`已说明原因的${cite(said, 'said', '已说明原因的项目')}个，其中${joined(classes, '、')}`
      : '责任单位都还没有说明原因';
  const rest = said.length > 0 && silent.length > 0 ? line`；未说明原因的${cite(silent, 'silent', '未说明原因的项目')}个` : [];
  return [
    heading(1, '原因分析'),
    paragraph(line`红灯、黄灯项目中，${counted}${rest}。亮灯反映进度，不直接等同于责任；原因类别由责任单位填报。`),
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
