import { Button, Form, Input, Modal, Typography } from 'antd';
import { useState } from 'react';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { identity, meQuery } from '../../../web/session.ts';
import { useText } from '../../../web/text.ts';

const stale = [meQuery.queryKey];

/** Turns the authenticator app on (secret, then its first code) and off. Both ask for the password. */
export function TotpPanel({ hasTotp }: { hasTotp: boolean }) {
  const t = useText();
  const [asking, setAsking] = useState(false);
  const [enrolment, setEnrolment] = useState<{ secret: string; uri: string } | null>(null);
  const close = () => setAsking(false);
  const begin = useCommand({
    run: (password: string) => identity.beginTotp({ body: { password } }),
    refusals: 'alert',
    stale: [],
    after: (given) => {
      close();
      setEnrolment(given);
    },
  });
  const end = useCommand({
    run: (password: string) => identity.disableTotp({ body: { password } }),
    done: t('account.totp.ended'),
    refusals: 'alert',
    stale,
    after: close,
  });
  const act = hasTotp ? end : begin;
  const title = t(hasTotp ? 'account.totp.end' : 'account.totp.begin');
  if (enrolment && !hasTotp) return <Enrolment {...enrolment} />;
  return (
    <>
      <p>{t(hasTotp ? 'account.totp.on' : 'account.totp.off')}</p>
      <Button danger={hasTotp} onClick={() => setAsking(true)}>
        {title}
      </Button>
      <PasswordDialog open={asking} title={title} act={act} onCancel={close} />
    </>
  );
}

type Act = { run: (password: string) => void; busy: boolean; refusal: unknown };
function PasswordDialog({ open, title, act, onCancel }: { open: boolean; title: string; act: Act; onCancel: () => void }) {
  const t = useText();
  const [form] = Form.useForm<{ password: string }>();
  const label = t('account.password.current');
  return (
    <Modal
      open={open}
      title={title}
      okText={title}
      cancelText={t('kit.cancel')}
      okButtonProps={{ loading: act.busy }}
      onOk={form.submit}
      onCancel={onCancel}
      destroyOnHidden
    >
      <RefusalAlert refusal={act.refusal} />
      <Form form={form} layout="vertical" requiredMark={false} clearOnDestroy onFinish={({ password }) => act.run(password)}>
        <Form.Item name="password" label={label} rules={[{ required: true, message: t('kit.required', { label }) }]}>
          <Input.Password autoComplete="current-password" maxLength={200} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

function Enrolment({ secret, uri }: { secret: string; uri: string }) {
  const t = useText();
  const confirm = useCommand({
    run: ({ code }: { code: string }) => identity.confirmTotp({ body: { code } }),
    done: t('account.totp.confirmed'),
    refusals: 'alert',
    stale,
  });
  return (
    <>
      <p>{t('account.totp.steps')}</p>
      <p>
        {t('account.totp.secret')}{' '}
        <Typography.Text copyable className="secret">
          {secret}
        </Typography.Text>
      </p>
      <Typography.Paragraph copyable={{ text: uri }} type="secondary">
        {t('account.totp.uri')}
      </Typography.Paragraph>
      <RefusalAlert refusal={confirm.refusal} />
      <Form<{ code: string }> layout="inline" onFinish={confirm.run}>
        <Form.Item name="code" label={t('signIn.code')} rules={[{ required: true, pattern: /^\d{6}$/, message: t('signIn.code.hint') }]}>
          <Input inputMode="numeric" autoComplete="one-time-code" maxLength={6} />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={confirm.busy}>
          {t('account.totp.confirm')}
        </Button>
      </Form>
    </>
  );
}
