import { DeleteOutlined } from '@ant-design/icons';
import { Button, Input, Select, Segmented } from 'antd';
import { useLanguage, useText } from '../../../web/text.ts';
import type { ImportFieldView } from '../domain/import-view.ts';
import type { ImportSetup } from '../domain/setup.ts';
import { choiceText, type KindWords } from './kind-words.ts';
import { composedSample, type Header, missingFields, without } from './mapping.ts';

type Props = { kind: KindWords; setup: ImportSetup; headers: readonly Header[]; onChange: (setup: ImportSetup) => void };

/** Fields that no single column gives: put together from several, or the same for every row. */
export function OtherFields({ kind, setup, headers, onChange }: Props) {
  const t = useText();
  const { compose = {}, defaults = {} } = setup;
  const shown = kind.fields.filter((f) => f.key in compose || f.key in defaults);
  const mapped = new Set(Object.values(setup.columns));
  const missing = new Set(missingFields(setup, kind.fields).map((f) => f.key));
  const free = kind.fields.filter((f) => !shown.includes(f)).sort((a, b) => Number(missing.has(b.key)) - Number(missing.has(a.key)));
  return (
    <>
      <h2>{t('imports.others')}</h2>
      <p className="hint">{t('imports.others.hint')}</p>
      {shown.length > 0 && (
        <ul className="import-others">
          {shown.map((field) => (
            <OtherField
              key={field.key}
              field={field}
              isMapped={mapped.has(field.key)}
              kind={kind}
              setup={setup}
              headers={headers}
              onChange={onChange}
            />
          ))}
        </ul>
      )}
      <Select
        className="import-add"
        aria-label={t('imports.others.add')}
        placeholder={t('imports.others.add')}
        value={null}
        showSearch={{ optionFilterProp: 'label' }}
        options={free.map((f) => ({
          value: f.key,
          label: missing.has(f.key) ? t('imports.others.needed', { name: kind.nameOf(f.key) }) : kind.nameOf(f.key),
        }))}
        onChange={(key: string | null) => key && onChange({ ...setup, defaults: { ...defaults, [key]: '' } })}
      />
    </>
  );
}

type FieldProps = Props & { field: ImportFieldView; isMapped: boolean };
function OtherField({ field, isMapped, kind, setup, headers, onChange }: FieldProps) {
  const t = useText();
  const { compose = {}, defaults = {} } = setup;
  const { key } = field;
  const isComposed = key in compose;
  const name = kind.nameOf(key);
  const turn = (way: string) =>
    way === 'compose'
      ? onChange({ ...setup, defaults: without(defaults, key), compose: { ...compose, [key]: '' } })
      : onChange({ ...setup, compose: without(compose, key), defaults: { ...defaults, [key]: '' } });
  return (
    <li>
      <b>{name}</b>
      {!isMapped && (
        <Segmented
          size="small"
          aria-label={t('imports.others.way', { name })}
          value={isComposed ? 'compose' : 'default'}
          options={[
            { value: 'default', label: t('imports.others.default') },
            { value: 'compose', label: t('imports.others.compose') },
          ]}
          onChange={turn}
        />
      )}
      <div className="import-other">
        {isComposed ? (
          <Composition
            name={name}
            template={compose[key]!}
            headers={headers}
            onChange={(template) => onChange({ ...setup, compose: { ...compose, [key]: template } })}
          />
        ) : (
          <FixedValue
            field={field}
            name={name}
            value={defaults[key] ?? ''}
            placeholder={t(isMapped ? 'imports.others.forBlank' : 'imports.others.same')}
            onChange={(value) => onChange({ ...setup, defaults: { ...defaults, [key]: value } })}
          />
        )}
      </div>
      <Button
        type="text"
        size="small"
        icon={<DeleteOutlined />}
        aria-label={t('imports.others.drop', { name })}
        onClick={() => onChange({ ...setup, compose: without(compose, key), defaults: without(defaults, key) })}
      />
    </li>
  );
}

type ValueProps = { field: ImportFieldView; name: string; value: string; placeholder: string; onChange: (value: string) => void };
function FixedValue({ field, name, value, placeholder, onChange }: ValueProps) {
  const t = useText();
  const language = useLanguage();
  const label = t('imports.others.valueOf', { name });
  if (!field.choices)
    return <Input aria-label={label} value={value} placeholder={placeholder} onChange={(e) => onChange(e.target.value)} />;
  return (
    <Select
      aria-label={label}
      value={value || null}
      placeholder={placeholder}
      showSearch={{ optionFilterProp: 'label' }}
      options={field.choices.map((c) => ({ value: c.value, label: choiceText(field, c.value, language) }))}
      onChange={(chosen: string | null) => onChange(chosen ?? '')}
    />
  );
}

type CompositionProps = { name: string; template: string; headers: readonly Header[]; onChange: (template: string) => void };
/** '{City} {State}', with what the first row makes of it. */
function Composition({ name, template, headers, onChange }: CompositionProps) {
  const t = useText();
  const sample = composedSample(template, headers);
  return (
    <>
      <Input
        aria-label={t('imports.compose.template', { name })}
        value={template}
        placeholder={t('imports.compose.hint')}
        onChange={(e) => onChange(e.target.value)}
      />
      <Select
        aria-label={t('imports.compose.insert', { name })}
        placeholder={t('imports.compose.column')}
        value={null}
        popupMatchSelectWidth={false}
        showSearch={{ optionFilterProp: 'label' }}
        options={headers.map((h) => ({ value: h.label, label: `${h.letter} ${h.label}` }))}
        onChange={(label: string | null) =>
          label && onChange(`${template}${template === '' || template.endsWith(' ') ? '' : ' '}{${label}}`)
        }
      />
      {sample && <small className="hint">{t('imports.compose.sample', { sample })}</small>}
    </>
  );
}
