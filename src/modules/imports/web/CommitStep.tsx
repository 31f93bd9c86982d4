import { Alert, Button, Checkbox, Input } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { useText } from '../../../web/text.ts';
import { momentText } from '../../identity/web/moment.ts';
import type { ImportCounts, ImportView } from '../domain/import-view.ts';
import { importKey, imports } from './client.ts';
import { findingSentence } from './finding-sentence.ts';
import type { KindWords } from './kind-words.ts';
import type { Step } from './steps.ts';
import { Totals } from './Sums.tsx';
import { WhyNot } from './WhyNot.tsx';
import { Working } from './Working.tsx';

type Props = { batch: ImportView; kind: KindWords; onGo: (step: Step) => void };

/** Step 5: what will be written, what is left out and why it may be, and then the writing itself. */
export function CommitStep({ batch, kind, onGo }: Props) {
  const t = useText();
  if (batch.status === 'committing') return <Working batch={batch} title={t('imports.committing')} />;
  if (!batch.counts) return null;
  return batch.status === 'committed' ? (
    <Result batch={batch} counts={batch.counts} kind={kind} onGo={onGo} />
  ) : (
    <Answer batch={batch} counts={batch.counts} kind={kind} onGo={onGo} />
  );
}

type Counted = Props & { counts: ImportCounts };
const n = (count: number) => count.toLocaleString('en');
const countsWords = ({ new: fresh, changed, unchanged, refused }: ImportCounts) => ({
  new: n(fresh),
  changed: n(changed),
  unchanged: n(unchanged),
  refused: n(refused),
});

function Answer({ batch, counts, kind, onGo }: Counted) {
  const t = useText();
  const [skips, setSkips] = useState(false);
  const [ticked, setTicked] = useState<readonly string[]>([]);
  const [reason, setReason] = useState('');
  const doubts = batch.toAcknowledge ?? [];
  const isAnswered =
    (counts.refused === 0 || skips) && (doubts.length === 0 || (doubts.every((d) => ticked.includes(d.code)) && reason.trim() !== ''));
  const commit = useCommand({
    run: () =>
      imports.commit({
        params: { id: batch.id },
        body: { skipRefused: skips, acknowledged: doubts.length > 0 ? { codes: [...ticked], reason: reason.trim() } : null },
      }),
    after: () => onGo('commit'),
    stale: [importKey(batch.id)],
    refusals: 'alert',
  });
  const writes = counts.new + counts.changed;
  return (
    <section className="import-part" aria-label={t('imports.step.commit')}>
      <h2>{t('imports.commit.title')}</h2>
      <p>{t(writes > 0 ? 'imports.commit.will' : 'imports.commit.nothing', countsWords(counts))}</p>
      {counts.refused > 0 && (
        <Checkbox checked={skips} onChange={(e) => setSkips(e.target.checked)}>
          {t('imports.commit.skip', { n: n(counts.refused) })}
        </Checkbox>
      )}
      {doubts.length > 0 && (
        <fieldset className="import-doubts">
          <legend>{t('imports.commit.doubts')}</legend>
          {doubts.map(({ code, rows }) => (
            <Checkbox
              key={code}
              checked={ticked.includes(code)}
              onChange={(e) => setTicked(e.target.checked ? [...ticked, code] : ticked.filter((c) => c !== code))}
            >
              {t('imports.commit.doubt', {
                what: findingSentence(t, { code, found: null, expected: null, details: null, count: 2 }).what,
                n: n(rows),
              })}
            </Checkbox>
          ))}
          <label>
            {t('imports.commit.reason')}
            <Input.TextArea rows={2} maxLength={500} value={reason} onChange={(e) => setReason(e.target.value)} />
          </label>
        </fieldset>
      )}
      <WhyNot refusal={commit.refusal} kind={kind} />
      {!isAnswered && <p className="hint">{t('imports.commit.answer')}</p>}
      <div className="import-acts">
        <Button onClick={() => onGo('check')}>{t('imports.back')}</Button>
        <Button type="primary" disabled={!isAnswered || counts.accepted === 0} loading={commit.busy} onClick={() => commit.run(undefined)}>
          {writes > 0 ? t('imports.commit', { n: n(writes) }) : t('imports.commit.close')}
        </Button>
        <span className="hint">{t('imports.commit.hint')}</span>
      </div>
    </section>
  );
}

/** Where what was imported can be seen. */
const places: Readonly<Record<string, readonly (readonly [words: string, path: (id: string) => string])[]>> = {
  project: [
    ['imports.open.newProjects', (id) => `/projects?batch=${id}`],
    ['imports.open.projects', () => '/projects'],
  ],
  arrival: [
    ['imports.open.arrivals', () => '/arrivals'],
    ['imports.open.projects', () => '/projects'],
  ],
  authority_date: [['imports.open.projects', () => '/projects']],
  milestone: [['imports.open.milestones', () => '/milestones']],
  permit: [['imports.open.permits', () => '/permits']],
  problem: [['imports.open.problems', () => '/problems']],
  report: [['imports.open.reports', () => '/reports']],
  idea: [['imports.open.ideas', () => '/ideas']],
  unit: [['imports.open.units', () => '/units']],
  person: [['imports.open.people', () => '/people']],
};

function Result({ batch, counts, kind, onGo }: Counted) {
  const t = useText();
  const writes = counts.new + counts.changed;
  const shown = (places[kind.key] ?? []).filter(([words]) => words !== 'imports.open.newProjects' || counts.new > 0);
  return (
    <>
      <section className="import-part" aria-label={t('imports.done')}>
        <Alert
          type="success"
          showIcon
          title={t(writes > 0 ? 'imports.done.wrote' : 'imports.done.nothing', countsWords(counts))}
          description={batch.committedAt && t('imports.done.at', { name: batch.by.name, at: momentText(batch.committedAt) })}
        />
        {batch.acknowledged && <p>{t('imports.done.reason', { reason: batch.acknowledged.reason })}</p>}
        <div className="import-acts">
          {shown.map(([words, path], i) => (
            <Link key={words} to={path(batch.id)} className={i === 0 ? 'import-open' : undefined}>
              {t(words)}
            </Link>
          ))}
          <button type="button" className="plain-link" onClick={() => onGo('check')}>
            {t('imports.done.rows')}
          </button>
          <Link to={`/imports?kind=${kind.key}`}>{t('imports.done.next')}</Link>
        </div>
      </section>
      <Totals batch={batch} kind={kind} />
    </>
  );
}
