import { Button, Checkbox, Modal, Popconfirm } from 'antd';
import { useState } from 'react';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { identity } from '../../../web/session.ts';
import { useText } from '../../../web/text.ts';
import type { Person } from '../domain/person-shape.ts';

const stale = [['table', 'people']];
type Props = { person: Person; onEdit: () => void; onGiven: (password: string) => void };

/** What the system administrator may do with one account. */
export function PersonActs({ person, onEdit, onGiven }: Props) {
  const t = useText();
  const [resetting, setResetting] = useState(false);
  const { id, name, version, isActive, can } = person;
  const setActive = useCommand({
    run: (active: boolean) => identity.setPersonActive({ params: { id }, body: { isActive: active, version } }),
    done: t('people.saved'),
    stale,
  });
  return (
    <div className="panel-acts">
      {can.edit && <Button onClick={onEdit}>{t('people.edit')}</Button>}
      {can.resetPassword && isActive && person.login && <Button onClick={() => setResetting(true)}>{t('people.reset')}</Button>}
      {can.deactivate && isActive && (
        <Popconfirm
          title={t('people.close.say', { name })}
          okText={t('people.close')}
          cancelText={t('kit.cancel')}
          onConfirm={() => setActive.run(false)}
        >
          <Button danger loading={setActive.busy}>
            {t('people.close')}
          </Button>
        </Popconfirm>
      )}
      {can.deactivate && !isActive && (
        <Button loading={setActive.busy} onClick={() => setActive.run(true)}>
          {t('people.open')}
        </Button>
      )}
      {resetting && <ResetDialog person={person} onClose={() => setResetting(false)} onGiven={onGiven} />}
    </div>
  );
}

export function ResetDialog({ person, onClose, onGiven }: { person: Person; onClose: () => void; onGiven: (password: string) => void }) {
  const t = useText();
  const [clearTotp, setClearTotp] = useState(false);
  const reset = useCommand({
    run: () => identity.resetPassword({ params: { id: person.id }, body: { clearTotp } }),
    refusals: 'alert',
    stale,
    after: ({ password }) => {
      onClose();
      onGiven(password);
    },
  });
  return (
    <Modal
      open
      title={t('people.reset')}
      okText={t('people.reset')}
      cancelText={t('kit.cancel')}
      okButtonProps={{ loading: reset.busy }}
      onOk={() => reset.run(undefined)}
      onCancel={onClose}
    >
      <RefusalAlert refusal={reset.refusal} />
      <p>{t('people.reset.say', { name: person.name })}</p>
      <Checkbox checked={clearTotp} onChange={(e) => setClearTotp(e.target.checked)}>
        {t('people.clearTotp')}
      </Checkbox>
    </Modal>
  );
}
