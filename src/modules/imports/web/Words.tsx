import { Button, Input, Select, Space } from 'antd';
import { useState } from 'react';
import { useLanguage, useText } from '../../../web/text.ts';
import type { ImportFieldView } from '../domain/import-view.ts';
import type { ImportSetup } from '../domain/setup.ts';
import { choiceText, type KindWords } from './kind-words.ts';
import { openWords, type Word, without, wordsOf } from './mapping.ts';

type Props = {
  field: ImportFieldView;
  words: readonly string[];
  kind: KindWords;
  setup: ImportSetup;
  onChange: (setup: ImportSetup) => void;
};

/** What the words of a column mean: 已开工 → 在建. Open by itself while a word of a choice means nothing yet. */
export function Words({ field, words, kind, setup, onChange }: Props) {
  const t = useText();
  const [more, setMore] = useState('');
  const said = setup.dictionaries?.[field.key] ?? {};
  const lines = wordsOf(field, words, said);
  const open = field.choices ? openWords(lines).length : 0;
  const put = (word: string, meaning: string | null) => {
    const rest = without(said, Object.keys(said).find((w) => w === word) ?? word);
    const dictionary = meaning === null ? rest : { ...rest, [word]: meaning };
    onChange({ ...setup, dictionaries: { ...setup.dictionaries, [field.key]: dictionary } });
  };
  const add = () => {
    if (more.trim() !== '') put(more.trim(), field.choices?.[0]?.value ?? more.trim());
    setMore('');
  };
  return (
    <details className="import-words" {...(open > 0 && { open: true })}>
      <summary>{t('imports.words', { n: Object.keys(said).length })}</summary>
      <ul>
        {lines.map((line) => (
          <li key={line.word}>
            <span title={line.word}>{line.word}</span> <span aria-hidden>→</span>{' '}
            <Meaning line={line} field={field} onPut={(meaning) => put(line.word, meaning)} />
          </li>
        ))}
      </ul>
      <Space.Compact>
        <Input
          size="small"
          value={more}
          aria-label={t('imports.words.more', { field: kind.nameOf(field.key) })}
          placeholder={t('imports.words.more', { field: kind.nameOf(field.key) })}
          onChange={(e) => setMore(e.target.value)}
          onPressEnter={add}
        />
        <Button size="small" onClick={add}>
          {t('imports.words.add')}
        </Button>
      </Space.Compact>
    </details>
  );
}

type MeaningProps = { line: Word; field: ImportFieldView; onPut: (meaning: string | null) => void };
function Meaning({ line: { word, known, said }, field, onPut }: MeaningProps) {
  const t = useText();
  const language = useLanguage();
  const label = t('imports.words.meaning', { word });
  if (!field.choices) {
    return (
      <Input
        size="small"
        aria-label={label}
        placeholder={t('imports.words.same')}
        value={said ?? ''}
        onChange={(e) => onPut(e.target.value === '' ? null : e.target.value)}
      />
    );
  }
  const options = [
    ...field.choices.map((c) => ({ value: c.value, label: choiceText(field, c.value, language) })),
    { value: '', label: t('imports.words.blank') },
  ];
  return (
    <Select
      size="small"
      aria-label={label}
      allowClear={said !== undefined}
      value={said ?? known}
      status={said === undefined && known === null ? 'error' : ''}
      placeholder={t('imports.words.choose')}
      popupMatchSelectWidth={false}
      showSearch={{ optionFilterProp: 'label' }}
      options={options}
      onChange={(meaning: string | null | undefined) => onPut(meaning ?? null)}
    />
  );
}
