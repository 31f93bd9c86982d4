import { Button, Spin } from 'antd';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useText } from '../text.ts';
import type { ChartOption } from './Drawing.tsx';

const Drawing = lazy(() => import('./Drawing.tsx').then((m) => ({ default: m.Drawing })));

type Props = {
  title: string;
  option: ChartOption;
  /** The same numbers as a table: column heads, then rows. */
  table: { head: readonly string[]; rows: readonly (readonly ReactNode[])[] };
  height?: number;
  /** A click on a bar, point or segment: its series and its place in the data. */
  onSelect?: (at: { series: number; index: number; name: string }) => void;
};

/** A chart with its table one button away. The drawing library comes only when a chart is on screen. */
export function Chart({ title, option, table, height = 280, onSelect }: Props) {
  const t = useText();
  const [asTable, setAsTable] = useState(false);
  return (
    <figure className="chart">
      <figcaption>
        <b>{title}</b>
        <Button type="link" size="small" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
          {t(asTable ? 'kit.chart.chart' : 'kit.chart.table')}
        </Button>
      </figcaption>
      {asTable ? (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a region that scrolls must be reachable by keyboard
        <section className="chart-table" style={{ maxHeight: height }} tabIndex={0} aria-label={title}>
          <table>
            <thead>
              <tr>
                {table.head.map((h) => (
                  <th key={h} scope="col">
                    {h}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {table.rows.map((row, i) => (
                <tr key={i}>
                  {row.map((cell, j) =>
                    j === 0 ? (
                      <th key={j} scope="row">
                        {cell}
                      </th>
                    ) : (
                      <td key={j}>{cell}</td>
                    ),
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ) : (
        <Suspense
          fallback={
            <div className="chart-wait" style={{ height }}>
              <Spin delay={300} />
            </div>
          }
        >
          <Drawing label={t('kit.chart.total', { title, n: table.rows.length })} option={option} height={height} onSelect={onSelect} />
        </Suspense>
      )}
    </figure>
  );
}
