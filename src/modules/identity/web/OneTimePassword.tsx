import { Button, Modal, Typography } from 'antd';
import { useText } from '../../../web/text.ts';

/** Shows a one-time password, once. */
export function OneTimePassword({ name, password, onClose }: { name: string; password: string; onClose: () => void }) {
  const t = useText();
  return (
    <Modal
      open
      title={t('people.oneTime')}
      mask={{ closable: false }}
      onCancel={onClose}
      footer={
        <Button type="primary" onClick={onClose}>
          {t('kit.ok')}
        </Button>
      }
    >
      <p>{t('people.oneTime.say', { name })}</p>
      <Typography.Text copyable className="secret">
        {password}
      </Typography.Text>
    </Modal>
  );
}
