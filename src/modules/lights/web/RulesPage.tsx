import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { LightMark } from '../../../web/kit/LightMark.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { useSettled } from '../../../web/kit/use-settled.ts';
import { type Text, useText } from '../../../web/text.ts';
import { momentText } from '../../identity/web/moment.ts';
import { useToday } from '../../projects/web/use-today.ts';
import { colours, type LightRules, type PresetKey } from '../domain/rule.ts';
import { lights, rulesQuery } from './client.ts';
import { lightSentence } from './LightReasons.tsx';
import { EscalationTable } from './EscalationTable.tsx';
import { ruleWords } from './rule-words.ts';
import { ThresholdEditor } from './ThresholdEditor.tsx';

type Rules = Awaited<ReturnType<typeof lights.rules>>;
type Trial = Awaited<ReturnType<typeof lights.trial>>;

/** 亮灯规则: what holds, what others publish, and what a choice would change here before it is published. */
export function RulesPage() {
  const t = useText();
  return (
    <>
      <PageHeader title={t('lights.rules')} trail={[[t('lights.title'), '/lights']]} note={t('lights.rules.note')}>
        <Link to="/lights/compare">{t('lights.compare')}</Link>
      </PageHeader>
      <Loaded query={useQuery(rulesQuery)}>{(found) => <Body t={t} found={found} />}</Loaded>
    </>
  );
}

function Body({ t, found }: { t: Text; found: Rules }) {
  return (
    <>
      <section className="light-rules">
        <h2>{t('lights.rules.current', { title: found.current.rules.title, n: found.current.version })}</h2>
        <Said t={t} rules={found.current.rules} />
      </section>
      <EscalationTable key={`escalation ${String(found.escalation.version)}`} t={t} found={found} />
      {found.can.publish && <Choose key={`rules ${String(found.current.version)}`} t={t} found={found} />}
      <section className="light-rules">
        <h2>{t('lights.versions')}</h2>
        <ol className="light-history">
          {found.versions.map((v) => (
            <li key={v.version}>
              <b>{t('lights.version', { n: v.version })}</b>
              <span>{v.title}</span>
              <small>{t('lights.rules.line', { from: v.effectiveFrom, at: momentText(v.publishedAt) })}</small>
            </li>
          ))}
        </ol>
      </section>
    </>
  );
}

/** Rules in words, one line each. */
function Said({ t, rules }: { t: Text; rules: LightRules }) {
  return (
    <ul className="light-reasons">
      {rules.dimensions.map((d) => (
        <li key={d.key}>{ruleWords(t, d.rule)}</li>
      ))}
      {rules.yearPlanFromFen > 0 && <li>{t('lights.rule.yearPlan', { n: rules.yearPlanFromFen / 1_000_000 })}</li>}
      {rules.betterAfter > 1 && <li>{t('lights.rule.betterAfter', { n: rules.betterAfter })}</li>}
    </ul>
  );
}

/** Rules begin as those in force or as published ones; every change of a number is tried on the district's own projects at once. */
function Choose({ t, found }: { t: Text; found: Rules }) {
  const today = useToday();
  const [base, setBase] = useState<PresetKey | 'current'>('current');
  const [rules, setRules] = useState<LightRules>(found.current.rules);
  const [effectiveFrom, setEffectiveFrom] = useState(today);
  const settled = useSettled(rules);
  const trial = useQuery({
    queryKey: ['lights', 'trial', JSON.stringify(settled)],
    queryFn: () => lights.trial({ body: { rules: settled } }),
    placeholderData: keepPreviousData,
    retry: false,
  });
  const publish = useCommand({
    // Once a number is changed they are the district's own.
    run: () => lights.publish({ body: { preset: found.presets.find((p) => p.rules === rules)?.key ?? null, rules, effectiveFrom } }),
    done: ({ version }) => t('lights.rules.publishedAs', { n: version }),
    refusals: 'alert',
  });
  const isTried = settled === rules && trial.isSuccess && !trial.isPlaceholderData;
  const begin = (key: PresetKey | 'current') => {
    setBase(key);
    setRules(key === 'current' ? found.current.rules : found.presets.find((p) => p.key === key)!.rules);
  };
  return (
    <section className="light-rules">
      <h2>{t('lights.rules.choose')}</h2>
      <RefusalAlert refusal={trial.error ?? publish.refusal} />
      <div className="light-choice">
        <label className="light-field">
          {t('lights.rules.preset')}
          <Select
            aria-label={t('lights.rules.preset')}
            value={base}
            options={[
              { value: 'current' as const, label: t('lights.rules.asNow') },
              ...found.presets.map((p) => ({ value: p.key, label: p.rules.title })),
            ]}
            onChange={begin}
          />
        </label>
        <label className="light-field">
          {t('lights.rules.title')}
          <Input
            aria-label={t('lights.rules.title')}
            maxLength={60}
            value={rules.title}
            onChange={(e) => setRules({ ...rules, title: e.target.value })}
          />
        </label>
        <label className="light-field">
          {t('lights.rules.betterAfter')}
          <InputNumber
            aria-label={t('lights.rules.betterAfter')}
            min={1}
            max={12}
            value={rules.betterAfter}
            onChange={(n) => setRules({ ...rules, betterAfter: n ?? 1 })}
          />
        </label>
      </div>
      <ThresholdEditor t={t} rules={rules} onChange={setRules} />
      {trial.data && <Tried t={t} tried={trial.data} />}
      <div className="light-choice">
        <label className="light-field">
          {t('lights.rules.from')}
          <Input type="date" min={today} value={effectiveFrom} onChange={(e) => setEffectiveFrom(e.target.value)} />
        </label>
        <Button type="primary" disabled={!isTried || !rules.title.trim()} loading={publish.busy} onClick={() => publish.run(undefined)}>
          {t('lights.rules.publish')}
        </Button>
      </div>
    </section>
  );
}

/** What a choice would change on the district's own projects. */
function Tried({ t, tried }: { t: Text; tried: Trial }) {
  return (
    <>
      <p>
        {t('lights.trial.found', { n: tried.changed })}{' '}
        {colours.toReversed().map((c) => (
          <span key={c} className="light-change">
            <LightMark colour={c} /> {tried.now[c]} → {tried.would[c]}
          </span>
        ))}
      </p>
      {tried.changes.length === 0 && <p className="hint">{t('lights.trial.same')}</p>}
      <ol className="light-history">
        {tried.changes.map((c) => (
          <li key={c.projectId}>
            <Link to={`/projects/${c.projectId}?tab=lights`}>{c.projectName}</Link>
            <small>{c.unitName}</small>
            <span>
              <LightMark colour={c.was} /> → <LightMark colour={c.would.colour} />
            </span>
            <span>{c.would.dimensions[0] ? lightSentence(t, c.would.dimensions[0]) : t('lights.why.not_lit')}</span>
          </li>
        ))}
      </ol>
    </>
  );
}
