import { DownOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useNavigate } from 'react-router';
import type { Me } from '../modules/identity/contract.ts';
import { amountChoices, setAmountChoice, useAmountChoice } from './kit/amount-choice.ts';
import { MenuButton } from './kit/MenuButton.tsx';
import { refusalSentence } from './kit/refusal-sentence.ts';
import { signInPath } from './return-address.ts';
import { identity } from './session.ts';
import { setLanguage, useLanguage, useText } from './text.ts';

/** The identity room's page of one's own account. */
export const accountPath = '/account';

/** Who is signed in, and this person's own choices: language, unit of amounts, account, sign out. */
export function AccountMenu({ me }: { me: Me }) {
  const t = useText();
  const other = useLanguage() === 'zh' ? 'en' : 'zh';
  const amount = useAmountChoice();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const signOut = async () => {
    try {
      await identity.signOut({});
      await navigate(signInPath);
      queries.clear();
    } catch (error) {
      void message.error(refusalSentence(t, error).what);
    }
  };
  const groups = [
    { choices: [{ key: 'account', label: t('shell.account'), onChoose: () => void navigate(accountPath) }] },
    {
      heading: t('shell.amount'),
      choices: amountChoices.map((c) => ({ key: c, label: t(`amount.${c}`), isOn: c === amount, onChoose: () => setAmountChoice(c) })),
    },
    { choices: [{ key: 'out', label: t('shell.signOut'), onChoose: () => void signOut() }] },
  ];
  return (
    <>
      <Button type="text" lang={other} onClick={() => setLanguage(other)}>
        {other === 'en' ? 'English' : '中文'}
      </Button>
      <MenuButton
        label={t('shell.account')}
        groups={groups}
        button={(open) => (
          <Button type="text" className="who" aria-expanded={open} aria-haspopup="dialog">
            <span className="who-unit">{me.person.unitName}</span>
            <b>{me.person.name}</b>
            <DownOutlined aria-hidden />
          </Button>
        )}
      />
    </>
  );
}
