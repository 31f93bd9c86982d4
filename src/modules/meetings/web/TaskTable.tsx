import { Link } from 'react-router';
import { Sheet } from '../../../web/kit/Sheet.tsx';
import { useText } from '../../../web/text.ts';
import type { TaskRow } from '../contract.ts';
import { UnitStates } from './UnitStates.tsx';

/** Tasks of a meeting, each with where its units stand. */
export function TaskTable({ tasks }: { tasks: readonly TaskRow[] }) {
  const t = useText();
  return (
    <Sheet
      label={t('meetings.decisions')}
      items={tasks}
      rowKey={(task) => task.id}
      nothing={t('meetings.decisions.none')}
      columns={[
        {
          key: 'title',
          title: t('supervisions.task'),
          width: 260,
          render: (task) => <Link to={`/supervisions/${task.id}`}>{task.title || t('supervisions.masked')}</Link>,
        },
        { key: 'no', title: t('supervisions.number'), width: 140, render: (task) => t('supervisions.no', task) },
        { key: 'units', title: t('supervisions.units'), width: 320, render: (task) => <UnitStates task={task} /> },
        { key: 'dueOn', title: t('supervisions.due'), width: 110, render: (task) => task.dueOn },
      ]}
    />
  );
}
