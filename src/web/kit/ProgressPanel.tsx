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
  const going = status === 'waiting' || status === 'running';
  const percent = status === 'done' ? 100 : percentOf(task);
  const refusal = task?.refusal && new Refusal(task.refusal.kind as RefusalKind, task.refusal.code, task.refusal.details);
  return (
    <section className="progress" aria-label={title}>
      <b>{title}</b>
      <Progress percent={percent} status={going ? 'active' : status === 'done' ? 'success' : 'exception'} aria-label={title} />
      <p role="status">
        {t(`kit.progress.${status}`, { percent })}{' '}
        {task?.total && going ? t('kit.progress.of', { done: task.done.toLocaleString('en'), total: task.total.toLocaleString('en') }) : ''}
      </p>
      <RefusalAlert refusal={refusal} />
      {going && onCancel && <Button onClick={onCancel}>{t('kit.cancel')}</Button>}
      {status === 'done' && children}
    </section>
  );
}

const percentOf = (task: Props['task']) => (task?.total ? Math.floor((task.done * 100) / task.total) : 0);
