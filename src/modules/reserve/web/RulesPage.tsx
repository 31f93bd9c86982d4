import { useQuery } from '@tanstack/react-query';
import { Button, Input, InputNumber } from 'antd';
import { useState } from 'react';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { type Text, useText } from '../../../web/text.ts';
import { momentText } from '../../identity/web/moment.ts';
import { useToday } from '../../projects/web/use-today.ts';
import { criteria, type ReserveRules } from '../domain/rule.ts';
import { reserve, rulesQuery } from './client.ts';
import './reserve.css';

type Rules = Awaited<ReturnType<typeof reserve.rules>>;

/** 储备规则: themes, items of 前期工作, discount rate and weights; a new version is published from a day on. */
export function RulesPage() {
  const t = useText();
  return (
    <>
      <PageHeader title={t('reserve.rules')} trail={[[t('reserve.title'), '/ideas']]} note={t('reserve.rules.note')} />
      <Loaded query={useQuery(rulesQuery)}>{(found) => <Body key={found.current.version} t={t} found={found} />}</Loaded>
    </>
  );
}

function Body({ t, found }: { t: Text; found: Rules }) {
  const today = useToday();
  const [rules, setRules] = useState<ReserveRules>(found.current.rules);
  const [effectiveFrom, setEffectiveFrom] = useState(today);
  const act = useCommand({
    run: () => reserve.publish({ body: { rules, effectiveFrom } }),
    done: ({ version }) => t('reserve.rules.published', { n: version }),
    refusals: 'alert',
  });
  const mayEdit = found.can.publish;
  return (
    <>
      <RefusalAlert refusal={act.refusal} />
      <Words t={t} part="themes" rules={rules} onChange={mayEdit ? setRules : null} />
      <Words t={t} part="items" rules={rules} onChange={mayEdit ? setRules : null} />
      <section className="idea-part">
        <h2>{t('reserve.rules.weights')}</h2>
        <div className="idea-weights">
          <label>
            {t('reserve.rules.rate')}
            <InputNumber
              min={0}
              max={50}
              suffix="%"
              disabled={!mayEdit}
              value={rules.discountRate / 100}
              onChange={(n) => setRules({ ...rules, discountRate: Math.round((n ?? 0) * 100) })}
            />
          </label>
          {criteria.map((c) => (
            <label key={c}>
              {t(`reserve.criterion.${c}`)}
              <InputNumber
                min={0}
                max={100}
                precision={0}
                disabled={!mayEdit}
                value={rules.weights[c]}
                onChange={(n) => setRules({ ...rules, weights: { ...rules.weights, [c]: n ?? 0 } })}
              />
            </label>
          ))}
        </div>
      </section>
      {mayEdit && (
        <div className="idea-acts">
          <label>
            {t('reserve.rules.from')}{' '}
            <Input type="date" min={today} value={effectiveFrom} onChange={(e) => setEffectiveFrom(e.target.value)} />
          </label>
          <Button type="primary" loading={act.busy} onClick={() => act.run(undefined)}>
            {t('reserve.rules.publish')}
          </Button>
        </div>
      )}
      <section className="idea-part">
        <h2>{t('reserve.rules.versions')}</h2>
        <ol className="idea-history">
          {found.versions.map((v) => (
            <li key={v.version}>
              {t('reserve.rules.version', { n: v.version, from: v.effectiveFrom })} <small>{momentText(v.publishedAt)}</small>
            </li>
          ))}
        </ol>
      </section>
    </>
  );
}

type Part = 'themes' | 'items';
type WordsProps = { t: Text; part: Part; rules: ReserveRules; onChange: ((rules: ReserveRules) => void) | null };
/** Words of the district: one can be renamed or added; what was written keeps its word. */
function Words({ t, part, rules, onChange }: WordsProps) {
  const all = rules[part];
  const put = (words: typeof all) => onChange?.({ ...rules, [part]: words });
  const add = () => {
    const key = 'abcdefghijklmnopqrst'.split('').find((letter) => !all.some((w) => w.key === `own_${letter}`));
    if (key) put([...all, { key: `own_${key}`, zh: t('reserve.rules.fresh'), en: 'New' }]);
  };
  return (
    <section className="idea-part">
      <h2>{t(`reserve.rules.${part}`)}</h2>
      <ul className="idea-words">
        {all.map((w) => (
          <li key={w.key}>
            {onChange ? (
              <>
                <Input
                  aria-label={t('reserve.rules.zhOf', { word: w.zh })}
                  value={w.zh}
                  maxLength={20}
                  onChange={(e) => put(all.map((x) => (x.key === w.key ? { ...x, zh: e.target.value } : x)))}
                />
                <Input
                  aria-label={t('reserve.rules.enOf', { word: w.zh })}
                  value={w.en}
                  maxLength={40}
                  onChange={(e) => put(all.map((x) => (x.key === w.key ? { ...x, en: e.target.value } : x)))}
                />
              </>
            ) : (
              `${w.zh} / ${w.en}`
            )}
          </li>
        ))}
      </ul>
      {onChange && all.length < 20 && <Button onClick={add}>{t('reserve.rules.add')}</Button>}
    </section>
  );
}
