import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Checkbox, Input, Select } from 'antd';
import { Suspense, useState } from 'react';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { useText } from '../../../web/text.ts';
import { momentText } from '../../identity/web/moment.ts';
import type { Choices } from '../contract.ts';
import { type NoticeGroup, noticeGroups } from '../domain/kind.ts';
import { choiceParts } from './choice-parts.ts';
import { choicesQuery, notices } from './client.ts';
import { faultSentence } from './sentence.ts';
import './notices.css';

/** How the reader wants to be told outside the product, and what could not be delivered. */
export function ChoicesPage() {
  const t = useText();
  const query = useQuery(choicesQuery);
  return (
    <>
      <PageHeader title={t('choices.title')} trail={[[t('notices.title'), '/notices']]} note={t('choices.note')} />
      <Loaded query={query}>
        {(choices) => (
          <div className="choices-page">
            <Failures failures={choices.failures} />
            <ChoiceForm choices={choices} />
            <Suspense>
              {choiceParts().map((Part, i) => (
                <Part key={i} />
              ))}
            </Suspense>
          </div>
        )}
      </Loaded>
    </>
  );
}

function Failures({ failures }: Pick<Choices, 'failures'>) {
  const t = useText();
  if (failures.length === 0) return null;
  const list = (
    <ul>
      {failures.map((f) => (
        <li key={`${f.channel} ${f.at}`}>
          {t('choices.failed', { at: momentText(f.at), channel: t(`channel.${f.channel}`), n: f.count })}
          {f.error && ` ${faultSentence(t, f.error)}`}
        </li>
      ))}
    </ul>
  );
  return <Alert type="error" showIcon title={t('choices.failures')} description={list} />;
}

// Failures are told in the product alone, so nobody chooses how.
const offered = noticeGroups.filter((group) => group !== 'system');
type Draft = Pick<Choices, 'email' | 'robotId' | 'mailGroups' | 'robotGroups'>;

function ChoiceForm({ choices }: { choices: Choices }) {
  const t = useText();
  const [draft, setDraft] = useState<Draft>(choices);
  const set = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const save = useCommand({
    run: ({ email, robotId, mailGroups, robotGroups }: Draft) =>
      notices.choose({ body: { email: email || null, robotId, mailGroups, robotGroups } }),
    done: t('choices.saved'),
    refusals: 'alert',
    stale: [choicesQuery.queryKey],
  });
  const toggle = (of: 'mailGroups' | 'robotGroups', group: NoticeGroup, isOn: boolean) =>
    set({ [of]: isOn ? [...draft[of], group] : draft[of].filter((g) => g !== group) });
  const box = (of: 'mailGroups' | 'robotGroups', group: NoticeGroup, isOffered: boolean) => (
    <Checkbox
      aria-label={`${t(`notice.group.${group}`)} ${t(of === 'mailGroups' ? 'channel.mail' : 'channel.robot')}`}
      checked={draft[of].includes(group)}
      disabled={!isOffered && !draft[of].includes(group)}
      onChange={(e) => toggle(of, group, e.target.checked)}
    />
  );
  const mayMail = choices.hasMail && Boolean(draft.email);
  return (
    <form
      onSubmit={(e) => {
        e.preventDefault();
        save.run(draft);
      }}
    >
      <RefusalAlert refusal={save.refusal} />
      <label className="choice-field">
        {t('choices.email')}
        <Input
          type="email"
          maxLength={200}
          value={draft.email ?? ''}
          disabled={!choices.hasMail}
          onChange={(e) => set({ email: e.target.value, ...(!e.target.value && { mailGroups: [] }) })}
        />
        {!choices.hasMail && <small>{t('choices.noMail')}</small>}
      </label>
      <label className="choice-field">
        {t('choices.robot')}
        <Select
          allowClear
          value={draft.robotId}
          disabled={choices.robots.length === 0}
          options={choices.robots.map((r) => ({ value: r.id, label: `${r.name}（${t(`robot.kind.${r.kind}`)}）` }))}
          onChange={(id: string | undefined) => set({ robotId: id ?? null, ...(!id && { robotGroups: [] }) })}
        />
        {choices.robots.length === 0 && <small>{t('choices.noRobot')}</small>}
      </label>
      <table className="choice-table">
        <thead>
          <tr>
            <th scope="col">{t('notices.column.group')}</th>
            <th scope="col">{t('channel.product')}</th>
            <th scope="col">{t('channel.mail')}</th>
            <th scope="col">{t('channel.robot')}</th>
          </tr>
        </thead>
        <tbody>
          {offered.map((group) => (
            <tr key={group}>
              <th scope="row">
                {t(`notice.group.${group}`)}
                <small>{t(`notice.group.${group}.hint`)}</small>
              </th>
              <td>{t('choices.always')}</td>
              <td>{box('mailGroups', group, mayMail)}</td>
              <td>{box('robotGroups', group, draft.robotId !== null)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Button type="primary" htmlType="submit" loading={save.busy}>
        {t('choices.save')}
      </Button>
    </form>
  );
}
