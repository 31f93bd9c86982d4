import { Button, Tag } from 'antd';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import type { Column } from '../../../web/kit/column.ts';
import { DataTable } from '../../../web/kit/DataTable.tsx';
import { Money } from '../../../web/kit/Money.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { ReasonDialog } from '../../../web/kit/ReasonDialog.tsx';
import type { TableState } from '../../../web/kit/table-state.ts';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { type Text, useText } from '../../../web/text.ts';
import { momentText } from '../../identity/web/moment.ts';
import '../../projects/web/projects.css';
import { StageMark } from '../../projects/web/StageMark.tsx';
import type { DuplicateCase } from '../contract.ts';
import { levels } from '../domain/rules.ts';
import { duplicates } from './client.ts';
import { Rulings } from './Rulings.tsx';
import { Signs } from './signs.tsx';

const statuses = ['overdue', 'decided', 'all'] as const;
type Side = DuplicateCase['one'];
const nameOf = (t: Text, side: Side) => side?.name ?? t('duplicates.hidden');

const columnsOf = (t: Text): Column<DuplicateCase>[] => [
  { key: 'one', title: t('duplicates.one'), width: 240, render: (c) => nameOf(t, c.one) },
  { key: 'other', title: t('duplicates.other'), width: 240, render: (c) => nameOf(t, c.other) },
  {
    key: 'level',
    title: t('duplicates.level'),
    width: 300,
    filter: { kind: 'choice', options: levels.map((value) => ({ value, label: t(`duplicates.level.${value}`) })) },
    render: (c) => <Signs level={c.level} signs={c.signs} />,
  },
  {
    key: 'status',
    title: t('duplicates.status'),
    width: 110,
    filter: { kind: 'choice', options: statuses.map((value) => ({ value, label: t(`duplicates.show.${value}`) })) },
    render: (c) => (c.isOverdue ? <Tag color="red">{t('duplicates.show.overdue')}</Tag> : t(`duplicates.status.${c.status}`)),
  },
  { key: 'dueAt', title: t('duplicates.dueAt'), width: 150, wideOnly: true, render: (c) => momentText(c.dueAt) },
  { key: 'openedBy', title: t('duplicates.openedBy'), width: 110, wideOnly: true, render: (c) => c.openedByName },
];

const load = ({ page, size, filters }: TableState) =>
  duplicates.pool({
    query: {
      page,
      size,
      status: statuses.find((s) => filters['status']?.split(',').includes(s)) ?? 'open',
      ...(levels.find((l) => l === filters['level']) && { level: levels.find((l) => l === filters['level']) }),
    },
  });

/** 查重池: pairs that look the same, the oldest due first, until a person says what they are. */
export function PoolPage() {
  const t = useText();
  return (
    <>
      <PageHeader title={t('duplicates.menu')} note={t('duplicates.note')}>
        <Link to="/mergers">{t('mergers.menu')}</Link>
      </PageHeader>
      <DataTable
        name="duplicates"
        label={t('duplicates.menu')}
        columns={columnsOf(t)}
        load={load}
        rowKey={(c) => c.id}
        renderPanel={(c) => <CasePanel key={c.id} one={c} />}
        panelTitle={(c) => <Signs level={c.level} signs={c.signs} />}
        totals={({ total, overdue }) => t('duplicates.totals', { n: total, overdue })}
        empty={{ title: t('duplicates.empty') }}
      />
    </>
  );
}

function CasePanel({ one: c }: { one: DuplicateCase }) {
  const t = useText();
  const navigate = useNavigate();
  const [isGiving, setGiving] = useState(false);
  const rule = useCommand({
    run: (body: { verdict: 'ignored' | 'separate'; reason?: string }) =>
      duplicates.rule({ params: { id: c.projectId, entryId: c.id }, body }),
    done: t('duplicates.decided'),
    after: () => setGiving(false),
  });
  const mergeInto = () => void navigate(`/mergers/new?subject=project&from=${c.one?.id}&into=${c.other?.id}`);
  const isHint = c.level === 'L3' || c.level === 'L4';
  return (
    <div className="panel">
      <SideFacts side={c.one} title={t('duplicates.one')} />
      <SideFacts side={c.other} title={t('duplicates.other')} />
      {c.overrideReason && <p>{t('duplicates.override', { reason: c.overrideReason })}</p>}
      <div className="form-acts">
        {c.can.merge && c.one && c.other && (
          <Button type="primary" onClick={mergeInto}>
            {t('duplicates.verdict.merged')}
          </Button>
        )}
        {c.can.decide && <Button onClick={() => setGiving(true)}>{t('duplicates.verdict.separate')}</Button>}
        {c.can.decide && isHint && (
          <Button loading={rule.busy} onClick={() => rule.run({ verdict: 'ignored' })}>
            {t('duplicates.verdict.ignored')}
          </Button>
        )}
      </div>
      <Rulings projectId={c.projectId} caseId={c.id} />
      <ReasonDialog
        open={isGiving}
        title={t('duplicates.verdict.separate')}
        busy={rule.busy}
        onGive={(reason) => rule.run({ verdict: 'separate', reason })}
        onCancel={() => setGiving(false)}
      />
    </div>
  );
}

function SideFacts({ side, title }: { side: Side; title: string }) {
  const t = useText();
  if (!side) return <p className="hint">{t('duplicates.hidden.long', { title })}</p>;
  return (
    <section>
      <h3>{title}</h3>
      <Link to={`/projects/${side.id}`}>{`${side.code} ${side.name}`}</Link>
      <p>
        <StageMark stage={side.stage} side={side.side} /> · {side.unitName} · {side.investorName ?? t('kit.none')} ·{' '}
        {side.industryName ?? t('kit.none')}
      </p>
      <p>
        {t('field.totalMinor')} <Money fen={side.totalFen} /> {t('projects.agreed')} <Money fen={side.agreedFen} /> {t('projects.arrived')}{' '}
        <Money fen={side.arrivedFen} />
      </p>
    </section>
  );
}
