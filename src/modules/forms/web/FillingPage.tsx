import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Segmented } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { addressOf } from '../../../web/api.ts';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { type Language, type Text, useLanguage, useText } from '../../../web/text.ts';
import { cards } from '../../figures/domain/card.ts';
import { figureAddress } from '../../figures/web/figure-words.ts';
import { momentText } from '../../identity/web/moment.ts';
import { type FillingPage as Page, formsContract } from '../contract.ts';
import { placeIn } from '../domain/binding.ts';
import type { UsedFigure } from '../domain/used.ts';
import { fillingQuery } from './client.ts';
import { monthText } from './FillDialog.tsx';
import { FormGrid, type Marked } from './FormGrid.tsx';

/** A filled copy: every figure of it opens its rows as of the day it was filled. */
export function FillingPage() {
  const { id = '' } = useParams();
  return <Loaded query={useQuery(fillingQuery(id))}>{(filling) => <Filling filling={filling} />}</Loaded>;
}

function Filling({ filling }: { filling: Page }) {
  const t = useText();
  const language = useLanguage();
  const visible = filling.sheets.filter((s) => !s.hidden);
  const [name, setName] = useState(visible[0]?.name ?? '');
  const sheet = filling.sheets.find((s) => s.name === name);
  const title = `${filling.formName} ${monthText(t, filling.month)}`;
  return (
    <>
      <PageHeader
        title={title}
        trail={[
          [t('forms.title'), '/forms'],
          [filling.formName, `/forms/${filling.formId}`],
        ]}
        note={t('forms.filling.note', {
          unit: filling.unitName,
          at: momentText(filling.asOf),
          n: filling.versionNo,
          who: filling.createdBy,
        })}
      >
        <Button type="primary" href={addressOf(formsContract.xlsx, { params: { id: filling.id } })}>
          {t('forms.filling.download')}
        </Button>
      </PageHeader>
      {filling.used.left.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={t('forms.filling.left', {
            cells: leftWords(t, filling.used.left),
          })}
        />
      )}
      <p className="form-hint">{t('forms.filling.hint', { n: filling.used.figures.length })}</p>
      <Segmented aria-label={t('forms.sheet')} options={visible.map((s) => s.name)} value={name} onChange={setName} />
      {sheet && <FormGrid sheet={sheet} marks={figureMarks(t, language, filling, name)} />}
    </>
  );
}

/** What was left empty, a line of the form at a time. */
function leftWords(t: Text, left: Page['used']['left']): string {
  const lines = Map.groupBy(left, (l) => `${l.sheet}!${placeIn(l.cell).row}`);
  const words = [...lines.values()].map((all) => {
    const { sheet, cell, found } = all[0]!;
    return t('forms.filling.left.row', { sheet, row: placeIn(cell).row, name: found || t('kit.none'), n: all.length });
  });
  return words.join(t('shell.comma'));
}

function figureMarks(t: Text, language: Language, { used, asOfDay }: Page, sheet: string): Map<string, Marked> {
  const link = (f: UsedFigure) =>
    figureAddress(f.key, { unitId: f.unitId, ...(f.from && { from: f.from }), through: f.through, asOf: asOfDay });
  return new Map(
    used.figures
      .filter((f) => f.sheet === sheet)
      .map((f) => {
        const title = t('forms.filling.figure', {
          name: cards[f.key][language].name,
          unit: f.unitName,
          from: f.from ?? t('forms.filling.begin'),
          through: f.through,
        });
        return [f.cell, { words: <Link to={link(f)}>{f.shown || t('kit.none')}</Link>, kind: 'figure', title }];
      }),
  );
}
