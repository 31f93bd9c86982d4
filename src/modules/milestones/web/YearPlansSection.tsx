import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { Money } from '../../../web/kit/Money.tsx';
import { Sheet } from '../../../web/kit/Sheet.tsx';
import { useText } from '../../../web/text.ts';
import type { YearPlan } from '../contract.ts';
import { milestones } from './client.ts';
import './milestones.css';
import { YearPlanDialog } from './YearPlanDialog.tsx';

const monthNos = Array.from({ length: 12 }, (_, i) => i);

/** 年度投资计划 of a project, month by month, from which 序时进度 follows. */
export function YearPlansSection({ projectId }: { projectId: string }) {
  const t = useText();
  const query = useQuery({ queryKey: ['year-plans', projectId], queryFn: () => milestones.yearPlans({ params: { id: projectId } }) });
  const [planning, setPlanning] = useState<{ held: YearPlan | null } | null>(null);
  return (
    <Loaded query={query}>
      {({ items, can }) => (
        <section aria-label={t('milestones.year.section')}>
          {can.plan && (
            <div className="milestone-acts">
              <Button onClick={() => setPlanning({ held: null })}>{t('milestones.year.plan')}</Button>
            </div>
          )}
          <Sheet
            label={t('milestones.year.section')}
            rowKey={(p) => p.id}
            items={items}
            nothing={t('milestones.year.empty')}
            columns={[
              { key: 'year', title: t('milestones.year'), width: 80, render: (p) => p.year },
              {
                key: 'total',
                title: t('milestones.year.total'),
                width: 130,
                numeric: true,
                render: (p) => <Money fen={p.totalFen} unit="万元" />,
              },
              ...monthNos.map((i) => ({
                key: `m${i + 1}`,
                title: t('milestones.month', { n: i + 1 }),
                width: 96,
                numeric: true,
                render: (p: YearPlan) => <Money fen={p.monthsFen[i]!} unit="万元" />,
              })),
              {
                key: 'by',
                title: t('milestones.madeBy'),
                width: 150,
                render: (p) => t('milestones.by', { who: p.recordedByName, date: p.recordedAt.slice(0, 10) }),
              },
              {
                key: 'acts',
                title: t('milestones.acts'),
                width: 90,
                render: (p) =>
                  can.plan && (
                    <Button type="link" size="small" onClick={() => setPlanning({ held: p })}>
                      {t('milestones.year.change')}
                    </Button>
                  ),
              },
            ]}
          />
          {items.some((p) => p.earlier.length > 0) && (
            <section className="milestone-earlier">
              <h3>{t('milestones.year.earlier')}</h3>
              <ul>
                {items.flatMap((p) =>
                  p.earlier.map((e) => (
                    <li key={e.id}>
                      {e.year} <Money fen={e.totalFen} unit="万元" />{' '}
                      {t('milestones.by', { who: e.recordedByName, date: e.recordedAt.slice(0, 10) })}
                    </li>
                  )),
                )}
              </ul>
            </section>
          )}
          {planning && <YearPlanDialog projectId={projectId} held={planning.held} taken={items} onClose={() => setPlanning(null)} />}
        </section>
      )}
    </Loaded>
  );
}
