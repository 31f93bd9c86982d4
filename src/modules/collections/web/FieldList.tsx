import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import type { Result } from '../../../kernel/contract.ts';
import { useLanguage, useText } from '../../../web/text.ts';
import type { collectionsContract, Draft, KnownFieldView } from '../contract.ts';
import { type Field, fieldTypes } from '../domain/field.ts';
import { collections } from './client.ts';

type Duplicates = Result<(typeof collectionsContract)['check']>['duplicates'];

type FieldProps = {
  rowsOf: Draft['rowsOf'];
  fields: readonly Field[];
  onChange: (fields: readonly Field[]) => void;
  duplicates: Duplicates;
  /** A reason changes no cost. */
  onReason: (fields: readonly Field[]) => void;
};
/** The questions: those that the ledger answers, and new ones with what they duplicate. */
export function FieldList({ rowsOf, fields, onChange, duplicates, onReason }: FieldProps) {
  const t = useText();
  const language = useLanguage();
  const { data: known = [] } = useQuery({
    queryKey: ['collection-fields', rowsOf],
    queryFn: async () => (await collections.fields({ query: { rowsOf } })).items,
  });
  const keyOf = () => `f${Math.max(0, ...fields.map((f) => Number(f.key.slice(1)))) + 1}`;
  const addKnown = (k: KnownFieldView) =>
    onChange([
      ...fields,
      {
        key: keyOf(),
        source: k.source,
        of: k.of,
        label: k[language].slice(0, 40),
        type: k.type,
        unit: k.type === 'amount' ? '万元' : null,
        reason: null,
      },
    ]);
  const addNew = () =>
    onChange([
      ...fields,
      { key: keyOf(), source: 'new', of: null, label: t('collections.field.unnamed'), type: 'text', unit: null, reason: null },
    ]);
  const changed = (i: number, part: Partial<Field>) => fields.map((f, n) => (n === i ? { ...f, ...part } : f));
  return (
    <section>
      <h2>{t('collections.fields')}</h2>
      <p className="hint">{t('collections.fields.hint')}</p>
      {fields.map((f, i) => {
        const duplicate = duplicates.find((d) => d.key === f.key);
        return (
          <div className="collection-field" key={f.key}>
            <Input
              aria-label={t('collections.field.label')}
              value={f.label}
              maxLength={40}
              disabled={f.source !== 'new'}
              onChange={(e) => onChange(changed(i, { label: e.target.value }))}
            />
            <Select
              aria-label={t('collections.field.type')}
              value={f.type}
              disabled={f.source !== 'new'}
              options={fieldTypes.map((value) => ({ value, label: t(`collections.type.${value}`) }))}
              onChange={(type) => onChange(changed(i, { type }))}
            />
            <Input
              aria-label={t('collections.field.unit')}
              placeholder={t('collections.field.unit')}
              value={f.unit ?? ''}
              maxLength={10}
              disabled={f.source !== 'new'}
              onChange={(e) => onChange(changed(i, { unit: e.target.value.trim() || null }))}
            />
            <Button
              aria-label={t('collections.field.remove', { label: f.label })}
              icon={<DeleteOutlined aria-hidden />}
              onClick={() => onChange(fields.filter((_, n) => n !== i))}
            />
            {f.source !== 'new' && <small>{t('collections.field.prefilled')}</small>}
            {duplicate && (
              <div className="duplicate" role="note">
                {t('collections.duplicate', {
                  names: duplicate.found.map((d) => `${d[language]}${t(`collections.by.${d.by}`)}`).join('、'),
                })}
                {duplicate.needsReason && (
                  <Input
                    aria-label={t('collections.duplicate.reason')}
                    placeholder={t('collections.duplicate.reason')}
                    value={f.reason ?? ''}
                    maxLength={200}
                    onChange={(e) => onReason(changed(i, { reason: e.target.value || null }))}
                  />
                )}
              </div>
            )}
          </div>
        );
      })}
      <div className="collection-add">
        <Select
          aria-label={t('collections.field.known')}
          placeholder={t('collections.field.known')}
          value={null}
          showSearch={{ optionFilterProp: 'label' }}
          options={known.map((k) => ({ value: `${k.source} ${k.of}`, label: k[language] }))}
          onChange={(value: string | null) => {
            const found = known.find((k) => `${k.source} ${k.of}` === value);
            if (found) addKnown(found);
          }}
        />
        <Button icon={<PlusOutlined aria-hidden />} onClick={addNew}>
          {t('collections.field.new')}
        </Button>
      </div>
    </section>
  );
}
