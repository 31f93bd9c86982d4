import type { Citing } from './citing.ts';
import { type Block, heading, joined, line, paragraph, type Runs, slot, type Table } from './content.ts';
import type { MonthlyFigures, UnitFigures } from './monthly-figures.ts';
import { wholeOf } from './overall.ts';
import { untilLabel } from './period.ts';
import { stageNames } from './stage-names.ts';

const named = 3;
/** Fewer than twice as many have no first and last three. */
const enoughToRank = 2 * named;

/** 二、分单位情况; for a unit with none below it, how its own projects stand. */
export function unitSection(c: Citing, bundle: MonthlyFigures): Block[] {
  const blocks = bundle.projects ? ownProjects(c, bundle, bundle.projects) : byUnit(c, bundle);
  return [...blocks, slot('units')];
}

const amountOf = (u: UnitFigures) => u.values.signed_amount.value ?? 0;
/** Tag of a unit's numbers: its place in 建制序. */
const tagOf = (bundle: MonthlyFigures, u: UnitFigures) => `u${bundle.units.indexOf(u) + 1}`;

function byUnit(c: Citing, bundle: MonthlyFigures): Block[] {
  const title = heading(1, '分单位情况');
  if (bundle.units.length === 0) return [title, paragraph(line`${untilLabel(bundle)}，${wholeOf(bundle.unit)}各单位台账均无项目。`)];
  const ranked = bundle.units.filter((u) => amountOf(u) > 0).toSorted((a, b) => (a.rank ?? 0) - (b.rank ?? 0));
  const others = bundle.units.filter((u) => amountOf(u) <= 0);
  const columns = [
    { title: '名次', align: 'center', width: 0.9 },
    { title: '单位', align: 'left', width: 2.6 },
    { title: '签约项目', align: 'right', width: 1.35 },
    { title: '协议资金', align: 'right', width: 1.5 },
    { title: '到位资金', align: 'right', width: 1.5 },
    { title: '到位率', align: 'right', width: 1.25 },
    { title: '开工率', align: 'right', width: 1.25 },
    { title: '完成投资', align: 'right', width: 1.5 },
  ] as const;
  const rows = [...ranked, ...others].map((u) => {
    const group = { dimension: 'unit', bucket: u.bucket, name: u.name, tag: tagOf(bundle, u) } as const;
    const number = (key: keyof UnitFigures['values'], inWan = false): Runs => [c.group(key, u.values[key], group, inWan)];
    return {
      isTotal: false,
      cells: [
        [amountOf(u) > 0 ? String(u.rank) : '—'],
        [u.name],
        number('signed_count'),
        number('signed_amount', true),
        number('arrived_amount', true),
        number('arrival_rate'),
        number('start_rate'),
        number('invested_amount', true),
      ],
    };
  });
  const total: Runs[] = [
    [''],
    ['合计'],
    [c.figure('total', 'signed_count')],
    [c.figureInWan('total', 'signed_amount')],
    [c.figureInWan('total', 'arrived_amount')],
    [c.figure('total', 'arrival_rate')],
    [c.figure('total', 'start_rate')],
    [c.figureInWan('total', 'invested_amount')],
  ];
  const table: Table = {
    kind: 'table',
    caption: `${untilLabel(bundle)}分单位情况`,
    unit: '单位：个、万元',
    columns: [...columns],
    rows: [...rows, { cells: total, isTotal: true }],
    note: '注：按累计协议资金由高到低排列，数额相同的名次并列；无签约项目的按建制序列后，不排名次。',
  };
  return [title, paragraph(ranking(c, bundle, ranked, others)), table];
}

function ranking(c: Citing, bundle: MonthlyFigures, ranked: readonly UnitFigures[], others: readonly UnitFigures[]): Runs {
  const withAmount = (u: UnitFigures) => {
    const group = { dimension: 'unit', bucket: u.bucket, name: u.name, tag: tagOf(bundle, u) } as const;
    return line`${u.name}（${c.group('signed_amount', u.values.signed_amount, group)}）`;
  };
  const list = (units: readonly UnitFigures[]) => joined(units.map(withAmount), '、');
  const sentences: Runs[] = [];
  if (ranked.length >= enoughToRank) {
    const top = ranked.filter((u) => u.rank! <= named);
    const last = ranked.slice(-named).filter((u) => !top.includes(u));
    sentences.push(line`按累计协议资金排列，居前三位的是${list(top)}${last.length ? line`；居后三位的是${list(last)}` : []}。`);
  } else if (ranked.length > 0) sentences.push(line`有签约项目的单位按累计协议资金依次为${list(ranked)}。`);
  if (others.length > 0) {
    const where = { figure: 'signed_count', dimension: 'unit' } as const;
    const n = c.units('units_without_signed', others.length, '暂无签约项目的单位数', where);
    sentences.push(line`暂无签约项目的单位${n}个：${others.map((u) => u.name).join('、')}。`);
  }
  return joined(sentences, '');
}

function ownProjects(c: Citing, bundle: MonthlyFigures, projects: NonNullable<MonthlyFigures['projects']>): Block[] {
  const title = heading(1, '签约项目进展');
  const shown = projects.items;
  if (shown.length === 0) return [title, paragraph(line`${untilLabel(bundle)}，${wholeOf(bundle.unit)}台账无签约项目。`)];
  const isWhole = shown.length === projects.count;
  const rows = shown.map((p, i) => ({
    isTotal: false,
    cells: [
      [String(i + 1)],
      [p.name],
      [stageNames[p.stage] ?? p.stage],
      [c.projectAmount(`agreed_p${i + 1}`, p.agreed, `协议资金（${p.name}）`, p.id, { figure: 'signed_amount' })],
      [c.projectAmount(`arrived_p${i + 1}`, p.arrived, `累计到位资金（${p.name}）`, p.id, { figure: 'arrival_rate' })],
    ] as Runs[],
  }));
  const ratio = c.of('total', 'arrival_rate').ratio!;
  const arrived = c.cite({
    ref: 'arrival_rate_numerator_wan',
    figure: 'arrival_rate',
    kind: 'amount',
    value: ratio.numerator,
    text: c.wan(ratio.numerator),
    name: '资金到位率·分子（该批签约项目累计到位资金）',
  });
  const total: Runs[] = [[''], ['合计'], [''], [c.figureInWan('total', 'signed_amount')], [arrived]];
  const table: Table = {
    kind: 'table',
    caption: `${untilLabel(bundle)}签约项目进展`,
    unit: '单位：万元',
    columns: [
      { title: '序号', align: 'center', width: 0.95 },
      { title: '项目名称', align: 'left', width: 4.2 },
      { title: '所处阶段', align: 'center', width: 1.3 },
      { title: '协议资金', align: 'right', width: 1.5 },
      { title: '到位资金', align: 'right', width: 1.5 },
    ],
    rows: [...rows, { cells: total, isTotal: true }],
    note: isWhole ? null : `注：按协议资金由高到低列前${shown.length}个，合计为全部签约项目，明细见附件。`,
  };
  return [title, table];
}
