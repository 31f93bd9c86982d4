import { Button, Modal } from 'antd';
import { useState } from 'react';
import { PersonPicker } from '../../../web/kit/PersonPicker.tsx';
import { ReasonDialog } from '../../../web/kit/ReasonDialog.tsx';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { identity } from '../../../web/session.ts';
import { useText } from '../../../web/text.ts';
import type { ProjectPermits } from '../contract.ts';
import { permits } from './client.ts';

const people = async (q: string) => (await identity.people({ query: { q: q || undefined, size: 20 } })).items;
type Props = { projectId: string; found: ProjectPermits };

/** Who runs the errands of a project, and whether it is on the green channel. */
export function ArrangeActs({ projectId, found }: Props) {
  const t = useText();
  const [open, setOpen] = useState<'agent' | 'green' | null>(null);
  const channel = useCommand({
    run: (reason: string) => permits.setChannel({ params: { id: projectId }, body: { isGreen: !found.isGreen, reason } }),
    done: t('permits.saved'),
    after: () => setOpen(null),
    refusals: 'alert',
  });
  const title = t(found.isGreen ? 'permits.green.end' : 'permits.green.begin');
  return (
    <>
      <Button onClick={() => setOpen('agent')}>{t('permits.agent.set')}</Button>
      <Button onClick={() => setOpen('green')}>{title}</Button>
      <ReasonDialog
        open={open === 'green'}
        title={title}
        busy={channel.busy}
        refusal={channel.refusal}
        onGive={channel.run}
        onCancel={() => setOpen(null)}
      >
        <p className="hint">{t('permits.green.note')}</p>
      </ReasonDialog>
      {open === 'agent' && <AgentDialog projectId={projectId} found={found} onClose={() => setOpen(null)} />}
    </>
  );
}

function AgentDialog({ projectId, found, onClose }: Props & { onClose: () => void }) {
  const t = useText();
  const [personId, setPerson] = useState<string | null>(found.agent?.id ?? null);
  const act = useCommand({
    run: () => permits.setAgent({ params: { id: projectId }, body: { personId } }),
    done: t('permits.saved'),
    after: onClose,
    refusals: 'alert',
  });
  return (
    <Modal
      open
      title={t('permits.agent.set')}
      okText={t('permits.save')}
      okButtonProps={{ loading: act.busy }}
      cancelText={t('kit.cancel')}
      onOk={() => act.run(undefined)}
      onCancel={onClose}
    >
      <RefusalAlert refusal={act.refusal} />
      <p className="hint">{t('permits.agent.note')}</p>
      <PersonPicker aria-label={t('permits.agent')} value={personId} onChange={setPerson} load={people} chosen={found.agent} />
    </Modal>
  );
}
