import { Button, Progress } from 'antd';
import type { ReactNode } from 'react';
import { Refusal, type RefusalKind } from '../../kernel/refusal.ts';
import type { TaskView } from '../../modules/tasks/contract.ts';
import { useText } from '../text.ts';
import { RefusalAlert } from './RefusalAlert.tsx';

type Props = {
  title: string;
  task: Pick<TaskView, 'status' | 'done' | 'total' | 'refusal'> | null;
  onCancel?: () => void;
  /** What can be done once it is done. */
  children?: ReactNode;
};

/** Long work: what it is, how far it is, a way to stop it, and how it ended. */
export function ProgressPanel({ title, task, onCancel, children }: Props) {
  const t = useText();
  const status = task?.status ?? 'waiting';
  const face = faces[status];
  const percent = status === 'done' ? 100 : percentOf(task);
  const refusal = task?.refusal && new Refusal(task.refusal.kind as RefusalKind, task.refusal.code, task.refusal.details);
  return (
    <section className="progress" aria-label={title}>
      <b>{title}</b>
      <Progress percent={percent} status={face} aria-label={title} />
      <output>
        {t(`kit.progress.${status}`, { percent })} {face === 'active' && <Count task={task} />}
      </output>
      <RefusalAlert refusal={refusal} />
      {face === 'active' && onCancel && <Button onClick={onCancel}>{t('kit.cancel')}</Button>}
      {face === 'success' && children}
    </section>
  );
}

const faces = { waiting: 'active', running: 'active', done: 'success', failed: 'exception', cancelled: 'exception' } as const;
const percentOf = (task: Props['task']) => (task?.total ? Math.floor((task.done * 100) / task.total) : 0);

function Count({ task }: { task: Props['task'] }) {
  const t = useText();
  if (!task?.total) return null;
  return t('kit.progress.of', { done: task.done.toLocaleString('en'), total: task.total.toLocaleString('en') });
}
