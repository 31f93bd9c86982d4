import type { ChartOption } from './Drawing.tsx';

type Named = Readonly<{ name: string; value: number }>;
type Series = Readonly<{
  name: string;
  values: readonly (number | null)[];
  /** A plan or target rather than what was done. */ dashed?: boolean;
}>;

const ink = '#1f2329';
const soft = '#5f6672';
const line = '#e4e7ec';
/** Axis labels stay inside the drawing, however long. */
const within = { outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' } as const;
const quietAxis = { axisLine: { lineStyle: { color: line } }, axisTick: { show: false }, axisLabel: { color: soft } };

/** Bars side by side over months or other steps, each with its number on it. */
export function bars(steps: readonly string[], series: readonly Series[], unit: string): ChartOption {
  return {
    grid: { left: 8, right: 8, top: 28, bottom: 4, ...within },
    tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' }, valueFormatter: (v) => `${String(v)} ${unit}` },
    xAxis: { type: 'category', data: [...steps], ...quietAxis },
    yAxis: {
      type: 'value',
      name: unit,
      nameTextStyle: { color: soft },
      splitLine: { lineStyle: { color: line } },
      axisLabel: { color: soft },
    },
    series: series.map((s) => ({
      type: 'bar',
      name: s.name,
      data: [...s.values],
      barMaxWidth: 36,
      label: { show: true, position: 'top', color: ink },
      labelLayout: { hideOverlap: true },
    })),
  };
}

/** Lines over months, each named at its end instead of in a legend; a month not yet come is null. */
export function lines(steps: readonly string[], series: readonly Series[], unit: string): ChartOption {
  return {
    grid: { left: 8, right: 72, top: 28, bottom: 4, ...within },
    tooltip: { trigger: 'axis', valueFormatter: (v) => (v === null || v === undefined ? '—' : `${String(v)} ${unit}`) },
    xAxis: { type: 'category', data: [...steps], boundaryGap: false, ...quietAxis },
    yAxis: {
      type: 'value',
      name: unit,
      nameTextStyle: { color: soft },
      splitLine: { lineStyle: { color: line } },
      axisLabel: { color: soft },
    },
    series: series.map((s) => ({
      type: 'line',
      name: s.name,
      data: [...s.values],
      symbolSize: 5,
      lineStyle: { type: s.dashed ? 'dashed' : 'solid' },
      endLabel: { show: true, formatter: '{a}', color: ink },
      labelLayout: { moveOverlap: 'shiftY' },
    })),
  };
}

/** Names down the side, the largest on top, numbers at the bars' ends. Give it the order wanted; height of 28 px a name reads well. */
export function ranking(items: readonly Named[], unit: string): ChartOption {
  return {
    grid: { left: 8, right: 64, top: 4, bottom: 4, ...within },
    tooltip: { trigger: 'item', valueFormatter: (v) => `${String(v)} ${unit}` },
    xAxis: { type: 'value', show: false },
    yAxis: {
      type: 'category',
      inverse: true,
      data: items.map((i) => i.name),
      ...quietAxis,
      axisLabel: { color: ink, width: 120, overflow: 'truncate' },
    },
    series: [
      {
        type: 'bar',
        data: items.map((i) => i.value),
        barMaxWidth: 18,
        label: { show: true, position: 'right', formatter: `{c} ${unit}`, color: ink },
      },
    ],
  };
}

/** Stages from wide to narrow in the order given, each with its name and number beside it. */
export function funnel(steps: readonly Named[], unit: string): ChartOption {
  return {
    tooltip: { trigger: 'item', valueFormatter: (v) => `${String(v)} ${unit}` },
    series: [
      {
        type: 'funnel',
        sort: 'none',
        left: 8,
        right: 120,
        top: 4,
        bottom: 4,
        minSize: '4%',
        gap: 2,
        color: ['#1f5fbf'],
        itemStyle: { borderWidth: 0 },
        label: { position: 'right', formatter: `{b}  {c} ${unit}`, color: ink },
        labelLine: { length: 12, lineStyle: { color: '#9aa3af' } },
        data: steps.map((s) => ({ ...s })),
      },
    ],
  };
}
