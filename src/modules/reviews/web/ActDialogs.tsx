import { Form, Input, Modal, Select } from 'antd';
import { PersonPicker } from '../../../web/kit/PersonPicker.tsx';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { identity } from '../../../web/session.ts';
import { useText } from '../../../web/text.ts';
import type { ReviewView } from '../contract.ts';
import { reviews, stale } from './client.ts';

type Props = { review: ReviewView; onClose: () => void };
export const loadColleagues = async (q: string) => (await identity.people({ query: { q: q || undefined, size: 20 } })).items;

/** Signs that it passes; an opinion may be said. */
export function PassDialog({ review: { id, version }, onClose }: Props) {
  const t = useText();
  const [form] = Form.useForm<{ opinion?: string }>();
  const pass = useCommand({
    run: ({ opinion }: { opinion?: string }) => reviews.pass({ params: { id }, body: { version, ...(opinion && { opinion }) } }),
    done: t('reviews.passed'),
    refusals: 'alert',
    stale,
    after: onClose,
  });
  return (
    <Modal
      open
      title={t('reviews.pass')}
      okText={t('reviews.pass')}
      cancelText={t('kit.cancel')}
      okButtonProps={{ loading: pass.busy }}
      onOk={form.submit}
      onCancel={onClose}
    >
      <RefusalAlert refusal={pass.refusal} />
      <Form form={form} layout="vertical" onFinish={pass.run}>
        <Form.Item name="opinion" label={t('reviews.opinion')}>
          <Input.TextArea rows={3} maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

/** Returns it to an earlier step, or to whoever submitted it. */
export function ReturnDialog({ review: { id, version, steps, step }, onClose }: Props) {
  const t = useText();
  const [form] = Form.useForm<{ to: number; reason: string }>();
  const back = useCommand({
    run: ({ to, reason }: { to: number; reason: string }) =>
      reviews.sendBack({ params: { id }, body: { version, toStep: to < 0 ? null : to, reason } }),
    done: t('reviews.returned'),
    refusals: 'alert',
    stale,
    after: onClose,
  });
  const earlier = steps.slice(0, step).map(({ name }, value) => ({ value, label: name }));
  return (
    <Modal
      open
      title={t('reviews.return')}
      okText={t('reviews.return')}
      cancelText={t('kit.cancel')}
      okButtonProps={{ danger: true, loading: back.busy }}
      onOk={form.submit}
      onCancel={onClose}
    >
      <RefusalAlert refusal={back.refusal} />
      <p>{t('reviews.return.say')}</p>
      <Form form={form} layout="vertical" initialValues={{ to: -1 }} onFinish={back.run}>
        <Form.Item name="to" label={t('reviews.return.to')}>
          <Select options={[{ value: -1, label: t('reviews.submitter') }, ...earlier]} />
        </Form.Item>
        <Form.Item name="reason" label={t('kit.reason')} rules={[{ required: true, whitespace: true, message: t('kit.reason.required') }]}>
          <Input.TextArea rows={3} maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

/** Passes one's place on to a person, or has one person more sign. */
export function PersonDialog({ review: { id, version }, how, onClose }: Props & { how: 'transfer' | 'add' }) {
  const t = useText();
  const [form] = Form.useForm<{ personId: string; reason: string }>();
  const act = how === 'transfer' ? reviews.passOn : reviews.addSigner;
  const give = useCommand({
    run: (fields: { personId: string; reason: string }) => act({ params: { id }, body: { version, ...fields } }),
    done: t(`reviews.${how}.done`),
    refusals: 'alert',
    stale,
    after: onClose,
  });
  return (
    <Modal
      open
      title={t(`reviews.${how}`)}
      okText={t(`reviews.${how}`)}
      cancelText={t('kit.cancel')}
      okButtonProps={{ loading: give.busy }}
      onOk={form.submit}
      onCancel={onClose}
    >
      <RefusalAlert refusal={give.refusal} />
      <p>{t(`reviews.${how}.say`)}</p>
      <Form form={form} layout="vertical" onFinish={give.run}>
        <Form.Item
          name="personId"
          label={t('reviews.person')}
          rules={[{ required: true, message: t('kit.required', { label: t('reviews.person') }) }]}
        >
          <PersonPicker load={loadColleagues} />
        </Form.Item>
        <Form.Item name="reason" label={t('kit.reason')} rules={[{ required: true, whitespace: true, message: t('kit.reason.required') }]}>
          <Input.TextArea rows={3} maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
