import { Button, Radio } from 'antd';
import { useState } from 'react';
import { useLanguage, useText } from '../../../web/text.ts';
import type { Grid, ListField } from '../contract.ts';
import type { Binding } from '../domain/binding.ts';
import { bindingWords } from './binding-words.ts';
import { FigureFields, firstFigure } from './FigureFields.tsx';
import { firstList, ListFields } from './ListFields.tsx';
import { firstText, TextFields } from './TextFields.tsx';

type Sources = readonly Readonly<{ source: string; fields: readonly ListField[] }>[];
type Props = { sheet: Grid; cell: string | null; binding: Binding | null; sources: Sources; onChange: (binding: Binding | null) => void };

/** What the chosen cell is bound to, and how to bind it. */
export function BindingPanel(props: Props) {
  const t = useText();
  const { sheet, cell } = props;
  if (cell === null) return <aside className="form-panel">{t('forms.choose')}</aside>;
  const own = sheet.cells.find((c) => c.cell === cell);
  if (!own?.formula) return <Binder {...props} cell={cell} text={own?.text ?? ''} />;
  return (
    <aside className="form-panel">
      <h2>{cell}</h2>
      <p>{t('forms.isFormula')}</p>
      <code>={own.formula}</code>
    </aside>
  );
}

function Binder({ sheet, cell, text, binding, sources, onChange }: Props & { cell: string; text: string }) {
  const t = useText();
  const language = useLanguage();
  const [draft, setDraft] = useState<Binding | null>(binding);
  const at = { sheet: sheet.name, cell };
  const begin = { figure: () => firstFigure(at), text: () => firstText(at, text), list: () => firstList(at) };
  return (
    <aside className="form-panel" aria-label={t('forms.panel')}>
      <h2>{binding?.kind === 'list' ? binding.cell : cell}</h2>
      {binding && <p className="now">{bindingWords(t, language, binding)}</p>}
      <Radio.Group
        aria-label={t('forms.kind')}
        optionType="button"
        value={draft?.kind ?? null}
        options={(['figure', 'list', 'text'] as const).map((value) => ({ value, label: t(`forms.kind.${value}`) }))}
        onChange={(e) => setDraft(begin[e.target.value as keyof typeof begin]())}
      />
      {draft && <Fields draft={draft} sources={sources} onChange={setDraft} />}
      <div className="acts">
        {binding && (
          <Button danger onClick={() => onChange(null)}>
            {t('forms.unbind')}
          </Button>
        )}
        <Button type="primary" disabled={draft === null || draft === binding} onClick={() => onChange(draft)}>
          {t('forms.put')}
        </Button>
      </div>
    </aside>
  );
}

function Fields({ draft, sources, onChange }: { draft: Binding; sources: Sources; onChange: (binding: Binding) => void }) {
  if (draft.kind === 'figure') return <FigureFields binding={draft} onChange={onChange} />;
  if (draft.kind === 'text') return <TextFields binding={draft} onChange={onChange} />;
  return <ListFields binding={draft} sources={sources} onChange={onChange} />;
}
