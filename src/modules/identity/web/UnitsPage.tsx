import { useQuery } from '@tanstack/react-query';
import { Button, Popconfirm, Space, Table, type TableProps, Tag } from 'antd';
import { useMemo, useState } from 'react';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { identity } from '../../../web/session.ts';
import { useText } from '../../../web/text.ts';
import type { Unit } from '../domain/unit-shape.ts';
import './identity.css';
import { UnitDialog, type UnitDraft } from './UnitDialog.tsx';

export const unitsQuery = { queryKey: ['units'], queryFn: () => identity.units({}) };
type Branch = Unit & { children?: Branch[] };

/** The tree of units in establishment order, with what the system administrator may change. */
export function UnitsPage() {
  const t = useText();
  const query = useQuery(unitsQuery);
  const [draft, setDraft] = useState<UnitDraft | null>(null);
  const items = query.data?.items ?? [];
  const root = items.find((u) => u.parentId === null);
  return (
    <>
      <PageHeader title={t('units.title')}>
        {query.data?.can.edit && root && (
          <Button type="primary" onClick={() => setDraft({ parentId: root.id })}>
            {t('units.create')}
          </Button>
        )}
      </PageHeader>
      <Loaded query={query}>{({ items: units, can }) => <Tree units={units} mayEdit={can.edit} onDraft={setDraft} />}</Loaded>
      {draft && <UnitDialog draft={draft} units={items} onClose={() => setDraft(null)} />}
    </>
  );
}

/** A flat list in its order → branches. */
function branchesOf(units: readonly Unit[]): Branch[] {
  const nodes = new Map<string, Branch>(units.map((u) => [u.id, { ...u }]));
  const top: Branch[] = [];
  for (const node of nodes.values()) {
    const parent = node.parentId === null ? undefined : nodes.get(node.parentId);
    if (parent) (parent.children ??= []).push(node);
    else top.push(node);
  }
  return top;
}

function Tree({ units, mayEdit, onDraft }: { units: readonly Unit[]; mayEdit: boolean; onDraft: (draft: UnitDraft) => void }) {
  const t = useText();
  const branches = useMemo(() => branchesOf(units), [units]);
  const columns: TableProps<Branch>['columns'] = [
    {
      key: 'name',
      title: t('units.name'),
      width: 300,
      render: (_, u) => <span className={u.isActive ? '' : 'hint'}>{u.name}</span>,
    },
    { key: 'shortName', title: t('units.shortName'), width: 120, dataIndex: 'shortName' },
    { key: 'code', title: t('units.code'), width: 120, dataIndex: 'code' },
    { key: 'kind', title: t('units.kind'), width: 110, render: (_, u) => t(`unit.kind.${u.kind}`) },
    { key: 'order', title: t('units.order'), width: 80, align: 'end', dataIndex: 'orderNo' },
    {
      key: 'state',
      title: t('units.state'),
      width: 90,
      render: (_, u) => (u.isActive ? t('units.active') : <Tag>{t('units.closed')}</Tag>),
    },
  ];
  if (mayEdit) columns.push({ key: 'acts', title: t('units.acts'), width: 240, render: (_, u) => <Acts unit={u} onDraft={onDraft} /> });
  return (
    <div className="data-table">
      <Table<Branch>
        size="small"
        rowKey="id"
        columns={columns}
        dataSource={branches}
        pagination={false}
        scroll={{ x: 900 }}
        expandable={{ defaultExpandAllRows: true }}
      />
    </div>
  );
}

function Acts({ unit, onDraft }: { unit: Unit; onDraft: (draft: UnitDraft) => void }) {
  const t = useText();
  const setActive = useCommand({
    run: (isActive: boolean) => identity.setUnitActive({ params: { id: unit.id }, body: { isActive, version: unit.version } }),
    done: t('units.saved'),
    stale: [unitsQuery.queryKey],
  });
  return (
    <Space size={0}>
      <Button
        type="link"
        size="small"
        aria-label={t('units.editFor', { name: unit.name })}
        onClick={() => onDraft({ unit, parentId: unit.parentId })}
      >
        {t('people.edit')}
      </Button>
      {unit.isActive && (
        <Button type="link" size="small" onClick={() => onDraft({ parentId: unit.id })}>
          {t('units.below')}
        </Button>
      )}
      {!unit.isActive && (
        <Button type="link" size="small" loading={setActive.busy} onClick={() => setActive.run(true)}>
          {t('units.open')}
        </Button>
      )}
      {unit.isActive && unit.parentId !== null && (
        <Popconfirm
          title={t('units.closeFor', { name: unit.name })}
          okText={t('units.close')}
          cancelText={t('kit.cancel')}
          onConfirm={() => setActive.run(false)}
        >
          <Button type="link" size="small" danger loading={setActive.busy}>
            {t('units.close')}
          </Button>
        </Popconfirm>
      )}
    </Space>
  );
}
