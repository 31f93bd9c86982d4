import { Alert, Button } from 'antd';
import { useState } from 'react';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { useText } from '../../../web/text.ts';
import type { ImportView, SheetSuggestion } from '../domain/import-view.ts';
import type { ImportSetup } from '../domain/setup.ts';
import { BookLater } from './BookLater.tsx';
import { importKey, imports } from './client.ts';
import { ColumnLine } from './ColumnLine.tsx';
import type { KindWords } from './kind-words.ts';
import { missingFields, whole } from './mapping.ts';
import { MoneySettings } from './MoneySettings.tsx';
import { OtherFields } from './OtherFields.tsx';
import type { Reading } from './reading.ts';
import { WhyNot } from './WhyNot.tsx';

type Props = { batch: ImportView; kind: KindWords; reading: Reading; onBack: () => void; onChecked: () => void };

/** Step 3: what each column is, how its values are read, and what the file does not say. */
export function ColumnsStep(props: Props) {
  const { query, setup } = props.reading;
  return (
    <Loaded query={query}>
      {(data) => (data.headers.length > 0 && setup ? <Columns {...props} data={data} setup={setup} /> : <NoHeader onBack={props.onBack} />)}
    </Loaded>
  );
}

function NoHeader({ onBack }: Pick<Props, 'onBack'>) {
  const t = useText();
  return (
    <section className="import-part">
      <Alert type="warning" showIcon title={t('imports.header.none')} />
      <div className="import-acts">
        <Button onClick={onBack}>{t('imports.back')}</Button>
      </div>
    </section>
  );
}

type Shown = Props & { data: SheetSuggestion; setup: ImportSetup };
function Columns(props: Shown) {
  const { kind, reading, data, setup } = props;
  const t = useText();
  const [onlyMatched, setOnlyMatched] = useState(false);
  const matched = data.headers.filter((h) => setup.columns[h.label]);
  const shared = { kind, setup, headers: data.headers, onChange: reading.change };
  return (
    <section className="import-part" aria-label={t('imports.step.columns')}>
      {reading.isRemembered && (
        <Alert
          type="info"
          showIcon
          title={t('imports.remembered')}
          action={
            <Button size="small" onClick={reading.forgetMemory}>
              {t('imports.remembered.forget')}
            </Button>
          }
        />
      )}
      <h2>{t('imports.columns.title', { sheet: data.sheet })}</h2>
      <p>
        {t('imports.columns.count', { n: matched.length, rest: data.headers.length - matched.length })}{' '}
        <button type="button" className="plain-link" aria-pressed={onlyMatched} onClick={() => setOnlyMatched(!onlyMatched)}>
          {t(onlyMatched ? 'imports.columns.all' : 'imports.columns.matched')}
        </button>
      </p>
      <ul className="import-columns" aria-label={t('imports.columns')}>
        {(onlyMatched ? matched : data.headers).map((header) => (
          <ColumnLine key={header.column} header={header} {...shared} />
        ))}
      </ul>
      <OtherFields {...shared} />
      <MoneySettings {...shared} />
      <BookLater refusal={props.batch.refusal} setup={setup} onChange={reading.change} />
      <Check {...props} />
    </section>
  );
}

/** Sends the setup and has every row judged; a setup that cannot be used is told with all its problems. */
function Check({ batch, kind, reading, setup, data, onBack, onChecked }: Shown) {
  const t = useText();
  const check = useCommand({
    run: async () => {
      const { sheet, headerRows } = data;
      await imports.setUp({ params: { id: batch.id }, body: whole({ ...setup, sheet, headerRows }) });
      return imports.check({ params: { id: batch.id } });
    },
    after: () => {
      reading.settled();
      onChecked();
    },
    stale: [importKey(batch.id), ['import-rows', batch.id]],
    refusals: 'alert',
  });
  const missing = missingFields(setup, kind.fields);
  return (
    <>
      {missing.length > 0 && (
        <p className="wrong">{t('imports.missing', { fields: missing.map((f) => kind.nameOf(f.key)).join(t('shell.comma')) })}</p>
      )}
      <WhyNot refusal={check.refusal} kind={kind} />
      <div className="import-acts">
        <Button onClick={onBack}>{t('imports.back')}</Button>
        <Button type="primary" loading={check.busy} disabled={missing.length > 0} onClick={() => check.run(undefined)}>
          {t('imports.check')}
        </Button>
        <span className="hint">{t('imports.check.hint')}</span>
      </div>
    </>
  );
}
