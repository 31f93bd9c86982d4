import { Checkbox, Select } from 'antd';
import { useText } from '../../../web/text.ts';
import type { ImportSetup } from '../domain/setup.ts';
import type { KindWords } from './kind-words.ts';
import { type Header, openWords, withColumn, wordsOf } from './mapping.ts';
import { Mark } from './Mark.tsx';
import { Words } from './Words.tsx';

type Props = { header: Header; headers: readonly Header[]; kind: KindWords; setup: ImportSetup; onChange: (setup: ImportSetup) => void };

/** One column of the sheet: its header, what stands in it, the field it goes to, and how it is read. */
export function ColumnLine({ header, kind, setup, onChange }: Props) {
  const t = useText();
  const { label, letter } = header;
  const samples = [...new Set(header.samples)];
  const key = setup.columns[label];
  return (
    <li className={key ? undefined : 'is-left'}>
      <div className="import-column">
        <span className="import-letter">{letter}</span>
        <b>{label}</b>
      </div>
      <div className="import-samples" title={samples.join(t('shell.comma'))}>
        {samples.length > 0 ? samples.slice(0, 3).join(t('shell.comma')) : t('imports.column.blank')}
      </div>
      <div className="import-field">
        <FieldSelect
          label={label}
          value={key ?? null}
          kind={kind}
          setup={setup}
          onChoose={(field) => onChange(withColumn(setup, label, field))}
        />
        <Marks header={header} chosen={key} kind={kind} setup={setup} />
      </div>
      {key && <Settings header={header} field={key} kind={kind} setup={setup} onChange={onChange} />}
    </li>
  );
}

type SelectProps = { label: string; value: string | null; kind: KindWords; setup: ImportSetup; onChoose: (field: string | null) => void };
function FieldSelect({ label, value, kind, setup, onChoose }: SelectProps) {
  const t = useText();
  const takenBy = new Map(Object.entries(setup.columns).map(([header, key]) => [key, header]));
  const words = (key: string, isRequired: boolean) => {
    const taken = takenBy.get(key);
    const name = `${kind.nameOf(key)}${isRequired ? ' *' : ''}`;
    return taken && taken !== label ? t('imports.column.taken', { name, header: taken }) : name;
  };
  return (
    <Select
      aria-label={t('imports.column.field', { header: label })}
      value={value}
      allowClear
      placeholder={t('imports.column.left')}
      showSearch={{ optionFilterProp: 'label' }}
      popupMatchSelectWidth={280}
      options={kind.fields.map((f) => ({ value: f.key, label: words(f.key, f.required) }))}
      onChange={(field: string | null | undefined) => onChoose(field ?? null)}
    />
  );
}

const confidences = { exact: 'good', contained: 'look', remembered: 'plain' } as const;

/** Why this field was suggested, and what the header itself says of unit and currency. */
function Marks({ header, chosen, kind, setup }: { header: Header; chosen: string | undefined; kind: KindWords; setup: ImportSetup }) {
  const t = useText();
  const { suggestion } = header;
  const field = chosen === undefined ? undefined : kind.field(chosen);
  if (!field) return null;
  const open = field.choices ? openWords(wordsOf(field, header.words, setup.dictionaries?.[field.key])).length : 0;
  return (
    <span className="import-marks">
      {suggestion && suggestion.field === chosen && (
        <Mark tone={confidences[suggestion.confidence]}>{t(`imports.confidence.${suggestion.confidence}`)}</Mark>
      )}
      {field.type === 'amount' && <UnitMark header={header} setup={setup} />}
      {open > 0 && <Mark tone="wrong">{t('imports.words.open', { n: open })}</Mark>}
    </span>
  );
}

function UnitMark({ header: { amountUnit, currency }, setup }: { header: Header; setup: ImportSetup }) {
  const t = useText();
  const unit = amountUnit ?? setup.amountUnit;
  if (!unit) return <Mark tone="wrong">{t('imports.column.noUnit')}</Mark>;
  return (
    <Mark tone="plain">
      {t('imports.column.unit', { unit: t(`amount.${unit}`), currency: (amountUnit && currency) || setup.currency || 'CNY' })}
    </Mark>
  );
}

type SettingsProps = { header: Header; field: string; kind: KindWords; setup: ImportSetup; onChange: (setup: ImportSetup) => void };
function Settings({ header: { label, words }, field: key, kind, setup, onChange }: SettingsProps) {
  const t = useText();
  const field = kind.field(key);
  const fillDown = setup.fillDown ?? [];
  if (!field) return null;
  return (
    <div className="import-settings">
      <Checkbox
        checked={fillDown.includes(label)}
        onChange={(e) => onChange({ ...setup, fillDown: e.target.checked ? [...fillDown, label] : fillDown.filter((l) => l !== label) })}
      >
        {t('imports.fillDown')}
      </Checkbox>
      {(field.choices || field.type === 'text') && <Words field={field} words={words} kind={kind} setup={setup} onChange={onChange} />}
    </div>
  );
}
