import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { grouped } from '../../../kernel/money.ts';
import { api } from '../../../web/api.ts';
import { FigureTile } from '../../../web/kit/FigureTile.tsx';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { Sheet } from '../../../web/kit/Sheet.tsx';
import { type Text, useLanguage, useText } from '../../../web/text.ts';
import { CardWords } from '../../figures/web/CardWords.tsx';
import { cockpitContract, type DeliveryFigure, type DeliveryUnit } from '../contract.ts';
import { deliveryCards, type DeliveryKey } from '../domain/delivery-card.ts';
import { type Months, rowsOf } from './delivery-rows.ts';
import './cockpit.css';

const cockpit = api(cockpitContract);
type View = Awaited<ReturnType<typeof cockpit.delivery>>;

/** 项目推进: how projects go on now, each figure with its rows and its card; and the same unit by unit. */
export function DeliveryPart({ unitId, withUnits = true }: { unitId?: string | undefined; withUnits?: boolean }) {
  const t = useText();
  const query = useQuery({ queryKey: ['cockpit', 'delivery', unitId], queryFn: () => cockpit.delivery({ query: { unitId } }) });
  return (
    <section aria-label={t('cockpit.delivery')} className="cockpit-part">
      <h2>{t('cockpit.delivery')}</h2>
      <Loaded query={query}>
        {(view) => (
          <>
            <Tiles view={view} unitId={unitId} />
            {withUnits && (
              <div className="cockpit-delivery">
                <Units t={t} view={view} />
                <Ages t={t} view={view} unitId={unitId} />
              </div>
            )}
          </>
        )}
      </Loaded>
    </section>
  );
}

const shown = (t: Text, { value, ratio }: DeliveryFigure) =>
  ratio === null
    ? { value: grouped(String(value ?? 0)), unit: t('figures.unit.count') }
    : ratio.percent === null
      ? { value: '—' }
      : { value: ratio.percent, unit: '%', ratio: `${grouped(String(ratio.numerator))} / ${grouped(String(ratio.denominator))}` };

function Tiles({ view, unitId }: { view: View; unitId: string | undefined }) {
  const t = useText();
  const language = useLanguage();
  const [card, setCard] = useState<DeliveryKey | null>(null);
  return (
    <div className="figures">
      {view.figures.map((figure) => (
        <FigureTile
          key={figure.key}
          label={deliveryCards[figure.key][language].name}
          {...shown(t, figure)}
          asOf={asOf(view, figure.key)}
          href={rowsOf[figure.key](view, unitId)}
          onCard={() => setCard(figure.key)}
        />
      ))}
      <CardWords card={card && deliveryCards[card]} onClose={() => setCard(null)} />
    </div>
  );
}
/** What month a figure is of; the others are of today. */
const asOf = ({ today, lightMonth, reportMonth }: Months, key: DeliveryKey) =>
  key.startsWith('report') ? reportMonth : key.endsWith('lights') ? lightMonth : today;

/** A count that opens its rows; of a unit whose number is not that of its list, it stands alone. */
function Count({ n, to }: { n: number; to: string | null }) {
  if (n === 0) return 0;
  return to ? <Link to={to}>{grouped(String(n))}</Link> : grouped(String(n));
}
function Rate({ part, whole, to }: { part: number; whole: number; to: string | null }) {
  if (whole === 0) return '—';
  const text = `${((100 * part) / whole).toFixed(1)}%`;
  return (
    <>
      {to ? <Link to={to}>{text}</Link> : text} <small>{`${part}/${whole}`}</small>
    </>
  );
}

function Units({ t, view }: { t: Text; view: View }) {
  const count = (key: DeliveryKey, of: (u: DeliveryUnit) => number) => ({
    key,
    title: t(`cockpit.delivery.${key}`),
    width: 88,
    numeric: true,
    render: (u: DeliveryUnit) => <Count n={of(u)} to={u.isWhole ? rowsOf[key](view, u.unitId) : null} />,
  });
  const rate = (key: DeliveryKey, part: (u: DeliveryUnit) => number, whole: (u: DeliveryUnit) => number) => ({
    key,
    title: t(`cockpit.delivery.${key}`),
    width: 124,
    numeric: true,
    render: (u: DeliveryUnit) => <Rate part={part(u)} whole={whole(u)} to={u.isWhole ? rowsOf[key](view, u.unitId) : null} />,
  });
  return (
    <Sheet
      label={t('cockpit.delivery.units')}
      items={view.units}
      rowKey={(u) => u.unitId}
      maxHeight={300}
      nothing={t('cockpit.delivery.none')}
      columns={[
        { key: 'unit', title: t('projects.unit'), width: 170, render: (u) => u.unitName },
        count('red_lights', (u) => u.red),
        count('yellow_lights', (u) => u.yellow),
        rate(
          'report_completeness',
          (u) => u.reported,
          (u) => u.owed,
        ),
        rate(
          'report_timeliness',
          (u) => u.onTime,
          (u) => u.owed,
        ),
        count('overdue_nodes', (u) => u.overdueNodes),
        rate(
          'permits_on_time',
          (u) => u.decidedOnTime,
          (u) => u.decided,
        ),
        count('late_permits', (u) => u.latePermits),
        count('open_problems', (u) => u.openProblems),
        count('overdue_problems', (u) => u.overdueProblems),
        count('overdue_tasks', (u) => u.overdueTasks),
      ]}
    />
  );
}

/** Problems that are not closed, by how long ago they were raised. */
function Ages({ t, view: { ages }, unitId }: { t: Text; view: View; unitId: string | undefined }) {
  const to = (age: string, more: string) => `/problems?age=${age}&${more}${unitId ? `&owner=${unitId}` : ''}&page=1`;
  return (
    <Sheet
      label={t('problems.byAge')}
      items={ages}
      rowKey={(a) => a.age}
      columns={[
        { key: 'age', title: t('cockpit.delivery.age'), width: 170, render: (a) => t(`problems.age.${a.age}`) },
        {
          key: 'open',
          title: t('problems.state.open'),
          width: 92,
          numeric: true,
          render: (a) => <Count n={a.open} to={to(a.age, 'state=open')} />,
        },
        {
          key: 'overdue',
          title: t('problems.overdue'),
          width: 92,
          numeric: true,
          render: (a) => <Count n={a.overdue} to={to(a.age, 'overdue=true')} />,
        },
      ]}
    />
  );
}
