import { BarChart, type BarSeriesOption, CustomChart, type CustomSeriesOption, LineChart, type LineSeriesOption } from 'echarts/charts';
import {
  DatasetComponent,
  GridComponent,
  type GridComponentOption,
  MarkLineComponent,
  TooltipComponent,
  type TooltipComponentOption,
} from 'echarts/components';
import { type ComposeOption, type ECharts, init, use } from 'echarts/core';
import { LabelLayout } from 'echarts/features';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';

use([
  BarChart,
  LineChart,

  CustomChart,
  GridComponent,
  TooltipComponent,
  DatasetComponent,
  MarkLineComponent,
  LabelLayout,
  SVGRenderer,
]);

/** What charts here may be: bars, lines and drawn ones (Gantt). */
export type ChartOption = ComposeOption<
  BarSeriesOption | LineSeriesOption | CustomSeriesOption | GridComponentOption | TooltipComponentOption
>;

const calm = ['#1f5fbf', '#7a8699', '#4f9a94', '#b58a3c', '#8a6fb0', '#c0703f'];
const house = { color: calm, animation: false };

type Props = {
  label: string;
  option: ChartOption;
  height: number;
  onSelect: ((at: { series: number; index: number; name: string }) => void) | undefined;
};

/** Draws one chart as SVG (sharp in print) and keeps it at the width of its place. */
export function Drawing({ label, option, height, onSelect }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts>(null);
  const select = useRef(onSelect);
  useEffect(() => {
    select.current = onSelect;
  });
  useEffect(() => {
    const drawn = init(place.current, null, { renderer: 'svg' });
    chart.current = drawn;
    drawn.on('click', ({ seriesIndex = 0, dataIndex, name }) => select.current?.({ series: seriesIndex, index: dataIndex, name }));
    const watcher = new ResizeObserver(() => drawn.resize());
    watcher.observe(place.current!);
    return () => {
      watcher.disconnect();
      drawn.dispose();
    };
  }, []);
  useEffect(() => {
    // The page's own fonts by name: text is measured outside the page, where 'inherit' means nothing.
    const { fontFamily } = getComputedStyle(place.current!);
    chart.current?.setOption({ ...house, textStyle: { fontFamily }, ...option }, { notMerge: true });
  }, [option]);
  // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- drawn into by the library, so it cannot be an <img>
  return <div ref={place} role="img" aria-label={label} style={{ height }} className={onSelect && 'chart-opens'} />;
}
