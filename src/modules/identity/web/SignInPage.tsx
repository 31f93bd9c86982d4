import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Navigate, useLocation, useNavigate, useSearchParams } from 'react-router';
import { Refusal } from '../../../kernel/refusal.ts';
import { OpenField, OpenSubmit } from '../../../web/kit/OpenField.tsx';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { addressAfterSignIn } from '../../../web/return-address.ts';
import { identity } from '../../../web/session.ts';
import { useText } from '../../../web/text.ts';
import { Gate } from './Gate.tsx';

type Entry = { login: string; password: string; code?: string };

/** Plain HTML, so that the first page comes quickly on a slow line; the component library follows it. */
export function SignInPage() {
  const t = useText();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [search] = useSearchParams();
  const { state } = useLocation() as { state: { fresh?: boolean } | null };
  const [asksCode, setAsksCode] = useState(false);
  const status = useQuery({ queryKey: ['setup'], queryFn: () => identity.setupStatus({}) });
  const enter = useMutation({
    mutationFn: (body: Entry) => identity.signIn({ body }),
    onSuccess: async () => {
      queries.clear();
      await navigate(addressAfterSignIn(search), { replace: true });
    },
    onError: (error) => setAsksCode((asked) => asked || (error instanceof Refusal && error.code === 'session.code_required')),
  });
  const onlyAsked = enter.error instanceof Refusal && enter.error.code === 'session.code_required';
  const send = (e: FormEvent<HTMLFormElement>) => {
    e.preventDefault();
    const { login = '', password = '', code } = Object.fromEntries(new FormData(e.currentTarget)) as Record<string, string>;
    enter.mutate({ login, password, ...(code !== undefined && { code }) });
  };
  if (status.data && !status.data.isSetUp) return <Navigate to="/setup" replace />;
  return (
    <Gate title={t('signIn.title')}>
      {state?.fresh && !enter.error && <output className="gate-done">{t('setup.done')}</output>}
      <RefusalAlert refusal={status.error ?? (onlyAsked ? null : enter.error)} />
      <form onSubmit={send}>
        <OpenField label={t('signIn.login')} name="login" autoComplete="username" autoCapitalize="none" maxLength={100} required />
        <OpenField label={t('signIn.password')} name="password" type="password" autoComplete="current-password" maxLength={200} required />
        {asksCode && (
          <OpenField
            label={t('signIn.code')}
            hint={t('signIn.code.hint')}
            name="code"
            autoComplete="one-time-code"
            inputMode="numeric"
            pattern="\d{6}"
            maxLength={6}
            required
          />
        )}
        <OpenSubmit busy={enter.isPending}>{t('signIn.enter')}</OpenSubmit>
        <p className="hint">{t('signIn.forgot')}</p>
      </form>
    </Gate>
  );
}
