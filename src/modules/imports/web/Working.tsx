import { useQueryClient } from '@tanstack/react-query';
import { Alert } from 'antd';
import { useEffect } from 'react';
import { ProgressPanel } from '../../../web/kit/ProgressPanel.tsx';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { useTask } from '../../../web/kit/task.ts';
import { useText } from '../../../web/text.ts';
import type { ImportView } from '../domain/import-view.ts';
import { importKey } from './client.ts';

/** A check or commit that is going on; whoever began it sees how far it is and can stop it. */
export function Working({ batch, title }: { batch: ImportView; title: string }) {
  const t = useText();
  const queries = useQueryClient();
  const { task, refusal, cancel } = useTask(batch.can.work ? batch.taskId : null);
  const isOver = task !== null && task.status !== 'waiting' && task.status !== 'running';
  useEffect(() => {
    if (isOver) void queries.invalidateQueries({ queryKey: importKey(batch.id) });
  }, [isOver, batch.id, queries]);
  return (
    <section className="import-part">
      {batch.can.work ? <ProgressPanel title={title} task={task} onCancel={cancel} /> : <Alert type="info" showIcon title={title} />}
      <RefusalAlert refusal={refusal} />
      <p className="hint">{t('imports.working.hint')}</p>
    </section>
  );
}
