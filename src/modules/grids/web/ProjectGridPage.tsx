import { useQuery } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useMemo, useState } from 'react';
import { Link, useLocation } from 'react-router';
import { DraftNotice, WithDraft } from '../../../web/kit/Draft.tsx';
import { type Stored, useDraftStore } from '../../../web/kit/draft-store.ts';
import type { GridColumn } from '../../../web/kit/grid-column.ts';
import { begun, type Cells, type Place } from '../../../web/kit/grid-model.ts';
import { GridSheet } from '../../../web/kit/GridSheet.tsx';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { takeBack } from '../../../web/kit/take-back.ts';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { useLanguage, useText } from '../../../web/text.ts';
import { grids } from './client.ts';
import { GridFindings } from './GridFindings.tsx';
import { noteOf, saidOf } from './grid-words.ts';
import './grids.css';
import { useChecked } from './use-checked.ts';

type Draft = { ids: string[]; edits: Record<string, Record<string, string>> };
type Opened = Awaited<ReturnType<typeof grids.projects>>;

/** The ticked projects as a table: each changed its own way, all of them or none. */
export function ProjectGridPage() {
  const t = useText();
  const { state } = useLocation() as { state: { ids?: string[] } | null };
  return (
    <>
      <PageHeader title={t('grids.title.projects')} trail={[[t('projects.menu'), '/projects']]} note={t('grids.note')} />
      <WithDraft<Draft> form={draftName}>{(stored) => <Opening ids={state?.ids ?? stored?.body.ids ?? []} stored={stored} />}</WithDraft>
    </>
  );
}

const draftName = 'grid.projects';
/** Asks for the projects; the table lasts as long as they are the same. */
function Opening({ ids, stored }: { ids: string[]; stored: Stored<Draft> | null }) {
  const t = useText();
  const query = useQuery({
    queryKey: ['grid-projects', ids],
    queryFn: () => grids.projects({ body: { ids } }),
    enabled: ids.length > 0,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  if (ids.length === 0)
    return (
      <p>
        {t('grids.projects.none')} <Link to="/projects">{t('projects.menu')}</Link>
      </p>
    );
  const versions = (opened: Opened) => opened.rows.map((r) => `${r.id} ${r.version}`).join();
  const mine = stored?.body.ids.join() === ids.join() ? stored : null;
  return <Loaded query={query}>{(opened) => <ProjectGrid key={versions(opened)} ids={ids} opened={opened} stored={mine} />}</Loaded>;
}

const widths: Readonly<Record<string, number>> = { name: 240, remark: 240, place: 160, investor: 180, unit: 140 };
const inTable = ({ fields, rows }: Opened): Cells => rows.map((row) => [row.code, ...fields.map((f) => row.cells[f.key] ?? '')]);

/** The table with what was written into it before. */
const withEdits = ({ fields, rows }: Opened, cells: Cells, edits: Draft['edits']): Cells =>
  cells.map((row, r) => row.map((text, c) => (c > 0 ? (edits[rows[r]!.id]?.[fields[c - 1]!.key] ?? text) : text)));

const countsOf = (judged: readonly { outcome: string }[]) =>
  (['refused', 'changed'] as const).map((o) => judged.filter((j) => j.outcome === o).length) as [number, number];

type Props = { ids: string[]; opened: Opened; stored: Stored<Draft> | null };
function ProjectGrid({ ids, opened, stored }: Props) {
  const draft = useDraftStore<Draft>(draftName);
  const t = useText();
  const language = useLanguage();
  const { fields, rows, left } = opened;
  const columns = useMemo((): GridColumn[] => {
    const own = fields.map(({ key, zh, en, isAmount, isRequired, choices, aliases }) => {
      const name = language === 'zh' ? zh : en;
      const title = isAmount ? t('grids.inUnit', { name, unit: t('amount.万元') }) : name;
      const options = choices.length > 0 && { options: choices.map((c) => c[language]) };
      return { key, title, width: widths[key] ?? 110, numeric: isAmount, required: isRequired, aliases: [zh, en, ...aliases], ...options };
    });
    return [{ key: 'code', title: t('grids.code'), width: 130, isFixed: true }, ...own];
  }, [fields, language, t]);
  const before = useMemo(() => inTable(opened), [opened]);
  const [past, setPast] = useState(() => begun(stored ? withEdits(opened, before, stored.body.edits) : before));
  const [restoredAt, setRestoredAt] = useState(stored?.updatedAt ?? null);
  const [goTo, setGoTo] = useState<Place | null>(null);
  const editsOf = (cells: Cells) =>
    rows.flatMap(({ id, version }, r) => {
      const changed = fields.flatMap((f, c) => (cells[r]?.[c + 1] === before[r]?.[c + 1] ? [] : [[f.key, cells[r]?.[c + 1] ?? '']]));
      return changed.length > 0 ? [{ r, id, version, cells: Object.fromEntries(changed) as Record<string, string> }] : [];
    });
  const edits = editsOf(past.now);
  const body = { rows: edits.map(({ id, version, cells }) => ({ id, version, cells })) };
  const check = useChecked('projects', edits.length > 0 ? body : null, (asked) => grids.checkProjects({ body: asked }));
  const judged = check.result?.rows ?? [];
  const place = (row: number) => edits[row - 1]?.r ?? 0;
  const said = saidOf(t, judged, columns, place);
  const faults = Map.groupBy(said, (s) => s.row);
  const notes = new Map(judged.map((j) => [place(j.row), noteOf(t, j)]));
  const [refused, changed] = countsOf(judged);
  const discard = () => {
    draft.drop();
    setRestoredAt(null);
    setPast(begun(before));
  };
  const save = useCommand({
    run: () => grids.changeProjects({ body }),
    done: ({ changed: n }) => t('grids.changed', { n }),
    refusals: 'alert',
    undo: ({ actId }) => takeBack(actId, t),
    after: draft.drop,
  });
  return (
    <div className="grid-page">
      <LeftOut n={left} />
      <DraftNotice draft={{ restoredAt, discard }} />
      <RefusalAlert refusal={save.refusal ?? check.refusal} />
      <span className="hint">{t('grids.keys')}</span>
      <GridSheet
        label={t('grids.title.projects')}
        columns={columns}
        past={past}
        isClosed
        onChange={(next) => {
          setPast(next);
          draft.keep({ ids, edits: Object.fromEntries(editsOf(next.now).map((e) => [e.id, e.cells])) });
        }}
        faults={faults}
        notes={notes}
        goTo={goTo}
      />
      {edits.length > 0 && (
        <output className="grid-sum">{t(check.isBusy ? 'grids.checking' : 'grids.projects.sum', { n: changed, refused })}</output>
      )}
      <GridFindings said={said} onGo={(to) => setGoTo({ ...to })} />
      <div className="form-acts sticky">
        <Button
          type="primary"
          disabled={check.isBusy || changed === 0 || refused > 0}
          loading={save.busy}
          onClick={() => save.run(undefined)}
        >
          {t('grids.save', { n: changed })}
        </Button>
        {refused > 0 && <span className="hint">{t('grids.allOrNothing')}</span>}
      </div>
    </div>
  );
}

function LeftOut({ n }: { n: number }) {
  const t = useText();
  return n > 0 ? <Alert type="info" showIcon title={t('grids.projects.left', { n })} /> : null;
}
