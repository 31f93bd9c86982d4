import { Link, useNavigate } from 'react-router';
import { formatFen } from '../../../kernel/money.ts';
import { funnel, lines, ranking } from '../../../web/kit/chart-options.ts';
import { Chart } from '../../../web/kit/Chart.tsx';
import { useText } from '../../../web/text.ts';
import type { FigureQuery } from '../../figures/contract.ts';
import { cards } from '../../figures/domain/card.ts';
import { figureAddress, shownFigure } from '../../figures/web/figure-words.ts';
import type { CockpitView, RankBy } from '../contract.ts';

type Group = CockpitView['funnel'][number];
const inYi = (fen: number) => Number(formatFen(fen, '亿元'));

/** Projects in each stage, 谋划 to 达效; a segment opens its projects. */
export function Funnel({ groups, query }: { groups: readonly Group[]; query: FigureQuery }) {
  const t = useText();
  const navigate = useNavigate();
  const href = (g: Group) => figureAddress('ledger_count', query, { dimension: 'stage', bucket: g.bucket ?? '' });
  const name = (g: Group) => t(`projects.stage.${g.bucket}`);
  return (
    <Chart
      title={t('cockpit.funnel')}
      option={funnel(
        groups.map((g) => ({ name: name(g), value: g.value ?? 0 })),
        t('figures.unit.count'),
      )}
      onSelect={({ index }) => void navigate(href(groups[index]!))}
      table={{
        head: [t('cockpit.funnel.stage'), t('cockpit.count')],
        rows: groups.map((g) => [
          name(g),
          <Link key="n" to={href(g)}>
            {g.value}
          </Link>,
        ]),
      }}
    />
  );
}

/** Units by the chosen figure, best first; equals share a place, and units without rows stand in the table only. A bar opens the unit's rows. */
export function Ranking({ groups, rankBy, query }: { groups: readonly Group[]; rankBy: RankBy; query: FigureQuery }) {
  const t = useText();
  const navigate = useNavigate();
  const placed = groups.toSorted((a, b) => (a.rank ?? 1e9) - (b.rank ?? 1e9));
  const href = (g: Group) => figureAddress(rankBy, query, { dimension: 'unit', bucket: g.bucket ?? '' });
  const { kind } = cards[rankBy];
  const value = (g: Group) => (kind === 'rate' ? Number(g.ratio?.percent ?? 0) : kind === 'amount' ? inYi(g.value ?? 0) : (g.value ?? 0));
  const unit = kind === 'rate' ? '%' : kind === 'amount' ? t('amount.亿元') : t('figures.unit.count');
  const drawn = placed.filter((g) => g.rows > 0);
  const written = (g: Group) => {
    const shown = shownFigure(t, rankBy, { kind, value: g.value, ratio: g.ratio });
    return `${shown.value} ${shown.unit ?? ''}`;
  };
  return (
    <Chart
      title={t('cockpit.ranking')}
      height={Math.max(200, drawn.length * 24)}
      option={ranking(
        drawn.map((g) => ({ name: g.label ?? t('kit.none'), value: value(g), label: written(g) })),
        unit,
      )}
      onSelect={({ index }) => void navigate(href(drawn[index]!))}
      table={{
        head: [t('cockpit.ranking.rank'), t('cockpit.ranking.unit'), t('cockpit.ranking.value')],
        rows: placed.map((g) => [
          g.rank ?? t('kit.none'),
          g.label,
          <Link key="v" to={href(g)}>
            {written(g)}
          </Link>,
        ]),
      }}
    />
  );
}

/** Agreed, arrived and invested by month. */
export function Trend({ months: all }: { months: CockpitView['trend'] }) {
  const t = useText();
  // The month that is still running has nothing yet and would look like a fall.
  const last = all.at(-1);
  const months = last && last.agreedFen + last.arrivedFen + last.investedFen === 0 ? all.slice(0, -1) : all;
  const series = [
    { name: t('cockpit.trend.agreed'), values: months.map((m) => inYi(m.agreedFen)) },
    { name: t('cockpit.trend.arrived'), values: months.map((m) => inYi(m.arrivedFen)) },
    { name: t('cockpit.trend.invested'), values: months.map((m) => inYi(m.investedFen)) },
  ];
  return (
    <Chart
      title={t('cockpit.trend')}
      option={lines(
        months.map((m) => m.month),
        series,
        t('amount.亿元'),
      )}
      table={{
        head: [t('cockpit.trend.month'), ...series.map((s) => s.name)],
        rows: months.map((m, i) => [m.month, ...series.map((s) => s.values[i]!.toFixed(2))]),
      }}
    />
  );
}
