import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useText } from '../../../web/text.ts';
import type { LitProject } from '../../lights/web/light-acts.ts';

const IssueDialog = lazy(async () => ({ default: (await import('./IssueDialog.tsx')).IssueDialog }));

/** 督办函: a task of units, raised from a light. */
export function LetterAct({ lit }: { lit: LitProject }) {
  const t = useText();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        size="small"
        type={lit.asks === 'letter' ? 'primary' : 'default'}
        aria-label={t('supervisions.ofLight.of', { project: lit.projectName })}
        onClick={() => setOpen(true)}
      >
        {t('supervisions.ofLight')}
      </Button>
      {open && (
        <Suspense>
          <IssueDialog meeting={null} about={lit} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
