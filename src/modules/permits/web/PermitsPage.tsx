import { useState } from 'react';
import { Link } from 'react-router';
import { addressOf } from '../../../web/api.ts';
import type { Column } from '../../../web/kit/column.ts';
import { DataTable } from '../../../web/kit/DataTable.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { choicesIn, type TableState } from '../../../web/kit/table-state.ts';
import { type Text, useLanguage, useText } from '../../../web/text.ts';
import { unitFilter } from '../../identity/web/unit-filter.tsx';
import { nodeRoles } from '../../milestones/domain/node.ts';
import { permitsContract } from '../contract.ts';
import { type ListedPermit, permitSorts, permitViews } from '../domain/list-view.ts';
import { permitStages } from '../domain/permit.ts';
import { permits } from './client.ts';
import { DaysLeft, PermitMark } from './PermitMark.tsx';

type Page = Awaited<ReturnType<typeof permits.list>>;
const whose = ['department', 'agent'] as const;

/** What the server is asked for a state of the table. */
function askedOf({ filters, sort, desc, q }: TableState) {
  const one = <T extends string>(values: readonly T[], key: string) => values.find((v) => v === choicesIn(filters[key])[0]);
  const [state, mine, stage, role] = [
    one(permitViews, 'state'),
    one(whose, 'mine'),
    one(permitStages, 'stage'),
    one(nodeRoles, 'department'),
  ];
  const [green, by] = [one(['true', 'false'] as const, 'green'), permitSorts.find((s) => s === sort)];
  return {
    q: q || undefined,
    unit: filters['unit'] || undefined,
    decided: filters['decided'] || undefined,
    onTime: one(['true', 'false'] as const, 'onTime'),
    ...(state && { state }),
    ...(mine && { mine }),
    ...(stage && { stage }),
    ...(role && { role }),
    ...(green && { green }),
    ...(by && { sort: by, order: desc ? ('desc' as const) : ('asc' as const) }),
  };
}

/** 审批事项: over all projects, what is due today in working days, what is late, what stands still. */
export function PermitsPage() {
  const t = useText();
  const language = useLanguage();
  const [shown, setShown] = useState<Page | null>(null);
  const note = shown ? t('permits.list.note', { today: shown.today, onTime: shown.onTime, decided: shown.decided }) : undefined;
  return (
    <>
      <PageHeader title={t('permits.list')} note={note} />
      <DataTable<ListedPermit, Page>
        name="permits"
        label={t('permits.list')}
        columns={columnsOf(t)}
        search={t('permits.search')}
        load={(state) => permits.list({ query: { ...askedOf(state), page: state.page, size: state.size } })}
        onPage={setShown}
        rowKey={(r) => r.permitId}
        rowHref={(r) => `/projects/${r.projectId}?tab=permits`}
        totals={({ total, projects }) => t('permits.list.totals', { n: total, projects })}
        exportHref={(state) => addressOf(permitsContract.exportList, { query: { ...askedOf(state), language } })}
        defaults={{ filters: { state: 'open' } }}
        empty={{ title: t('permits.list.empty') }}
      />
    </>
  );
}

function columnsOf(t: Text): Column<ListedPermit, Page>[] {
  const choices = (start: string, values: readonly string[]) => ({
    kind: 'choice' as const,
    options: values.map((value) => ({ value, label: t(`${start}${value}`) })),
  });
  const none = t('kit.none');
  return [
    {
      key: 'project',
      title: t('permits.project'),
      width: 220,
      sortable: true,
      render: (r) => <Link to={`/projects/${r.projectId}?tab=permits`}>{r.projectName}</Link>,
    },
    { key: 'name', title: t('permits.permit'), width: 160, render: (r) => r.name },
    {
      key: 'state',
      title: t('permits.state'),
      width: 140,
      render: (r) => <PermitMark state={r.state} isLate={r.left !== null && r.left < 0} />,
      filter: choices('permits.view.', permitViews),
    },
    { key: 'due', title: t('permits.dueOn'), width: 110, sortable: true, render: (r) => r.dueOn ?? none },
    { key: 'left', title: t('permits.left'), width: 130, render: (r) => <DaysLeft left={r.left} /> },
    {
      key: 'department',
      title: t('permits.department'),
      width: 150,
      render: (r) => r.department ?? t(`milestones.role.${r.role}`),
      filter: choices('milestones.role.', nodeRoles),
    },
    {
      key: 'stage',
      title: t('permits.stage'),
      width: 150,
      sortable: true,
      render: (r) => t(`permits.stage.${r.stage}`),
      filter: choices('permits.stage.', permitStages),
      wideOnly: true,
    },
    { key: 'accepted', title: t('permits.acceptedOn'), width: 110, sortable: true, render: (r) => r.acceptedOn ?? none, wideOnly: true },
    { key: 'legal', title: t('permits.legalDueOn'), width: 110, render: (r) => r.legalDueOn ?? none, wideOnly: true },
    { key: 'gaps', title: t('permits.gapsBy'), width: 110, render: (r) => r.gapsBy ?? none, wideOnly: true },
    { key: 'decided', title: t('permits.decidedOn'), width: 110, sortable: true, render: (r) => r.decidedOn ?? none },
    { key: 'valid', title: t('permits.validUntil'), width: 110, render: (r) => r.validUntil ?? none, wideOnly: true },
    {
      key: 'green',
      title: t('permits.green'),
      width: 110,
      render: (r) => (r.isGreen ? t('permits.green.mark') : none),
      filter: {
        kind: 'choice',
        options: [true, false].map((v) => ({ value: String(v), label: t(v ? 'permits.green.on' : 'permits.green.off') })),
      },
      wideOnly: true,
    },
    {
      key: 'mine',
      title: t('permits.agent'),
      width: 110,
      render: (r) => r.agentName ?? none,
      filter: choices('permits.mine.', whose),
      wideOnly: true,
    },
    { key: 'unit', title: t('people.unit'), width: 130, render: (r) => r.unitName, filter: unitFilter },
  ];
}
