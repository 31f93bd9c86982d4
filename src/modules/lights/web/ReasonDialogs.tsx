import { Button, Input, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { ReasonDialog } from '../../../web/kit/ReasonDialog.tsx';
import { useAsked } from '../../../web/kit/use-asked.ts';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { useText } from '../../../web/text.ts';
import { type ReasonClass, reasonClasses } from '../domain/reason.ts';
import { lights } from './client.ts';

type Props = { id: string; month: string };
type AskProps = {
  /** What an address calls it that opens it. */
  name: string;
  title: string;
  done: string;
  send: (why: { class: ReasonClass; words: string }) => Promise<unknown>;
  children?: ReactNode;
};

/** Asks why a light is as it is: the class of the reason, and the words. */
function Ask({ name, title, done, send, children }: AskProps) {
  const t = useText();
  const [chosen, setChosen] = useState(false);
  const [asked, seen] = useAsked('act');
  const open = chosen || asked === name;
  const close = () => {
    setChosen(false);
    seen();
  };
  const [kind, setKind] = useState<ReasonClass>('enterprise');
  const act = useCommand({ run: (words: string) => send({ class: kind, words }), done, after: close, refusals: 'alert' });
  return (
    <>
      <Button onClick={() => setChosen(true)}>{title}</Button>
      <ReasonDialog open={open} title={title} busy={act.busy} refusal={act.refusal} onGive={act.run} onCancel={close}>
        <label className="light-field">
          {t('lights.class')}
          <Select
            aria-label={t('lights.class')}
            value={kind}
            options={reasonClasses.map((value) => ({ value, label: t(`lights.class.${value}`) }))}
            onChange={setKind}
          />
        </label>
        {children}
      </ReasonDialog>
    </>
  );
}

/** The unit says why a light of a month is not green. */
export function ExplainDialog({ id, month }: Props) {
  const t = useText();
  return (
    <Ask
      name="explain"
      title={t('lights.explain')}
      done={t('lights.explained')}
      send={(why) => lights.explain({ params: { id }, body: { month, ...why } })}
    />
  );
}

/** The bureau lets a project off for a good reason, up to a month. */
export function ExemptDialog({ id, month }: Props) {
  const t = useText();
  const [untilMonth, setUntilMonth] = useState(month);
  return (
    <Ask
      name="exempt"
      title={t('lights.exempt')}
      done={t('lights.exempted')}
      send={(why) => lights.exempt({ params: { id }, body: { untilMonth, ...why } })}
    >
      <label className="light-field">
        {t('lights.exempt.until')}
        <Input type="month" value={untilMonth} onChange={(e) => setUntilMonth(e.target.value)} />
      </label>
    </Ask>
  );
}
