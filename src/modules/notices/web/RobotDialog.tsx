import { Checkbox, Form, Input, Modal, Select } from 'antd';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { UnitPicker } from '../../../web/kit/UnitPicker.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { useText } from '../../../web/text.ts';
import { loadUnits } from '../../identity/web/unit-filter.tsx';
import type { RobotView } from '../contract.ts';
import { type RobotKind, robotKinds, signsWithSecret } from '../domain/robot-kind.ts';
import { notices } from './client.ts';

type Fields = { name: string; kind: RobotKind; unitId: string; url?: string; secret?: string; isActive: boolean };

/** A new group robot, or a change to one. Its address and secret are never shown again; what is left empty stays. */
export function RobotDialog({ robot, onClose }: { robot: RobotView | null; onClose: () => void }) {
  const t = useText();
  const [form] = Form.useForm<Fields>();
  const kind = Form.useWatch('kind', form) ?? robot?.kind ?? 'wecom';
  const save = useCommand({
    run: async ({ url, secret, isActive, ...fields }: Fields): Promise<unknown> => {
      if (!robot) return notices.addRobot({ body: { ...fields, url: url ?? '', secret: secret || null } });
      const changed = { ...(url && { url }), ...(secret && { secret }) };
      return notices.editRobot({ params: { id: robot.id }, body: { ...fields, ...changed, isActive, version: robot.version } });
    },
    done: t('robots.saved'),
    refusals: 'alert',
    stale: [['notices', 'robots']],
    after: onClose,
  });
  const needed = (label: string) => [{ required: true, whitespace: true, message: t('kit.required', { label }) }];
  const title = t(robot ? 'robots.edit' : 'robots.add');
  const keep = robot && t('robots.keep');
  return (
    <Modal
      open
      title={title}
      okText={title}
      cancelText={t('kit.cancel')}
      okButtonProps={{ loading: save.busy }}
      onOk={form.submit}
      onCancel={onClose}
    >
      <RefusalAlert refusal={save.refusal} />
      <Form<Fields> form={form} layout="vertical" initialValues={robot ?? { kind: 'wecom', isActive: true }} onFinish={save.run}>
        <Form.Item name="name" label={t('robots.name')} rules={needed(t('robots.name'))}>
          <Input maxLength={50} />
        </Form.Item>
        <Form.Item name="kind" label={t('robots.kind')}>
          <Select options={robotKinds.map((value) => ({ value, label: t(`robot.kind.${value}`) }))} />
        </Form.Item>
        <Form.Item name="unitId" label={t('robots.unit')} extra={t('robots.unit.hint')} rules={needed(t('robots.unit'))}>
          <UnitPicker load={loadUnits} />
        </Form.Item>
        <Form.Item name="url" label={t('robots.url')} extra={keep} rules={robot ? [] : needed(t('robots.url'))}>
          <Input maxLength={1000} autoComplete="off" placeholder="https://" />
        </Form.Item>
        {signsWithSecret(kind) && (
          <Form.Item name="secret" label={t('robots.secret')} extra={keep}>
            <Input.Password maxLength={200} autoComplete="new-password" />
          </Form.Item>
        )}
        {robot && (
          <Form.Item name="isActive" valuePropName="checked">
            <Checkbox>{t('robots.active')}</Checkbox>
          </Form.Item>
        )}
      </Form>
    </Modal>
  );
}
