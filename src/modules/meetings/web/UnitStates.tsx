import { useText } from '../../../web/text.ts';
import type { TaskRow } from '../contract.ts';
import './meetings.css';

const shapes = { waiting: '○', fed_back: '◐', returned: '◁', accepted: '●' } as const;

/** Where each unit stands with a task, as shape, word and colour. */
export function UnitStates({ task }: { task: TaskRow }) {
  const t = useText();
  return (
    <span className="task-units">
      {task.units.map((u) => (
        <span key={u.unitId} className={`task-unit task-${u.isOverdue && u.state !== 'accepted' ? 'late' : u.state}`}>
          <span aria-hidden="true">{shapes[u.state]}</span> {u.unitName} {t(`supervisions.state.${u.state}`)}
          {u.isOverdue && t('supervisions.late')}
        </span>
      ))}
    </span>
  );
}
