import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { Sheet } from '../../../web/kit/Sheet.tsx';
import { useText } from '../../../web/text.ts';
import { problems } from './client.ts';

type Counts = Readonly<{ open: number; overdue: number; solved: number }>;

/** How many are not closed, by age and by the unit that is to solve them; each number opens its rows. */
export function ProblemFigures() {
  const t = useText();
  const query = useQuery({ queryKey: ['problems', 'figures'], queryFn: () => problems.figures({}) });
  const columns = (which: string) =>
    (['open', 'overdue', 'solved'] as const).map((key) => ({
      key,
      title: t(key === 'overdue' ? 'problems.overdue' : `problems.state.${key}`),
      width: 100,
      numeric: true,
      render: (c: Counts & { at: string }) =>
        c[key] > 0 ? (
          <Link to={`/problems?${which}=${c.at}&${key === 'overdue' ? 'overdue=true' : `state=${key}`}&page=1`}>{c[key]}</Link>
        ) : (
          0
        ),
    }));
  return (
    <Loaded query={query}>
      {({ ages, owners }) => (
        <div className="problem-figures">
          <Sheet
            label={t('problems.byAge')}
            items={ages.map((a) => ({ ...a, at: a.age as string }))}
            rowKey={(a) => a.age}
            columns={[{ key: 'age', title: t('problems.age'), width: 110, render: (a) => t(`problems.age.${a.age}`) }, ...columns('age')]}
          />
          <Sheet
            label={t('problems.byOwner')}
            items={owners.map((o) => ({ ...o, at: o.unitId }))}
            rowKey={(o) => o.unitId}
            maxHeight={240}
            nothing={t('problems.empty')}
            columns={[
              { key: 'owner', title: t('problems.owner'), width: 170, render: (o) => o.unitName },
              ...columns('owner'),
              {
                key: 'oldest',
                title: t('problems.oldest'),
                width: 110,
                numeric: true,
                render: (o) => t('problems.days', { n: o.oldestDays }),
              },
            ]}
          />
        </div>
      )}
    </Loaded>
  );
}
