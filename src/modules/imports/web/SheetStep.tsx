import { Alert, Button, InputNumber, Radio } from 'antd';
import { useState } from 'react';
import { Refusal } from '../../../kernel/refusal.ts';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { refusalSentence } from '../../../web/kit/refusal-sentence.ts';
import { useText } from '../../../web/text.ts';
import type { ImportView, SheetSuggestion } from '../domain/import-view.ts';
import type { ImportSetup } from '../domain/setup.ts';
import { PreviewGrid } from './PreviewGrid.tsx';
import type { Reading } from './reading.ts';

type Props = { batch: ImportView; reading: Reading; onNext: () => void };

/** Step 2: which sheet, which rows are its header, and where the records begin. */
export function SheetStep({ batch, reading, onNext }: Props) {
  const t = useText();
  const { query, setup } = reading;
  return (
    <section className="import-part" aria-label={t('imports.step.sheet')}>
      <h2>{t('imports.sheet.choose')}</h2>
      <Sheets batch={batch} reading={reading} />
      {query.error ? (
        <NoHeader reading={reading} />
      ) : (
        <Loaded query={query}>
          {(data) => (
            <>
              <h2>{t('imports.header.choose')}</h2>
              <Notes data={data} setup={setup} />
              <PreviewGrid data={data} firstRow={setup?.firstRow ?? data.firstRow} onChoose={reading.chooseHeader} />
              {data.headers.length > 0 && (
                <>
                  <RowRange data={data} reading={reading} />
                  <div className="import-acts">
                    <Button type="primary" onClick={onNext}>
                      {t('imports.next.columns')}
                    </Button>
                  </div>
                </>
              )}
            </>
          )}
        </Loaded>
      )}
    </section>
  );
}

function Sheets({ batch, reading }: Pick<Props, 'batch' | 'reading'>) {
  const t = useText();
  const words = ({ name, rows, columns, hidden, refusal }: ImportView['sheets'][number]) => {
    const why = refusal && refusalSentence(t, new Refusal('invalid', refusal.code, refusal.details)).what;
    const size = why ?? t('imports.sheet.size', { rows: rows.toLocaleString('en'), columns });
    return (
      <>
        {name} <small className="hint">{hidden ? `${t('imports.sheet.hidden')} ${size}` : size}</small>
      </>
    );
  };
  return (
    <Radio.Group
      className="import-sheets"
      aria-label={t('imports.sheet')}
      value={reading.sheet}
      onChange={(e) => reading.chooseSheet(String(e.target.value))}
      options={batch.sheets.map((sheet) => ({
        value: sheet.name,
        label: words(sheet),
        disabled: sheet.refusal !== null || sheet.rows === 0,
      }))}
    />
  );
}

/** What stands above the header, and how what the table does not say will be read. */
function Notes({ data, setup }: { data: SheetSuggestion; setup: ImportSetup | null }) {
  const t = useText();
  if (data.headers.length === 0) return <Alert type="warning" showIcon title={t('imports.header.none')} />;
  const lines = [
    data.title && t('imports.header.title', { title: data.title }),
    t('imports.header.rows', { rows: data.headerRows.join(t('shell.comma')), n: data.headers.length }),
    setup?.amountUnit && t('imports.header.unit', { unit: t(`amount.${setup.amountUnit}`) }),
    setup?.year && t('imports.header.year', { year: setup.year }),
  ];
  return (
    <>
      <p>{lines.filter(Boolean).join(t('imports.semicolon'))}</p>
      <p className="hint">{t('imports.header.hint')}</p>
    </>
  );
}

function RowRange({ data, reading: { setup, change } }: { data: SheetSuggestion; reading: Reading }) {
  const t = useText();
  const bottom = data.headerRows.at(-1)!;
  const put = (key: 'firstRow' | 'lastRow', row: number | null) => {
    const { [key]: _, ...rest } = setup!;
    change(row === null ? rest : { ...rest, [key]: row });
  };
  return (
    <p className="import-range">
      <label>
        {t('imports.firstRow')}{' '}
        <InputNumber min={bottom + 1} precision={0} value={setup?.firstRow ?? data.firstRow} onChange={(row) => put('firstRow', row)} />
      </label>
      <label>
        {t('imports.lastRow')}{' '}
        <InputNumber
          min={bottom + 1}
          precision={0}
          value={setup?.lastRow ?? null}
          placeholder={t('imports.lastRow.all')}
          onChange={(row) => put('lastRow', row)}
        />
      </label>
    </p>
  );
}

/** The sheet cannot be shown: another sheet, or the person says where the header is. */
function NoHeader({ reading }: { reading: Reading }) {
  const t = useText();
  const [row, setRow] = useState<number | null>(1);
  const { error, refetch } = reading.query;
  const mayName = error instanceof Refusal && error.code === 'import.header_not_found';
  return (
    <>
      <RefusalAlert refusal={error} onRetry={mayName ? undefined : () => void refetch()} />
      {mayName && (
        <p className="import-range">
          <label>
            {t('imports.header.byHand')} <InputNumber min={1} max={60} precision={0} value={row} onChange={setRow} />
          </label>
          <Button disabled={row === null} onClick={() => row !== null && reading.chooseHeader([row])}>
            {t('imports.header.use')}
          </Button>
        </p>
      )}
    </>
  );
}
