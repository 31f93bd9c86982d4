import type { SheetColumn, SheetSpec } from '../../platform/sheet/writer.ts';
import type { Content } from './domain/content.ts';
import { lightCounts, type LightFigures, type LitProject, shownAs } from './domain/light-figures.ts';
import { reasonOf, whyOf } from './domain/light-notice.ts';

const text = (header: string, width?: number): SheetColumn => ({ header, kind: 'text', ...(width && { width }) });
const integer = (header: string): SheetColumn => ({ header, kind: 'integer' });

/** The annex of a notice of lights: every red and yellow project with its sentence, and the units. */
export function lightSheets(figures: LightFigures, { attachment }: Content): SheetSpec[] {
  const projects = [...figures.red.map((p) => ({ p, light: '红' })), ...figures.yellow.map((p) => ({ p, light: '黄' }))];
  return [
    {
      sheetName: '亮灯明细',
      title: attachment,
      columns: [
        integer('序号'),
        text('灯', 6),
        text('责任单位', 20),
        text('项目编号', 14),
        text('项目名称', 40),
        integer('连续月数'),
        text('亮灯原因', 60),
        text('单位说明', 40),
      ],
      rows: projects.map(({ p, light }: { p: LitProject; light: string }, i) => [
        i + 1,
        light,
        p.unitName,
        p.code,
        p.name,
        p.months,
        whyOf(p),
        reasonOf(p),
      ]),
    },
    {
      sheetName: '各单位',
      title: `${attachment}（各单位）`,
      columns: [text('责任单位', 24), ...['评定', '绿灯', '黄灯', '红灯', '未评', '其中免灯'].map(integer)],
      rows: [...Map.groupBy(figures.shown, (s) => s.unitId).values()].map((own) => [
        own[0]!.unitName,
        ...lightCounts.map((key) => shownAs(own, key).length),
      ]),
    },
  ];
}
