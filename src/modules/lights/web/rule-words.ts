import type { Text } from '../../../web/text.ts';
import { leastTotal, type Rule, type SimpleRule } from '../domain/rule.ts';

type Bound = Readonly<{ at: number; inclusive: boolean }>;

/** A rule as it would be said in a notice of the office. */
export function ruleWords(t: Text, rule: Rule): string {
  if (rule.type === 'compound')
    return t(`lights.rule.${rule.mode}`, { rules: rule.rules.map((r) => simpleWords(t, r)).join(t('lights.semicolon')) });
  if (rule.type === 'consecutivePeriods') return t('lights.rule.running', { rule: simpleWords(t, rule.rule), n: rule.periods });
  return simpleWords(t, rule);
}

const percent = (share: number) => `${share / 100}%`;
const from = (t: Text, { at, inclusive }: Bound, unit: string) =>
  t(at === 0 && inclusive ? 'lights.rule.atOnce' : inclusive ? 'lights.rule.from' : 'lights.rule.above', {
    n: at,
    unit: t(`lights.unit.${unit}`),
  });

function simpleWords(t: Text, rule: SimpleRule): string {
  if (rule.type === 'ratioToSchedule') return t('lights.rule.ratio', { yellow: percent(rule.yellowBelow), red: percent(rule.redBelow) });
  if (rule.type === 'pointsBehindSchedule') {
    const points = ({ at, inclusive }: Bound) => from(t, { at: at / 100, inclusive }, 'point');
    return t('lights.rule.points', { yellow: points(rule.yellow), red: points(rule.red) });
  }
  const unit = 'unit' in rule ? rule.unit : 'day';
  const yellow = t('lights.rule.yellow', { from: from(t, rule.yellow, unit) });
  const red = rule.red ? t('lights.rule.red', { from: from(t, rule.red, unit) }) : '';
  const remove = 'remove' in rule && rule.remove ? t('lights.rule.remove', { from: from(t, rule.remove, unit) }) : '';
  return t('lights.rule.levels', { what: subject(t, rule), levels: [yellow, red, remove].filter(Boolean).join(t('lights.semicolon')) });
}

function subject(t: Text, rule: SimpleRule): string {
  if (rule.type === 'daysOverdue') {
    const what = t(`lights.rule.overdue.${rule.event}`);
    return rule.fromTotalFen > 0 ? t('lights.rule.fromTotal', { what, least: leastTotal(rule.fromTotalFen) }) : what;
  }
  if (rule.type === 'daysSinceUpdate')
    return t('lights.rule.silent', { stages: rule.stages.map((s) => t(`stage.${s}`)).join(t('shell.comma')) });
  return t('lights.rule.missed');
}
