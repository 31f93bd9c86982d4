import { Alert, Button } from 'antd';
import { addressOf } from '../../../web/api.ts';
import { useLanguage, useText } from '../../../web/text.ts';
import { importsContract } from '../contract.ts';
import type { ImportCounts, ImportView } from '../domain/import-view.ts';
import { Findings } from './Findings.tsx';
import { JudgedRows, useShown } from './JudgedRows.tsx';
import type { KindWords } from './kind-words.ts';
import type { Step } from './steps.ts';
import { Skipped, Sums, Totals } from './Sums.tsx';
import { Versions } from './Versions.tsx';
import { Working } from './Working.tsx';

type Props = { batch: ImportView; kind: KindWords; onGo: (step: Step) => void };

/** Step 4: what would come of every row, before anything is written. */
export function CheckStep({ batch, kind, onGo }: Props) {
  const t = useText();
  if (batch.status === 'checking') return <Working batch={batch} title={t('imports.checking')} />;
  if (!batch.counts) return null;
  return (
    <>
      <Verdict batch={batch} counts={batch.counts} onGo={onGo} />
      <Totals batch={batch} kind={kind} />
      <Sums batch={batch} kind={kind} />
      <Findings batch={batch} kind={kind} />
      <JudgedRows batch={batch} kind={kind} />
      <Versions batch={batch} kind={kind} />
      <Skipped batch={batch} />
    </>
  );
}

const tiles = ['new', 'changed', 'unchanged', 'refused', 'warned'] as const;

function Verdict({ batch, counts, onGo }: { batch: ImportView; counts: ImportCounts; onGo: (step: Step) => void }) {
  const t = useText();
  const language = useLanguage();
  const [shown, show] = useShown(counts);
  const isOpen = batch.status === 'checked' && batch.can.work;
  return (
    <section className="import-part" aria-label={t('imports.verdict')}>
      <h2>{t('imports.verdict.title', { sheet: batch.sheet ?? '', n: counts.rows.toLocaleString('en') })}</h2>
      <div className="import-tiles">
        {tiles.map((key) => (
          <button
            key={key}
            type="button"
            className={`import-tile is-${key}`}
            aria-pressed={shown === key}
            disabled={counts[key] === 0}
            onClick={() => show(key)}
          >
            {t(`imports.outcome.${key}`)} <strong>{counts[key].toLocaleString('en')}</strong>
          </button>
        ))}
      </div>
      <Said counts={counts} />
      <div className="import-acts">
        {isOpen && <Button onClick={() => onGo('columns')}>{t('imports.change')}</Button>}
        {counts.refused > 0 && (
          <Button href={addressOf(importsContract.refused, { params: { id: batch.id }, query: { language } })} download>
            {t('imports.refused.download', { n: counts.refused })}
          </Button>
        )}
        {isOpen && counts.accepted > 0 && (
          <Button type="primary" onClick={() => onGo('commit')}>
            {t('imports.next.commit')}
          </Button>
        )}
      </div>
    </section>
  );
}

/** The result in one sentence. */
function Said({ counts }: { counts: ImportCounts }) {
  const t = useText();
  if (counts.rows === 0) return <Alert type="warning" showIcon title={t('imports.said.noRows')} />;
  if (counts.accepted === 0) return <Alert type="error" showIcon title={t('imports.said.allRefused')} />;
  if (counts.new + counts.changed === 0 && counts.refused === 0)
    return <Alert type="success" showIcon title={t('imports.said.nothing', { n: counts.unchanged })} />;
  if (counts.refused > 0) return <Alert type="warning" showIcon title={t('imports.said.some', { n: counts.refused })} />;
  return counts.acknowledge > 0 ? (
    <Alert type="warning" showIcon title={t('imports.said.doubts', { n: counts.acknowledge })} />
  ) : (
    <Alert type="success" showIcon title={t('imports.said.fine')} />
  );
}
