import { Checkbox, Input, InputNumber, Select } from 'antd';
import { amountUnits } from '../../../kernel/money.ts';
import { UnitPicker } from '../../../web/kit/UnitPicker.tsx';
import { useLanguage, useText } from '../../../web/text.ts';
import { cards } from '../../figures/domain/card.ts';
import { useCards } from '../../figures/web/use-card.ts';
import { loadUnits } from '../../identity/web/unit-filter.tsx';
import { type FigureBinding, figureParts, periods } from '../domain/binding.ts';
import { Labelled } from './Labelled.tsx';

export const firstFigure = (at: { sheet: string; cell: string }): FigureBinding => ({
  kind: 'figure',
  ...at,
  key: 'signed_count',
  part: 'value',
  scope: { kind: 'mine' },
  period: 'total',
  lastYear: false,
  amountUnit: '万元',
  decimals: 2,
});

type Props = { binding: FigureBinding; onChange: (binding: FigureBinding) => void };

/** Which figure, of whom, for which time, in which unit. */
export function FigureFields({ binding, onChange }: Props) {
  const t = useText();
  const language = useLanguage();
  const { cardOf, keys } = useCards();
  const { kind } = cards[binding.key];
  const put = (part: Partial<FigureBinding>) => onChange({ ...binding, ...part });
  const isAmount = kind === 'amount' || (binding.part !== 'value' && binding.key === 'arrival_rate');
  return (
    <>
      <Labelled label={t('forms.figure')}>
        <Select
          aria-label={t('forms.figure')}
          showSearch={{ optionFilterProp: 'label' }}
          value={binding.key}
          options={keys.map((value) => ({ value, label: cardOf(value)[language].name }))}
          onChange={(key) => put({ key, part: 'value' })}
        />
      </Labelled>
      {kind === 'rate' && (
        <Labelled label={t('forms.part')}>
          <Select
            aria-label={t('forms.part')}
            value={binding.part}
            options={figureParts.map((value) => ({ value, label: t(`forms.part.${value}`) }))}
            onChange={(part) => put({ part })}
          />
        </Labelled>
      )}
      <ScopeFields binding={binding} onChange={onChange} />
      <Labelled label={t('forms.period')}>
        <Select
          aria-label={t('forms.period')}
          value={binding.period}
          options={periods.map((value) => ({ value, label: t(`forms.period.${value}`) }))}
          onChange={(period) => put({ period })}
        />
        <Checkbox checked={binding.lastYear} onChange={(e) => put({ lastYear: e.target.checked })}>
          {t('forms.lastYear')}
        </Checkbox>
      </Labelled>
      {isAmount && (
        <Labelled label={t('amount.unit')}>
          <Select
            aria-label={t('amount.unit')}
            value={binding.amountUnit}
            options={amountUnits.map((value) => ({ value, label: t(`amount.${value}`) }))}
            onChange={(amountUnit) => put({ amountUnit })}
          />
          <InputNumber
            aria-label={t('forms.decimals')}
            min={0}
            max={6}
            value={binding.decimals}
            onChange={(n) => put({ decimals: n ?? 2 })}
            addonAfter={t('forms.decimals')}
          />
        </Labelled>
      )}
    </>
  );
}

function ScopeFields({ binding, onChange }: Props) {
  const t = useText();
  const { scope } = binding;
  const first = { mine: { kind: 'mine' as const }, row: { kind: 'row' as const, column: 'B' } };
  const choose = (kind: 'mine' | 'unit' | 'row') => {
    if (kind !== 'unit') return onChange({ ...binding, scope: first[kind] });
    void loadUnits().then(([unit]) => unit && onChange({ ...binding, scope: { kind: 'unit', unitId: unit.id } }));
  };
  return (
    <Labelled label={t('forms.scope')}>
      <Select
        aria-label={t('forms.scope')}
        value={scope.kind}
        options={(['mine', 'row', 'unit'] as const).map((value) => ({ value, label: t(`forms.scope.${value}`) }))}
        onChange={choose}
      />
      {scope.kind === 'unit' && (
        <UnitPicker
          aria-label={t('forms.scope.unit')}
          value={scope.unitId}
          load={loadUnits}
          onChange={(unitId) => unitId && onChange({ ...binding, scope: { kind: 'unit', unitId } })}
        />
      )}
      {scope.kind === 'row' && (
        <Input
          aria-label={t('forms.scope.column')}
          prefix={t('forms.scope.column')}
          value={scope.column}
          maxLength={3}
          onChange={(e) =>
            onChange({ ...binding, scope: { kind: 'row', column: e.target.value.toUpperCase().replace(/[^A-Z]/g, '') || 'A' } })
          }
        />
      )}
    </Labelled>
  );
}
