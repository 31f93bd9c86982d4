import { Button, Input } from 'antd';
import { useState } from 'react';
import { ReasonDialog } from '../../../web/kit/ReasonDialog.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { useText } from '../../../web/text.ts';
import { progress } from './client.ts';

/** Names a project that may still report a closed month, until a day and for a reason. */
export function ExceptDialog({ id, month }: { id: string; month: string }) {
  const t = useText();
  const [open, setOpen] = useState(false);
  const [untilOn, setUntilOn] = useState('');
  const act = useCommand({
    run: (reason: string) => progress.except({ params: { id }, body: { month, untilOn, reason } }),
    done: t('progress.except.done'),
    after: () => setOpen(false),
    refusals: 'alert',
  });
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('progress.except')}</Button>
      <ReasonDialog
        open={open}
        title={t('progress.except')}
        busy={act.busy}
        refusal={act.refusal}
        onGive={act.run}
        onCancel={() => setOpen(false)}
      >
        <p>{t('progress.except.what', { month })}</p>
        <label className="report-until">
          {t('progress.except.until')}
          <Input type="date" value={untilOn} onChange={(e) => setUntilOn(e.target.value)} />
        </label>
      </ReasonDialog>
    </>
  );
}
