import { Link } from 'react-router';
import { addressOf } from '../../../web/api.ts';
import type { Column } from '../../../web/kit/column.ts';
import { DataTable } from '../../../web/kit/DataTable.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { choicesIn, rangeIn, type TableState } from '../../../web/kit/table-state.ts';
import { type Text, useLanguage, useText } from '../../../web/text.ts';
import { unitFilter } from '../../identity/web/unit-filter.tsx';
import { milestonesContract } from '../contract.ts';
import { type ListedNode, nodeStates } from '../domain/list-view.ts';
import { nodeRoles, projectClasses } from '../domain/node.ts';
import { milestones } from './client.ts';
import './milestones.css';

type Page = { items: readonly ListedNode[]; total: number; projects: number };

/** What the server is asked for a state of the table. */
function askedOf({ filters }: TableState) {
  const one = <T extends string>(values: readonly T[], key: string) => values.find((v) => v === choicesIn(filters[key])[0]);
  const [state, role, of] = [one(nodeStates, 'state'), one(nodeRoles, 'role'), one(projectClasses, 'class')];
  const { from, to } = rangeIn(filters['finishOn']);
  return {
    unit: filters['unit'] || undefined,
    ...(state && { state }),
    ...(role && { role }),
    ...(of && { class: of }),
    ...(from && { from: from.slice(0, 7) }),
    ...(to && { to: to.slice(0, 7) }),
  };
}

/** 节点清单: over all projects, what is overdue, what is due, what is open. */
export function NodesPage() {
  const t = useText();
  const language = useLanguage();
  return (
    <>
      <PageHeader title={t('milestones.list')} note={t('milestones.list.note')} />
      <DataTable<ListedNode, Page>
        name="milestones"
        label={t('milestones.list')}
        columns={columnsOf(t)}
        load={(state) => milestones.list({ query: { ...askedOf(state), page: state.page, size: state.size } })}
        rowKey={(n) => `${n.projectId} ${n.key}`}
        rowHref={(n) => `/projects/${n.projectId}?tab=milestones`}
        totals={({ total, projects }) => t('milestones.list.totals', { n: total, projects })}
        exportHref={(state) => addressOf(milestonesContract.exportList, { query: { ...askedOf(state), language } })}
        defaults={{ filters: { state: 'overdue' } }}
        empty={{ title: t('milestones.list.empty') }}
      />
    </>
  );
}

function columnsOf(t: Text): Column<ListedNode, Page>[] {
  const choices = (start: string, values: readonly string[]) => ({
    kind: 'choice' as const,
    options: values.map((value) => ({ value, label: t(`${start}${value}`) })),
  });
  const none = t('kit.none');
  return [
    {
      key: 'project',
      title: t('milestones.project'),
      width: 210,
      render: (n) => <Link to={`/projects/${n.projectId}?tab=milestones`}>{n.projectName}</Link>,
    },
    { key: 'name', title: t('milestones.node'), width: 150, render: (n) => n.name },
    {
      key: 'state',
      title: t('milestones.state'),
      width: 136,
      render: (n) => <ListedState node={n} />,
      filter: choices('milestones.list.', nodeStates),
    },
    { key: 'finishOn', title: t('milestones.finishOn'), width: 104, render: (n) => n.finishOn, filter: { kind: 'month' } },
    { key: 'baselineOn', title: t('milestones.baselineOn'), width: 104, render: (n) => n.baselineOn ?? none, extra: true },
    { key: 'startedOn', title: t('milestones.startedOn'), width: 104, render: (n) => n.startedOn ?? none, wideOnly: true },
    { key: 'finishedOn', title: t('milestones.finishedOn'), width: 104, render: (n) => n.finishedOn ?? none },
    {
      key: 'role',
      title: t('milestones.role'),
      width: 120,
      render: (n) => t(`milestones.role.${n.role}`),
      filter: choices('milestones.role.', nodeRoles),
    },
    { key: 'unit', title: t('people.unit'), width: 130, render: (n) => n.unitName, filter: unitFilter },
    { key: 'person', title: t('milestones.person'), width: 90, render: (n) => n.personName ?? none, wideOnly: true },
    {
      key: 'class',
      title: t('milestones.class'),
      width: 110,
      render: (n) => t(`milestones.class.${n.class}`),
      filter: choices('milestones.class.', projectClasses),
      wideOnly: true,
    },
  ];
}

function ListedState({ node }: { node: ListedNode }) {
  const t = useText();
  if (node.finishedOn) return <span className="node-state done">{`● ${t('milestones.state.done')}`}</span>;
  if (node.lateDays) return <span className="node-state late">{`■ ${t('milestones.state.late', { n: node.lateDays })}`}</span>;
  return <span className="node-state">{`○ ${t(node.startedOn ? 'milestones.state.running' : 'milestones.state.waiting')}`}</span>;
}
