import { Modal, Typography } from 'antd';
import { useText } from '../../../web/text.ts';

/** Shows a one-time password, once. */
export function OneTimePassword({ name, password, onClose }: { name: string; password: string; onClose: () => void }) {
  const t = useText();
  return (
    <Modal
      open
      title={t('people.oneTime')}
      okText={t('kit.ok')}
      onOk={onClose}
      onCancel={onClose}
      mask={{ closable: false }}
      cancelButtonProps={{ hidden: true }}
    >
      <p>{t('people.oneTime.say', { name })}</p>
      <Typography.Text copyable className="secret">
        {password}
      </Typography.Text>
    </Modal>
  );
}
