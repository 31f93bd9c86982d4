import { DownOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Dropdown } from 'antd';
import { useNavigate } from 'react-router';
import type { Me } from '../modules/identity/contract.ts';
import { refusalSentence } from './kit/refusal-sentence.ts';
import { amountChoices, setAmountChoice, useAmountChoice } from './kit/amount-choice.ts';
import { identity } from './session.ts';
import { signInPath } from './return-address.ts';
import { setLanguage, useLanguage, useText } from './text.ts';

/** The identity room's page of one's own account. */
export const accountPath = '/account';

/** Who is signed in, and this person's own choices: language, unit of amounts, account, sign out. */
export function AccountMenu({ me }: { me: Me }) {
  const t = useText();
  const language = useLanguage();
  const amount = useAmountChoice();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const signOut = async () => {
    try {
      await identity.signOut({});
      queries.clear();
      await navigate(signInPath);
    } catch (error) {
      void message.error(refusalSentence(t, error).what);
    }
  };
  const other = language === 'zh' ? 'en' : 'zh';
  const items = [
    { key: 'account', label: t('shell.account'), onClick: () => void navigate(accountPath) },
    {
      key: 'amount',
      label: t('shell.amount'),
      children: amountChoices.map((choice) => ({
        key: choice,
        label: `${choice === amount ? '✓ ' : ''}${t(`amount.${choice}`)}`,
        onClick: () => setAmountChoice(choice),
      })),
    },
    { type: 'divider' as const },
    { key: 'out', label: t('shell.signOut'), onClick: () => void signOut() },
  ];
  return (
    <>
      <Button type="text" lang={other} onClick={() => setLanguage(other)}>
        {other === 'en' ? 'English' : '中文'}
      </Button>
      <Dropdown menu={{ items }} trigger={['click']}>
        <Button type="text" className="who">
          <span className="who-unit">{me.person.unitName}</span>
          <b>{me.person.name}</b>
          <DownOutlined aria-hidden />
        </Button>
      </Dropdown>
    </>
  );
}
