import { Input, Select } from 'antd';
import { useText } from '../../../web/text.ts';
import { type TextBinding, textKinds } from '../domain/binding.ts';
import { Labelled } from './Labelled.tsx';

export const firstText = (at: { sheet: string; cell: string }, words: string): TextBinding => ({
  kind: 'text',
  ...at,
  text: 'unit',
  before: /[:：]\s*$/.test(words) ? words.trim() : '',
  after: '',
});

/** A word of the form: who, for when, on which day; with what stands before and after it. */
export function TextFields({ binding, onChange }: { binding: TextBinding; onChange: (binding: TextBinding) => void }) {
  const t = useText();
  return (
    <>
      <Labelled label={t('forms.text')}>
        <Select
          aria-label={t('forms.text')}
          value={binding.text}
          options={textKinds.map((value) => ({ value, label: t(`forms.text.${value}`) }))}
          onChange={(text) => onChange({ ...binding, text })}
        />
      </Labelled>
      {(['before', 'after'] as const).map((side) => (
        <Labelled key={side} label={t(`forms.text.${side}`)}>
          <Input
            aria-label={t(`forms.text.${side}`)}
            maxLength={200}
            value={binding[side]}
            onChange={(e) => onChange({ ...binding, [side]: e.target.value })}
          />
        </Labelled>
      ))}
    </>
  );
}
