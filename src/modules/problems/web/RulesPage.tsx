import { Button, Checkbox, Input, InputNumber } from 'antd';
import { useState } from 'react';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { Sheet } from '../../../web/kit/Sheet.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { type Text, useText } from '../../../web/text.ts';
import { momentText } from '../../identity/web/moment.ts';
import { useToday } from '../../projects/web/use-today.ts';
import { type Tier, tiers } from '../domain/problem.ts';
import type { ProblemRules } from '../domain/rule.ts';
import { problems, useProblemRules } from './client.ts';
import './problems.css';

type Rules = Awaited<ReturnType<typeof problems.rules>>;

/** 问题规则: types, levels and the working days of each tier; a new version is published from a day on. */
export function RulesPage() {
  const t = useText();
  const { query } = useProblemRules();
  return (
    <>
      <PageHeader title={t('problems.rules')} trail={[[t('problems.title'), '/problems']]} note={t('problems.rules.note')} />
      <Loaded query={query}>{(found) => <Body key={found.current.version} t={t} found={found} />}</Loaded>
    </>
  );
}

function Body({ t, found }: { t: Text; found: Rules }) {
  const today = useToday();
  const [rules, setRules] = useState<ProblemRules>(found.current.rules);
  const [effectiveFrom, setEffectiveFrom] = useState(today);
  const act = useCommand({
    run: () => problems.publish({ body: { rules, effectiveFrom } }),
    done: ({ version }) => t('problems.rules.published', { n: version }),
    refusals: 'alert',
  });
  const mayEdit = found.can.publish;
  return (
    <>
      <RefusalAlert refusal={act.refusal} />
      <h2>{t('problems.rules.levels', { n: found.current.version })}</h2>
      <Levels t={t} rules={rules} onChange={mayEdit ? setRules : null} />
      <h2>{t('problems.rules.types')}</h2>
      <Types t={t} rules={rules} onChange={mayEdit ? setRules : null} />
      <p>
        <Checkbox
          checked={rules.escalatesByItself}
          disabled={!mayEdit}
          onChange={(e) => setRules({ ...rules, escalatesByItself: e.target.checked })}
        >
          {t('problems.rules.byItself')}
        </Checkbox>
      </p>
      {mayEdit && (
        <div className="problem-tools">
          <label>
            {t('problems.rules.from')}{' '}
            <Input type="date" min={today} value={effectiveFrom} onChange={(e) => setEffectiveFrom(e.target.value)} />
          </label>
          <Button type="primary" loading={act.busy} onClick={() => act.run(undefined)}>
            {t('problems.rules.publish')}
          </Button>
        </div>
      )}
      <h2>{t('problems.rules.versions')}</h2>
      <ul className="problem-near">
        {found.versions.map((v) => (
          <li key={v.version}>
            {t('problems.rules.version', { n: v.version, from: v.effectiveFrom })} <small>{momentText(v.publishedAt)}</small>
          </li>
        ))}
      </ul>
    </>
  );
}

type PartProps = { t: Text; rules: ProblemRules; onChange: ((rules: ProblemRules) => void) | null };

/** The working days of each level, tier by tier. */
function Levels({ t, rules, onChange }: PartProps) {
  const set = (key: string, tier: Tier, days: number) =>
    onChange?.({ ...rules, levels: rules.levels.map((l) => (l.key === key ? { ...l, days: { ...l.days, [tier]: days } } : l)) });
  return (
    <Sheet
      label={t('problems.level')}
      items={rules.levels}
      rowKey={(l) => l.key}
      columns={[
        { key: 'level', title: t('problems.level'), width: 150, render: (l) => `${l.zh} / ${l.en}` },
        ...tiers.map((tier) => ({
          key: tier,
          title: t('problems.rules.days', { tier: t(`problems.tier.${tier}`) }),
          width: 170,
          numeric: true,
          render: (l: ProblemRules['levels'][number]) =>
            onChange ? (
              <InputNumber
                aria-label={t('problems.rules.daysOf', { level: l.zh, tier: t(`problems.tier.${tier}`) })}
                min={1}
                max={250}
                value={l.days[tier]}
                onChange={(n) => set(l.key, tier, n ?? 1)}
              />
            ) : (
              l.days[tier]
            ),
        })),
      ]}
    />
  );
}

/** The types; one can be renamed or added, and what was raised keeps its word. */
function Types({ t, rules, onChange }: PartProps) {
  const set = (key: string, part: 'zh' | 'en', word: string) =>
    onChange?.({ ...rules, types: rules.types.map((w) => (w.key === key ? { ...w, [part]: word } : w)) });
  const add = () => {
    const key = `own_${'abcdefghijklmnopqrst'[rules.types.length] ?? 'z'}`;
    onChange?.({ ...rules, types: [...rules.types, { key, zh: t('problems.rules.fresh'), en: 'New' }] });
  };
  return (
    <>
      <ul className="problem-types">
        {rules.types.map((w) => (
          <li key={w.key}>
            {onChange ? (
              <>
                <Input
                  aria-label={t('problems.rules.zhOf', { word: w.zh })}
                  value={w.zh}
                  maxLength={20}
                  onChange={(e) => set(w.key, 'zh', e.target.value)}
                />
                <Input
                  aria-label={t('problems.rules.enOf', { word: w.zh })}
                  value={w.en}
                  maxLength={40}
                  onChange={(e) => set(w.key, 'en', e.target.value)}
                />
              </>
            ) : (
              `${w.zh} / ${w.en}`
            )}
          </li>
        ))}
      </ul>
      {onChange && rules.types.length < 20 && <Button onClick={add}>{t('problems.rules.add')}</Button>}
    </>
  );
}
