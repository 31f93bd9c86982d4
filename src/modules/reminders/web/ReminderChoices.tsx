import { useQuery } from '@tanstack/react-query';
import { Button, InputNumber } from 'antd';
import { useState } from 'react';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { type Text, useText } from '../../../web/text.ts';
import type { ChoiceView as Choice } from '../contract.ts';
import { isOfState } from '../domain/due.ts';
import { choicesQuery, reminders } from './client.ts';
import './reminders.css';
import '../../notices/web/notices.css';

/** How early and how often the reader wants to be reminded of each kind, beyond what their unit has them told at least. */
export function ReminderChoices() {
  const t = useText();
  return (
    <section aria-label={t('reminders.choices')} className="reminder-choices">
      <h2>{t('reminders.choices')}</h2>
      <p className="hint">{t('reminders.choices.note')}</p>
      <Loaded query={useQuery(choicesQuery)}>{({ items }) => <ChoiceForm key={JSON.stringify(items)} t={t} items={items} />}</Loaded>
    </section>
  );
}

function ChoiceForm({ t, items }: { t: Text; items: readonly Choice[] }) {
  const [chosen, setChosen] = useState(items);
  const save = useCommand({
    run: () =>
      reminders.choose({
        body: { kinds: Object.fromEntries(chosen.map(({ kind, soonDays, everyDays }) => [kind, { soonDays, everyDays }])) },
      }),
    done: t('choices.saved'),
    refusals: 'alert',
    stale: [choicesQuery.queryKey],
  });
  const set = (kind: string, part: Partial<Choice>) => setChosen(chosen.map((c) => (c.kind === kind ? { ...c, ...part } : c)));
  const days = (c: Choice) => t(`reminders.days.${c.calendar}`);
  return (
    <form
      onSubmit={(e) => {
        e.preventDefault();
        save.run(undefined);
      }}
    >
      <RefusalAlert refusal={save.refusal} />
      <table className="choice-table">
        <thead>
          <tr>
            <th scope="col">{t('reminders.kind')}</th>
            <th scope="col">{t('reminders.soonDays')}</th>
            <th scope="col">{t('reminders.everyDays')}</th>
          </tr>
        </thead>
        <tbody>
          {chosen.map((c) => (
            <tr key={c.kind}>
              <th scope="row">
                {t(`reminders.kind.${c.kind}`)}
                <small>{t(wordsOf(c), { soon: c.least, every: c.most, days: days(c) })}</small>
              </th>
              <td>
                {isOfState(c.kind) ? (
                  t('kit.none')
                ) : (
                  <InputNumber
                    aria-label={t('reminders.soonDays.of', { kind: t(`reminders.kind.${c.kind}`) })}
                    min={c.least}
                    max={30}
                    value={c.soonDays}
                    onChange={(n) => set(c.kind, { soonDays: n ?? c.least })}
                  />
                )}
              </td>
              <td>
                <InputNumber
                  aria-label={t('reminders.everyDays.of', { kind: t(`reminders.kind.${c.kind}`) })}
                  min={1}
                  max={c.most}
                  value={c.everyDays}
                  onChange={(n) => set(c.kind, { everyDays: n ?? c.most })}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Button type="primary" htmlType="submit" loading={save.busy}>
        {t('reminders.choices.save')}
      </Button>
    </form>
  );
}

/** What the reader's unit has them told at least. */
const wordsOf = ({ kind, isSent }: Choice) => {
  if (isOfState(kind)) return 'reminders.least.state';
  return isSent ? 'reminders.least.sent' : 'reminders.least';
};
