import type { ChartOption } from './Drawing.tsx';

/** `label` is the number as it is written elsewhere; value and unit when absent. */
type Named = Readonly<{ name: string; value: number; label?: string }>;
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
      showSymbol: steps.length <= 12,
      lineStyle: { type: s.dashed ? 'dashed' : 'solid' },
      endLabel: { show: true, formatter: '{a}', color: 'inherit', lineHeight: 16 },
      labelLayout: { moveOverlap: 'shiftY' },
    })),
  };
}

/** Names down the side, the largest on top, numbers at the bars' ends. Give it the order wanted; height of 28 px a name reads well. */
export function ranking(items: readonly Named[], unit: string): ChartOption {
  return {
    grid: { left: 8, right: 84, top: 4, bottom: 4, ...within },
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
        label: {
          show: true,
          position: 'right',
          formatter: ({ dataIndex }) => items[dataIndex]?.label ?? `${items[dataIndex]?.value} ${unit}`,
          color: ink,
        },
      },
    ],
  };
}

/** Stages one under the other as bars about a common middle, each with its name and number: a funnel that stays true when a later stage holds more. */
export function funnel(steps: readonly Named[], unit: string): ChartOption {
  const widest = Math.max(0, ...steps.map((s) => s.value));
  const bar = { type: 'bar', stack: 'middle', barWidth: '72%' } as const;
  return {
    grid: { left: 8, right: 8, top: 4, bottom: 4, ...within },
    tooltip: { trigger: 'item', valueFormatter: (v) => `${String(v)} ${unit}` },
    xAxis: { type: 'value', show: false, max: widest * 1.3 },
    yAxis: {
      type: 'category',
      inverse: true,
      data: steps.map((s) => s.name),
      ...quietAxis,
      axisLine: { show: false },
      axisLabel: { color: ink },
    },
    series: [
      {
        ...bar,
        data: steps.map((s) => (widest - s.value) / 2),
        itemStyle: { color: 'transparent' },
        silent: true,
        tooltip: { show: false },
      },
      {
        ...bar,
        data: steps.map((s) => s.value),
        itemStyle: { color: '#1f5fbf' },
        label: { show: true, position: 'right', formatter: `{c} ${unit}`, color: ink },
      },
    ],
  };
}
