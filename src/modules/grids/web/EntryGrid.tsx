import { Button, Popconfirm, Select } from 'antd';
import { useMemo, useState } from 'react';
import { type AmountUnit, amountUnits, formatFen, grouped } from '../../../kernel/money.ts';
import { DraftNotice, WithDraft } from '../../../web/kit/Draft.tsx';
import { type Stored, useDraftStore } from '../../../web/kit/draft-store.ts';
import type { GridColumn } from '../../../web/kit/grid-column.ts';
import { begun, blankRow, type Cells, isBlankRow, type Place } from '../../../web/kit/grid-model.ts';
import { GridSheet } from '../../../web/kit/GridSheet.tsx';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { takeBack } from '../../../web/kit/take-back.ts';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { type Language, type Text, useLanguage, useText } from '../../../web/text.ts';
import type { GridField, JudgedGrid } from '../contract.ts';
import type { GridKind } from '../domain/grid-row.ts';
import { grids } from './client.ts';
import { type Answer, GridFindings, OddAnswer } from './GridFindings.tsx';
import { noteOf, saidOf } from './grid-words.ts';
import { useChecked } from './use-checked.ts';

type Draft = { keys: string[]; cells: string[][]; unit: AmountUnit };
const rowsToBegin = 20;
const noAnswer: Answer = { isTrue: false, reason: '' };

const widths: Readonly<Record<string, number>> = { project: 240, remark: 200, payer: 180, voucherNo: 140 };
const columnsOf = (fields: readonly GridField[], unit: AmountUnit, language: Language, t: Text): GridColumn[] =>
  fields.map(({ key, zh, en, isAmount, isRequired, choices, aliases }) => {
    const name = language === 'zh' ? zh : en;
    return {
      key,
      title: isAmount ? t('grids.inUnit', { name, unit: t(`amount.${unit}`) }) : name,
      width: widths[key] ?? 110,
      numeric: isAmount,
      required: isRequired,
      aliases: [zh, en, ...aliases],
      ...(choices.length > 0 && { options: choices.map((c) => c[language]) }),
    };
  });

const blank = (width: number): Cells => Array.from({ length: rowsToBegin }, () => blankRow(width));
/** A draft whose columns were others is put under those of today. */
const fitted = ({ keys, cells }: Draft, columns: readonly GridField[]): Cells =>
  cells.map((row) => columns.map((c) => row[keys.indexOf(c.key)] ?? ''));

type Props = { kind: GridKind; fields: readonly GridField[] };
/** The table of a book, with what was typed into it and not recorded. */
export const EntryGrid = (props: Props) => (
  <WithDraft<Draft> form={`grid.${props.kind}`}>{(stored) => <EntryTable {...props} stored={stored} />}</WithDraft>
);

