import { useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Descriptions, Form, Input } from 'antd';
import { useNavigate } from 'react-router';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { identity, meQuery, useMe } from '../../../web/session.ts';
import { useText } from '../../../web/text.ts';
import './identity.css';
import { PasswordFields } from './PasswordFields.tsx';
import { SessionList } from './SessionList.tsx';
import { TotpPanel } from './TotpPanel.tsx';

/** One's own account: password, second factor, devices. The only page that a password given by someone else opens. */
export function AccountPage() {
  const t = useText();
  const me = useMe();
  return (
    <>
      <PageHeader title={t('account.title')} />
      {me.mustChangePassword && <Alert type="warning" showIcon role="alert" className="refusal" title={t('account.must')} />}
      <div className="account">
        <section>
          <h2>{t('account.password')}</h2>
          <PasswordForm mustChange={me.mustChangePassword} />
        </section>
        {!me.mustChangePassword && (
          <>
            <section>
              <h2>{t('account.person')}</h2>
              <About />
              <h2>{t('account.totp')}</h2>
              <TotpPanel hasTotp={me.hasTotp} />
            </section>
            <section className="account-wide">
              <h2>{t('account.sessions')}</h2>
              <SessionList queryKey={['my-sessions']} load={() => identity.mySessions({})} />
            </section>
          </>
        )}
      </div>
    </>
  );
}

function About() {
  const t = useText();
  const { person, roles } = useMe();
  const items = [
    { key: 'name', label: t('account.name'), children: person.name },
    { key: 'post', label: t('account.post'), children: person.post ?? t('kit.none') },
    { key: 'unit', label: t('account.unit'), children: person.unitName },
    { key: 'login', label: t('signIn.login'), children: person.login },
    { key: 'roles', label: t('account.roles'), children: roles.map((r) => t(`role.${r}`)).join(t('shell.comma')) || t('account.noRole') },
  ];
  return <Descriptions size="small" column={1} items={items} />;
}

type Change = { current: string; next: string };
function PasswordForm({ mustChange }: { mustChange: boolean }) {
  const t = useText();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [form] = Form.useForm<Change>();
  const change = useCommand({
    run: ({ current, next }: Change) => identity.changePassword({ body: { current, next } }),
    done: t('account.password.changed'),
    refusals: 'alert',
    stale: [meQuery.queryKey, ['my-sessions']],
    after: async () => {
      form.resetFields();
      await queries.invalidateQueries();
      // Whoever had to change it before anything else was on the way to somewhere else.
      if (mustChange) await navigate('/', { replace: true });
    },
  });
  return (
    <Form<Change> form={form} layout="vertical" requiredMark={false} onFinish={change.run}>
      <RefusalAlert refusal={change.refusal} />
      <Form.Item
        name="current"
        label={t('account.password.current')}
        rules={[{ required: true, message: t('kit.required', { label: t('account.password.current') }) }]}
      >
        <Input.Password autoComplete="current-password" maxLength={200} />
      </Form.Item>
      <PasswordFields name="next" label={t('account.password.next')} />
      <Button type="primary" htmlType="submit" loading={change.busy}>
        {t('account.save')}
      </Button>
    </Form>
  );
}
