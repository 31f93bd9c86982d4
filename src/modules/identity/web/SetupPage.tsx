import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Spin } from 'antd';
import { Navigate, useNavigate } from 'react-router';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { identity } from '../../../web/session.ts';
import { useText } from '../../../web/text.ts';
import { Themed } from '../../../web/Themed.tsx';
import { loginPattern } from '../domain/person.ts';
import { Gate } from './Gate.tsx';
import { PasswordFields } from './PasswordFields.tsx';

const offices = ['system', 'security', 'audit'] as const;
type Admin = { name: string; login: string; password: string };
type Setup = { unit: { name: string; code: string } } & Record<(typeof offices)[number], Admin>;

/** The first run: the root unit and the three administrators. Afterwards the address leads to the sign-in. */
export function SetupPage() {
  const t = useText();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const status = useQuery({ queryKey: ['setup'], queryFn: () => identity.setupStatus({}) });
  const create = useMutation({
    mutationFn: ({ unit, ...admins }: Setup) => {
      const only = ({ name, login, password }: Admin) => ({ name, login, password });
      return identity.setUp({ body: { unit, system: only(admins.system), security: only(admins.security), audit: only(admins.audit) } });
    },
    onSuccess: async () => {
      queries.clear();
      await navigate('/sign-in', { replace: true, state: { fresh: true } });
    },
  });
  if (status.data?.isSetUp) return <Navigate to="/sign-in" replace />;
  const needed = (label: string) => [{ required: true, whitespace: true, message: t('kit.required', { label }) }];
  return (
    <Gate title={t('setup.title')} wide>
      <h2>{t('setup.title')}</h2>
      <p>{t('setup.intro')}</p>
      <RefusalAlert refusal={status.error ?? create.error} />
      {status.isPending ? (
        <Spin />
      ) : (
        <Themed>
          <Form<Setup>
            layout="vertical"
            requiredMark={false}
            initialValues={{ unit: status.data?.unit ?? { code: '000000' } }}
            onFinish={(setup) => create.mutate(setup)}
          >
            <fieldset className="offices">
              <Form.Item
                name={['unit', 'name']}
                label={t('setup.unit.name')}
                extra={t('setup.unit.name.hint')}
                rules={needed(t('setup.unit.name'))}
              >
                <Input maxLength={100} autoComplete="organization" />
              </Form.Item>
              <Form.Item name={['unit', 'code']} label={t('setup.unit.code')} rules={needed(t('setup.unit.code'))}>
                <Input maxLength={32} autoComplete="off" />
              </Form.Item>
            </fieldset>
            <div className="offices">
              {offices.map((office) => (
                <fieldset key={office} aria-label={t(`setup.office.${office}`)}>
                  <h2>{t(`setup.office.${office}`)}</h2>
                  <p className="hint">{t(`setup.office.${office}.does`)}</p>
                  <Form.Item name={[office, 'name']} label={t('setup.person')} rules={needed(t('setup.person'))}>
                    <Input maxLength={50} autoComplete="off" />
                  </Form.Item>
                  <Form.Item
                    name={[office, 'login']}
                    label={t('signIn.login')}
                    extra={t('login.rules')}
                    rules={[{ required: true, pattern: loginPattern, message: t('login.rules') }]}
                  >
                    <Input maxLength={32} autoComplete="off" autoCapitalize="none" />
                  </Form.Item>
                  <PasswordFields name={[office, 'password']} label={t('signIn.password')} />
                </fieldset>
              ))}
            </div>
            <Button type="primary" htmlType="submit" loading={create.isPending}>
              {t('setup.create')}
            </Button>
          </Form>
        </Themed>
      )}
    </Gate>
  );
}
