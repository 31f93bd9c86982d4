import { Button, Checkbox, InputNumber, Select } from 'antd';
import type { Text } from '../../../web/text.ts';
import type { LightRules, Rule, SimpleRule } from '../domain/rule.ts';
import { ruleWords } from './rule-words.ts';

type Dimension = LightRules['dimensions'][number];
type Bound = Readonly<{ at: number; inclusive: boolean }>;
type Part = Readonly<{ t: Text; label: string }>;
type Editing<R> = Readonly<{ t: Text; rule: R; onChange: (rule: R) => void }>;

/** The conditions of rules of lights with their thresholds; each is said in words above its numbers. */
export function ThresholdEditor({ t, rules, onChange }: { t: Text; rules: LightRules; onChange: (rules: LightRules) => void }) {
  const set = (key: string, rule: Rule) =>
    onChange({ ...rules, dimensions: rules.dimensions.map((d): Dimension => (d.key === key ? { ...d, rule } : d)) });
  const leaveOut = (key: string) => onChange({ ...rules, dimensions: rules.dimensions.filter((d) => d.key !== key) });
  return (
    <ol className="light-conditions">
      {rules.dimensions.map(({ key, rule }) => (
        <li key={key}>
          <p>
            {ruleWords(t, rule)}
            {rules.dimensions.length > 1 && (
              <Button type="link" size="small" onClick={() => leaveOut(key)}>
                {t('lights.rules.leaveOut')}
              </Button>
            )}
          </p>
          <RuleFields t={t} rule={rule} onChange={(next) => set(key, next)} />
        </li>
      ))}
    </ol>
  );
}

function RuleFields({ t, rule, onChange }: Editing<Rule>) {
  if (rule.type === 'compound')
    return rule.rules.map((one, i) => (
      <SimpleFields
        key={i}
        t={t}
        rule={one}
        onChange={(next) => onChange({ ...rule, rules: rule.rules.map((r, j) => (i === j ? next : r)) })}
      />
    ));
  if (rule.type !== 'consecutivePeriods') return <SimpleFields t={t} rule={rule} onChange={onChange} />;
  return (
    <>
      <SimpleFields t={t} rule={rule.rule} onChange={(next) => onChange({ ...rule, rule: next })} />
      <label className="light-field">
        {t('lights.rules.periods')}
        <InputNumber
          aria-label={t('lights.rules.periods')}
          min={2}
          max={24}
          value={rule.periods}
          onChange={(n) => onChange({ ...rule, periods: n ?? 2 })}
        />
      </label>
    </>
  );
}

function SimpleFields({ t, rule, onChange }: Editing<SimpleRule>) {
  if (rule.type === 'ratioToSchedule')
    return (
      <div className="light-choice">
        <Share
          t={t}
          label={t('lights.rules.yellowBelow')}
          value={rule.yellowBelow}
          onChange={(yellowBelow) => onChange({ ...rule, yellowBelow })}
        />
        <Share t={t} label={t('lights.rules.redBelow')} value={rule.redBelow} onChange={(redBelow) => onChange({ ...rule, redBelow })} />
      </div>
    );
  if (rule.type === 'pointsBehindSchedule')
    return (
      <div className="light-choice">
        <Limit
          t={t}
          label={t('lights.rules.yellowFrom')}
          per={100}
          bound={rule.yellow}
          onChange={(yellow) => onChange({ ...rule, yellow })}
        />
        <Limit t={t} label={t('lights.rules.redFrom')} per={100} bound={rule.red} onChange={(red) => onChange({ ...rule, red })} />
      </div>
    );
  return (
    <div className="light-choice">
      <Limit t={t} label={t('lights.rules.yellowFrom')} per={1} bound={rule.yellow} onChange={(yellow) => onChange({ ...rule, yellow })} />
      <MaybeLimit t={t} label={t('lights.rules.redFrom')} bound={rule.red} onChange={(red) => onChange({ ...rule, red })} />
      {rule.type === 'daysOverdue' && <LeastTotal t={t} rule={rule} onChange={onChange} />}
      {rule.type === 'daysSinceUpdate' && (
        <MaybeLimit t={t} label={t('lights.rules.removeFrom')} bound={rule.remove} onChange={(remove) => onChange({ ...rule, remove })} />
      )}
    </div>
  );
}

const fenOfWan = 1_000_000;
/** From which total on a project is asked for it, in whole 万元. */
const LeastTotal = ({ t, rule, onChange }: Editing<Extract<SimpleRule, { type: 'daysOverdue' }>>) => (
  <label className="light-field">
    {t('lights.rules.fromTotal')}
    <InputNumber
      aria-label={t('lights.rules.fromTotal')}
      min={0}
      max={100_000_000}
      precision={0}
      value={rule.fromTotalFen / fenOfWan}
      onChange={(n) => onChange({ ...rule, fromTotalFen: (n ?? 0) * fenOfWan })}
    />
  </label>
);

/** A share of what was due, as percent. */
const Share = ({ label, value, onChange }: Part & { value: number; onChange: (share: number) => void }) => (
  <label className="light-field">
    {label}
    <InputNumber
      aria-label={label}
      min={0}
      max={100}
      suffix="%"
      value={value / 100}
      onChange={(n) => onChange(Math.round((n ?? 0) * 100))}
    />
  </label>
);

type LimitProps = Part & { per: number; bound: Bound; onChange: (bound: Bound) => void };
const Limit = (props: LimitProps) => (
  <label className="light-field">
    {props.label}
    <BoundFields {...props} />
  </label>
);

/** A number, and whether it is reached at it or only beyond. */
const BoundFields = ({ t, label, per, bound, onChange }: LimitProps) => (
  <span className="light-bound">
    <InputNumber
      aria-label={label}
      min={0}
      max={per === 1 ? 3650 : 100}
      value={bound.at / per}
      onChange={(n) => onChange({ ...bound, at: Math.round((n ?? 0) * per) })}
    />
    <Select
      aria-label={t('lights.rules.reached', { what: label })}
      value={bound.inclusive}
      options={[
        { value: true, label: t('lights.rules.orMore') },
        { value: false, label: t('lights.rules.moreThan') },
      ]}
      onChange={(inclusive) => onChange({ ...bound, inclusive })}
    />
  </span>
);

type MaybeProps = Part & { bound: Bound | null; onChange: (bound: Bound | null) => void };
const MaybeLimit = ({ t, label, bound, onChange }: MaybeProps) => (
  <span className="light-field">
    <Checkbox checked={bound !== null} onChange={(e) => onChange(e.target.checked ? { at: 30, inclusive: true } : null)}>
      {label}
    </Checkbox>
    {bound && <BoundFields t={t} label={label} per={1} bound={bound} onChange={onChange} />}
  </span>
);