/** Judged while it is filled, recorded as a whole or not at all. */
function EntryTable({ kind, fields, stored }: Props & { stored: Stored<Draft> | null }) {
  const t = useText();
  const language = useLanguage();
  const [unit, setUnit] = useState<AmountUnit>(stored?.body.unit ?? '万元');
  const columns = useMemo(() => columnsOf(fields, unit, language, t), [fields, unit, language, t]);
  const [past, setPast] = useState(() => begun(stored ? fitted(stored.body, fields) : blank(fields.length)));
  const [restoredAt, setRestoredAt] = useState(stored?.updatedAt ?? null);
  const [goTo, setGoTo] = useState<Place | null>(null);
  const draft = useDraftStore<Draft>(`grid.${kind}`);
  const cells = past.now;
  const rows = useMemo(() => cells.map((row) => Object.fromEntries(fields.map((f, c) => [f.key, row[c] ?? '']))), [cells, fields]);
  const isFilled = cells.some((row) => !isBlankRow(row));
  const check = useChecked(kind, isFilled ? { unit, rows } : null, (body) => grids.check({ params: { kind }, body }));
  const judged = useMemo(() => check.result?.rows ?? [], [check.result]);
  const said = useMemo(() => saidOf(t, judged, columns, (row) => row - 1), [t, judged, columns]);
  const faults = useMemo(() => Map.groupBy(said, (s) => s.row), [said]);
  const notes = useMemo(() => new Map(judged.map((j) => [j.row - 1, noteOf(t, j)])), [t, judged]);
  const keep = (now: Cells, of: AmountUnit) => draft.keep({ keys: fields.map((f) => f.key), cells: now.map((row) => [...row]), unit: of });
  const clear = () => {
    draft.drop();
    setRestoredAt(null);
    setPast(begun(blank(fields.length)));
  };
  return (
    <div className="grid-page">
      <DraftNotice draft={{ restoredAt, discard: clear }} />
      <RefusalAlert refusal={check.refusal} />
      <div className="grid-tools">
        <label>
          {t('grids.unit')}{' '}
          <Select<AmountUnit>
            value={unit}
            options={amountUnits.map((value) => ({ value, label: t(`amount.${value}`) }))}
            onChange={(value) => {
              setUnit(value);
              keep(cells, value);
            }}
          />
        </label>
        <Popconfirm
          title={t('grids.clear.sure')}
          okText={t('grids.clear')}
          cancelText={t('kit.cancel')}
          onConfirm={clear}
          disabled={!isFilled}
        >
          <Button disabled={!isFilled}>{t('grids.clear')}</Button>
        </Popconfirm>
        <span className="hint">{t('grids.keys')}</span>
      </div>
      <GridSheet
        label={t(`grids.title.${kind}`)}
        columns={columns}
        past={past}
        onChange={(next) => {
          setPast(next);
          keep(next.now, unit);
        }}
        faults={faults}
        notes={notes}
        goTo={goTo}
      />
      <Sum result={check.result} isBusy={check.isBusy} />
      <GridFindings said={said} onGo={(place) => setGoTo({ ...place })} />
      <RecordAct
        kind={kind}
        body={{ unit, rows }}
        counts={countsOf(check.result)}
        odd={said.filter((s) => s.severity === 'odd')}
        isBusy={check.isBusy}
        onDone={clear}
      />
    </div>
  );
}

function countsOf(result: JudgedGrid | null) {
  const of = (...outcomes: string[]) => (result?.rows ?? []).filter((j) => outcomes.includes(j.outcome)).length;
  return { written: of('new', 'changed'), refused: of('refused'), unchanged: of('unchanged') };
}

function Sum({ result, isBusy }: { result: JudgedGrid | null; isBusy: boolean }) {
  const t = useText();
  const { written: n, refused, unchanged } = countsOf(result);
  const amount = grouped(formatFen(result?.fen ?? 0, '万元', 2));
  return <output className="grid-sum">{isBusy ? t('grids.checking') : result && t('grids.sum', { n, amount, refused, unchanged })}</output>;
}

type RecordProps = {
  kind: GridKind;
  body: { unit: AmountUnit; rows: Record<string, string>[] };
  counts: ReturnType<typeof countsOf>;
  odd: readonly { code: string }[];
  isBusy: boolean;
  onDone: () => void;
};
/** The act itself: all rows or none, with an answer to what looks unusual. */
function RecordAct({ kind, body, counts: { written, refused }, odd, isBusy, onDone }: RecordProps) {
  const t = useText();
  const [answer, setAnswer] = useState(noAnswer);
  const record = useCommand({
    run: () => {
      const codes = [...new Set(odd.map((s) => s.code))];
      const acknowledged = codes.length > 0 ? { codes, reason: answer.reason.trim() } : null;
      return grids.record({ params: { kind }, body: { ...body, acknowledged } });
    },
    done: ({ recorded }) => t(`grids.recorded.${kind}`, { n: recorded }),
    refusals: 'alert',
    undo: ({ actId }) => takeBack(actId, t),
    after: () => {
      setAnswer(noAnswer);
      onDone();
    },
  });
  const isAnswered = odd.length === 0 || (answer.isTrue && answer.reason.trim() !== '');
  return (
    <>
      <OddAnswer count={odd.length} answer={answer} onChange={setAnswer} />
      <RefusalAlert refusal={record.refusal} />
      <div className="form-acts sticky">
        <Button
          type="primary"
          disabled={isBusy || written === 0 || refused > 0 || !isAnswered}
          loading={record.busy}
          onClick={() => record.run(undefined)}
        >
          {t('grids.record', { n: written })}
        </Button>
        {refused > 0 && <span className="hint">{t('grids.allOrNothing')}</span>}
      </div>
    </>
  );
}
