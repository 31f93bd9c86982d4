import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Input, Select } from 'antd';
import { useState } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { ReasonDialog } from '../../../web/kit/ReasonDialog.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { type Text, useText } from '../../../web/text.ts';
import type { SheetPage as Page } from '../contract.ts';
import type { Answers, Field } from '../domain/field.ts';
import { collections, sheetQuery } from './client.ts';
import './collections.css';
import { roundIn } from './round.ts';
import { SheetStatus } from './SheetStatus.tsx';

/** A unit's sheet: what is known stands there already, only the gaps are filled in. */
export function SheetPage() {
  const { id = '', unitId = '' } = useParams();
  const [search] = useSearchParams();
  return (
    <Loaded query={useQuery(sheetQuery(id, unitId, roundIn(search)))}>
      {(sheet) => <UnitSheet key={`${sheet.round} ${sheet.version}`} id={id} sheet={sheet} />}
    </Loaded>
  );
}

const staleOf = (id: string) => [
  ['collection', id],
  ['table', 'collections'],
];

function UnitSheet({ id, sheet }: { id: string; sheet: Page }) {
  const t = useText();
  const [answers, setAnswers] = useState<Answers>(sheet.answers);
  const isChanged = answers !== sheet.answers;
  const at = { params: { id, unitId: sheet.unitId } };
  const seen = { round: sheet.round, version: sheet.version };
  const save = useCommand({
    run: () => collections.save({ ...at, body: { ...seen, answers } }),
    done: t('collections.saved'),
    stale: staleOf(id),
  });
  const submit = useCommand({ run: () => collections.submit({ ...at, body: seen }), done: t('collections.submitted'), stale: staleOf(id) });
  const put = (row: string, key: string, value: string) => setAnswers((all) => ({ ...all, [row]: { ...all[row], [key]: value } }));
  return (
    <>
      <PageHeader
        title={sheet.unitName}
        trail={[
          [t('collections.title'), '/collections'],
          [sheet.title, `/collections/${id}`],
        ]}
        note={t('collections.sheet.note', { due: sheet.dueOn, gaps: sheet.gaps, minutes: sheet.minutes })}
      >
        <SheetStatus {...sheet} />
        <OfficeActs id={id} sheet={sheet} />
        {sheet.can.fill && (
          <>
            <Button disabled={!isChanged} loading={save.busy} onClick={() => save.run(undefined)}>
              {t('collections.save')}
            </Button>
            <Button type="primary" disabled={isChanged} loading={submit.busy} onClick={() => submit.run(undefined)}>
              {t('collections.submit')}
            </Button>
          </>
        )}
      </PageHeader>
      {sheet.purpose && <p>{sheet.purpose}</p>}
      <Events t={t} sheet={sheet} />
      <AnswerTable sheet={sheet} answers={answers} onPut={put} />
    </>
  );
}

function Events({ t, sheet }: { t: Text; sheet: Page }) {
  const shown = sheet.events.filter((e) => e.kind !== 'submit');
  if (shown.length === 0) return null;
  const words = shown.map((e) => t(`collections.event.${e.kind}`, { day: e.at.slice(0, 10), reason: e.reason ?? '', due: e.dueOn ?? '' }));
  return (
    <Alert
      type="warning"
      showIcon
      title={
        <ul className="collection-events">
          {words.map((line, i) => (
            <li key={`${i} ${line}`}>{line}</li>
          ))}
        </ul>
      }
    />
  );
}

type TableProps = { sheet: Page; answers: Answers; onPut: (row: string, key: string, value: string) => void };
function AnswerTable({ sheet, answers, onPut }: TableProps) {
  const t = useText();
  return (
    <div className="collection-sheet">
      <table aria-label={sheet.unitName}>
        <thead>
          <tr>
            <th scope="col">{t('collections.row')}</th>
            {sheet.fields.map((f) => (
              <th key={f.key} scope="col">
                {f.label}
                {f.unit && <small>（{f.unit}）</small>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sheet.rows.map((row) => (
            <tr key={row.id}>
              <th scope="row">{row.href ? <Link to={row.href}>{row.name}</Link> : row.name}</th>
              {sheet.fields.map((f) => {
                const known = row.known[f.key];
                if (known !== undefined)
                  return (
                    <td key={f.key} className="known" title={t('collections.known')}>
                      {row.href ? <Link to={row.href}>{shown(t, f, known)}</Link> : shown(t, f, known)}
                    </td>
                  );
                const value = answers[row.id]?.[f.key] ?? '';
                return (
                  <td key={f.key} className={value === '' ? 'gap' : undefined}>
                    {sheet.can.fill ? (
                      <Answer field={f} label={`${row.name} ${f.label}`} value={value} onChange={(v) => onPut(row.id, f.key, v)} />
                    ) : (
                      shown(t, f, value)
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {sheet.rows.length === 0 && <p className="hint">{t('collections.rows.none')}</p>}
    </div>
  );
}

const shown = (t: Text, f: Field, value: string) => (f.type === 'yes_no' && value !== '' ? t(`collections.answer.${value}`) : value);

type AnswerProps = { field: Field; label: string; value: string; onChange: (value: string) => void };
function Answer({ field, label, value, onChange }: AnswerProps) {
  const t = useText();
  if (field.type === 'yes_no')
    return (
      <Select
        aria-label={label}
        value={value || null}
        allowClear
        options={['yes', 'no'].map((v) => ({ value: v, label: t(`collections.answer.${v}`) }))}
        onChange={(v: string | null) => onChange(v ?? '')}
      />
    );
  const hint = field.type === 'date' ? 'YYYY-MM-DD' : '';
  return (
    <Input
      aria-label={label}
      value={value}
      maxLength={field.type === 'text' ? 1000 : 40}
      placeholder={hint}
      inputMode={field.type === 'number' || field.type === 'amount' ? 'decimal' : 'text'}
      onChange={(e) => onChange(e.target.value)}
    />
  );
}

/** What the office that asked can do with a sheet. */
function OfficeActs({ id, sheet }: { id: string; sheet: Page }) {
  const t = useText();
  const [asking, setAsking] = useState<'return' | 'extend' | null>(null);
  const [dueOn, setDueOn] = useState(sheet.dueOn);
  const at = { params: { id, unitId: sheet.unitId } };
  const seen = { round: sheet.round, version: sheet.version };
  const act = useCommand({
    run: (reason: string) =>
      asking === 'return'
        ? collections.sendBack({ ...at, body: { ...seen, reason } })
        : collections.extend({ ...at, body: { ...seen, reason, dueOn } }),
    done: t('collections.saved'),
    refusals: 'alert',
    stale: staleOf(id),
    after: () => setAsking(null),
  });
  return (
    <>
      {sheet.can.sendBack && <Button onClick={() => setAsking('return')}>{t('collections.return')}</Button>}
      {sheet.can.extend && <Button onClick={() => setAsking('extend')}>{t('collections.extend')}</Button>}
      {asking && (
        <ReasonDialog
          open
          title={t(`collections.${asking}`)}
          busy={act.busy}
          refusal={act.refusal}
          onGive={act.run}
          onCancel={() => setAsking(null)}
        >
          {asking === 'extend' && (
            <Input aria-label={t('collections.column.due')} type="date" value={dueOn} onChange={(e) => setDueOn(e.target.value)} />
          )}
        </ReasonDialog>
      )}
    </>
  );
}
