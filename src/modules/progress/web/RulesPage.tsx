import { useQuery } from '@tanstack/react-query';
import { Button, Checkbox, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { type Text, useText } from '../../../web/text.ts';
import { momentText } from '../../identity/web/moment.ts';
import { stages } from '../../projects/domain/stage.ts';
import { useToday } from '../../projects/web/use-today.ts';
import type { ReportRules } from '../domain/rules.ts';
import { progress } from './client.ts';
import './progress.css';

type Rules = Awaited<ReturnType<typeof progress.rules>>;
const rulesQuery = { queryKey: ['progress', 'rules'], queryFn: () => progress.rules({}) };
const monthNos = Array.from({ length: 12 }, (_, i) => String(i + 1).padStart(2, '0'));

/** 月报规则: when a report opens and is due, which months have none of their own, and who owes one; published from a month on. */
export function RulesPage() {
  const t = useText();
  return (
    <>
      <PageHeader title={t('progress.rules')} trail={[[t('progress.title'), '/reports']]} note={t('progress.rules.note')} />
      <Loaded query={useQuery(rulesQuery)}>{(found) => <Body key={found.versions.length} t={t} found={found} />}</Loaded>
    </>
  );
}

function Body({ t, found }: { t: Text; found: Rules }) {
  const running = useToday().slice(0, 7);
  const [rules, setRules] = useState<ReportRules>(found.current.rules);
  const [fromMonth, setFromMonth] = useState(running);
  const act = useCommand({
    run: () => progress.publish({ body: { rules, fromMonth } }),
    done: ({ version }) => t('progress.rules.published', { n: version }),
    refusals: 'alert',
    stale: [rulesQuery.queryKey],
  });
  const mayEdit = found.can.publish;
  return (
    <>
      <RefusalAlert refusal={act.refusal} />
      <h2>{t('progress.rules.current', { n: found.current.version })}</h2>
      <RuleFields t={t} rules={rules} onChange={mayEdit ? setRules : null} />
      {mayEdit && (
        <div className="report-rule-tools">
          <label>
            {t('progress.rules.from')} <Input type="month" min={running} value={fromMonth} onChange={(e) => setFromMonth(e.target.value)} />
          </label>
          <Button type="primary" disabled={rules.stages.length === 0} loading={act.busy} onClick={() => act.run(undefined)}>
            {t('progress.rules.publish')}
          </Button>
        </div>
      )}
      <h2>{t('progress.rules.versions')}</h2>
      <ul>
        {found.versions.map((v) => (
          <li key={v.version}>
            {t('progress.rules.version', { n: v.version, from: v.effectiveFrom.slice(0, 7), day: v.rules.dueOnDay })}{' '}
            <small>{momentText(v.publishedAt)}</small>
          </li>
        ))}
      </ul>
    </>
  );
}

type FieldsProps = { t: Text; rules: ReportRules; onChange: ((rules: ReportRules) => void) | null };
function RuleFields({ t, rules, onChange }: FieldsProps) {
  const set = (part: Partial<ReportRules>) => onChange?.({ ...rules, ...part });
  const disabled = !onChange;
  const monthWord = (no: string) => t('progress.rules.monthNo', { n: Number(no) });
  return (
    <div className="report-rules">
      <label>
        {t('progress.rules.opensOnDay')}
        <InputNumber
          min={1}
          max={28}
          disabled={disabled}
          aria-label={t('progress.rules.opensOnDay')}
          value={rules.opensOnDay}
          onChange={(n) => set({ opensOnDay: n ?? 1 })}
        />
      </label>
      <label>
        {t('progress.rules.dueOnDay')}
        <InputNumber
          min={1}
          max={28}
          disabled={disabled}
          aria-label={t('progress.rules.dueOnDay')}
          value={rules.dueOnDay}
          onChange={(n) => set({ dueOnDay: n ?? 1 })}
        />
      </label>
      <Checkbox disabled={disabled} checked={rules.onWorkingDay} onChange={(e) => set({ onWorkingDay: e.target.checked })}>
        {t('progress.rules.onWorkingDay')}
      </Checkbox>
      <label>
        {t('progress.rules.exempt')}
        <Select
          mode="multiple"
          disabled={disabled}
          aria-label={t('progress.rules.exempt')}
          value={rules.exempt}
          maxCount={11}
          options={monthNos.map((value) => ({ value, label: monthWord(value) }))}
          onChange={(exempt) => set({ exempt: exempt.toSorted() })}
        />
      </label>
      <Checkbox disabled={disabled} checked={rules.combines} onChange={(e) => set({ combines: e.target.checked })}>
        {t('progress.rules.combines')}
      </Checkbox>
      <label>
        {t('progress.rules.stages')}
        <Select
          mode="multiple"
          disabled={disabled}
          aria-label={t('progress.rules.stages')}
          value={rules.stages}
          options={stages.map((value) => ({ value, label: t(`projects.stage.${value}`) }))}
          onChange={(chosen) => set({ stages: stages.filter((s) => chosen.includes(s)) })}
        />
      </label>
    </div>
  );
}
